import type { Outcome } from '../deciding/release.ts';
import { type JobRef, jobKey } from '../job-ref.ts';
import type { OpenRelease } from '../storage/journal.ts';
import type { ReleasePorts } from './ports.ts';

/** A release's row, and what is to be written into it. */
export interface RowEnd {
  readonly key: string;
  readonly releaseId: number;
  readonly outcome: Outcome;
}

/** The journal as releases use it: what a disk does not take is logged, and never throws. */
export interface Rows {
  /** Rows for these jobs, in their order, and word of the request in the audit; null where they cannot be written. */
  begin(refs: readonly JobRef[]): readonly number[] | null;
  /** Rows of this person that have no outcome, by job; null where they cannot be read. */
  open(): ReadonlyMap<string, OpenRelease> | null;
  /** True where this station completed the job's task before. */
  completedHere(ref: JobRef): boolean;
  /** All ends of one moment are written together. What cannot be written stays open, and is looked at again at the owner's next tap. */
  end(ends: readonly RowEnd[]): void;
  moved(releaseIds: readonly number[]): void;
}

/** The rows of one person. */
export function rowsOf({ journal, audit, log }: ReleasePorts, person: string): Rows {
  const attempt = <T>(doing: string, work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch {
      log('journal.failed', { while: doing });
      return otherwise;
    }
  };
  return {
    begin: (refs) =>
      attempt(
        'begin',
        () => {
          const ids = journal.begin(refs, person);
          audit.record(...refs.map((ref) => ({ kind: 'releaseAsked', person, job: jobKey(ref) }) as const));
          return ids;
        },
        null,
      ),
    open: () => attempt('read', () => new Map(journal.openFor(person).map((old) => [jobKey(old.ref), old])), null),
    completedHere: (ref) => attempt('read', () => journal.completedHere(ref), false),
    end(ends) {
      if (ends.length === 0) return;
      attempt('end', () => journal.end(ends), undefined);
      audit.record(...ends.map(({ key, outcome }) => ({ kind: 'releaseEnded', person, job: key, outcome }) as const));
    },
    moved(releaseIds) {
      if (releaseIds.length > 0) attempt('moved', () => journal.moved(releaseIds), undefined);
    },
  };
}
