/** What is written to the journal, in the order of a release. */
export const journalWrites = ['begin', 'intend', 'answer', 'end'] as const;
export type JournalWrite = (typeof journalWrites)[number];

/** A kill inside the process, right before or after one of its writes to the journal; after: once the write is committed. */
export interface JournalKill {
  readonly when: 'before' | 'after';
  readonly write: JournalWrite;
  /** The how-manieth such write of the process, from 1. */
  readonly nth: number;
}

/**
 * The places at which a process is killed.
 * `lands late`: a call has left the station, the station dies, and only then is the call carried out; `never lands`: it is lost on the way;
 * `answer lost`: it was carried out (of a batch: all of it, or only its first requests) and the station dies before the answer.
 */
export const killSteps = [
  'before begin',
  'after begin',
  'before intend',
  'after intend',
  'sent, lands late',
  'sent, never lands',
  'carried out, answer lost',
  'before answer',
  'after answer',
  'before end',
  'after end',
  'random instant',
] as const;
export type KillStep = (typeof killSteps)[number];

/** The journal's write of a step; null where the kill comes from outside the process. */
export function journalKillOf(step: KillStep, nth: number): JournalKill | null {
  const [when, write] = step.split(' ');
  const known = journalWrites.find((one) => one === write);
  return (when === 'before' || when === 'after') && known !== undefined ? { when, write: known, nth } : null;
}

/** The environment variable that tells `kill-at-write.ts` when to kill: a `JournalKill` in JSON. */
export const killVariable = 'RELEASE_STATION_TEST_KILL';
