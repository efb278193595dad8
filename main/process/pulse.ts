import type { Clock } from '../ports.ts';

/** Between two questions. Milliseconds. */
export const askEveryMs = 2_500;
/** So many questions in a row without a good answer: ten seconds. */
const mostMissed = 4;
/** The same while the page has never been well: a slow machine loads slowly. */
const mostMissedAtFirst = 8;

/** What watching a page needs. */
export interface PulseParts {
  readonly clock: Clock;
  /** Asks the page whether it lives; the answer comes back through `answered`. */
  readonly ask: () => void;
  /**
   * Called once, and the watch ends. `silent`: no answer, the page hangs or is gone. `blank`: it answers but shows none of its screens:
   * its script failed.
   */
  readonly onTrouble: (why: 'silent' | 'blank') => void;
}

/** The watch over one page. */
export interface Pulse {
  /** Begins, or begins anew, for a page that is being loaded. */
  begin(): void;
  /** The page's answer, unchecked: anything but `{ shows: true }` is no good one. */
  answered(value: unknown): void;
  end(): void;
}

/**
 * Asks a page every 2.5 s whether it lives and shows something. The host asks, because timers of a page in the background are slowed down.
 * Questions are counted, not time: a machine that slept, or a host that was busy itself, has missed one question, not all of them.
 */
export function watchPulse({ clock, ask, onTrouble }: PulseParts): Pulse {
  let cancel: (() => void) | null = null;
  let unanswered = 0;
  let blank = 0;
  let wasWell = false;
  const end = () => {
    cancel?.();
    cancel = null;
  };
  const turn = () => {
    const limit = wasWell ? mostMissed : mostMissedAtFirst;
    if (unanswered >= limit || blank >= limit) {
      end();
      return onTrouble(unanswered >= limit ? 'silent' : 'blank');
    }
    unanswered += 1;
    ask();
    cancel = clock.after(askEveryMs, turn);
  };
  return {
    begin() {
      end();
      unanswered = 0;
      blank = 0;
      wasWell = false;
      // Not at once: the page has to be there first.
      cancel = clock.after(askEveryMs, turn);
    },
    answered(value) {
      unanswered = 0;
      const shows = typeof value === 'object' && value !== null && 'shows' in value && value.shows === true;
      wasWell ||= shows;
      blank = shows ? 0 : blank + 1;
    },
    end,
  };
}
