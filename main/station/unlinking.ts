import { type Card, type EnrolmentRow, sameCard } from '../badge/model.ts';
import { describeError } from '../log/errors.ts';
import type { StationParts } from './parts.ts';

/** Takes cards from people whose they are not. */
export interface Unlinking {
  /**
   * Removes the card's row now, or as soon as the disk takes it. `tell` hears at once how the first try went, and of a later one that did it.
   * Until it is done the card `isPending`: it opens nothing.
   */
  begin(card: Card, row: EnrolmentRow, person: string, tell: (done: boolean) => void): void;
  isPending(card: Card): boolean;
  close(): void;
}

/** To the second try: a backup or a virus scanner lets go of a file within seconds. Milliseconds. */
const tryAgainMs = 5_000;
/** Each try may stop the screen for a second, so they become rarer, up to this. Milliseconds. */
const tryAtLeastEveryMs = 60_000;

/** Nothing to unlink yet. */
export function createUnlinking({ clock, log, audit }: Pick<StationParts, 'clock' | 'log' | 'audit'>): Unlinking {
  const pending = new Set<Card>();
  let closed = false;

  /** True once it is done. */
  function attempt(row: EnrolmentRow, person: string): boolean {
    try {
      row.remove();
    } catch (error) {
      log('badge.unlinkFailed', { ...describeError(error) });
      return false;
    }
    log('badge.unlinked');
    audit.record({ kind: 'badgeUnlinked', person });
    return true;
  }

  return {
    begin(card, row, person, tell) {
      pending.add(card);
      const again = (pauseMs: number) => {
        if (closed) return;
        if (!attempt(row, person)) {
          clock.after(pauseMs, () => again(Math.min(pauseMs * 2, tryAtLeastEveryMs)));
          return;
        }
        pending.delete(card);
        tell(true);
      };
      again(tryAgainMs);
      if (pending.has(card)) tell(false);
    },
    isPending: (card) => [...pending].some((one) => sameCard(one, card)),
    close() {
      closed = true;
    },
  };
}
