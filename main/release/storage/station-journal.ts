import { diskFailureOf } from '../../disk/failure.ts';
import type { Log } from '../../log/log.ts';
import type { Clock } from '../../ports.ts';
import { type Journal, type OpenedJournal, openJournal } from './journal.ts';

/** The journal of a running station, which may have to be opened anew when it is found to be damaged. */
export interface StationJournal extends Journal {
  /**
   * Until then, on `Clock.elapsed`, an effect may still land that was sent before this journal was opened: by a process that died, whose row may
   * have been lost with a damaged file, or closed unseen because a wall clock was wrong.
   */
  blindUntil(): number;
  /** Opens the journal anew where damage was met. Call it when no release is under way: ids of the old file mean nothing in a new one. */
  mend(): void;
}

/** What opening needs besides the path. `settleMs` is how long an effect may take to land. */
export interface StationJournalOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly settleMs: number;
}

/** Opens the station's journal, or says why it cannot be used. */
export function openStationJournal(
  options: StationJournalOptions,
): { readonly is: 'open'; readonly journal: StationJournal; readonly setAside: boolean } | Extract<OpenedJournal, { is: 'unusable' }> {
  const { path, clock, log, settleMs } = options;
  const first = openJournal(path, clock, log);
  if (first.is === 'unusable') return first;
  let current = first.journal;
  let damaged = false;
  let blindUntil = clock.elapsed() + settleMs;

  const guarded = <T>(work: (journal: Journal) => T): T => {
    try {
      return work(current);
    } catch (error) {
      if (diskFailureOf(error) === 'damaged') damaged = true;
      throw error;
    }
  };
  const journal: StationJournal = {
    begin: (refs, ownerOid, what) => guarded((open) => open.begin(refs, ownerOid, what)),
    intend: (intents) => guarded((open) => open.intend(intents)),
    answer: (answers) => guarded((open) => open.answer(answers)),
    end: (ends) => guarded((open) => open.end(ends)),
    moved: (releaseIds) => guarded((open) => open.moved(releaseIds)),
    undeleted: (ownerOid) => guarded((open) => open.undeleted(ownerOid)),
    toldUndeleted: (ids) => guarded((open) => open.toldUndeleted(ids)),
    openFor: (ownerOid) => guarded((open) => open.openFor(ownerOid)),
    endedSince: (ownerOid, sinceMs) => guarded((open) => open.endedSince(ownerOid, sinceMs)),
    completedHere: (ref) => guarded((open) => open.completedHere(ref)),
    formerSettings: (ref) => guarded((open) => open.formerSettings(ref)),
    prune: () => guarded((open) => open.prune()),
    synchronous: () => current.synchronous(),
    journalMode: () => current.journalMode(),
    close: () => current.close(),
    blindUntil: () => blindUntil,
    mend() {
      if (!damaged) return;
      current.close();
      const again = openJournal(path, clock, log);
      // Still unusable: every call goes on failing, and nothing is released, until the next time.
      if (again.is === 'unusable') return;
      current = again.journal;
      damaged = false;
      blindUntil = clock.elapsed() + settleMs;
    },
  };
  return { is: 'open', journal, setAside: first.setAside };
}
