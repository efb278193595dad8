import type { ReleaseOptions } from '../../../preload/contract.ts';
import type { Release, ReleaseEvent } from '../deciding/release.ts';
import type { JobRef } from '../job-ref.ts';
import type { JobAccess, Report, SeenJob } from './access.ts';

/** A visit whose releases are carried out: with whose rights, and whom it tells. */
export interface ReleaseVisit {
  readonly access: JobAccess;
  readonly report: Report;
  /** Aborted once nothing more may be done in its name. */
  readonly stop: AbortController;
  /** Calls on the wire. */
  readonly calls: Set<Promise<void>>;
  /** Some job's read carried a task: then a read without any means that there is none. */
  seesTasks: boolean;
  /** Some job's task was found in the definition's list only: the list is read beside the job from then on. */
  tasksAreHidden: boolean;
  /** Starts that wait for their turn: one call carries them at a time, oldest first. */
  readonly starts: Followed[];
  isStarting: boolean;
}

/** A job under release, or one that is remembered: its record, and where it is carried out. */
export interface Followed {
  /** Of the job that its owner chose; stays when a redirect makes another job of it. */
  readonly key: string;
  /** The job that its owner chose. */
  readonly origin: JobRef;
  readonly submitted: string;
  /** Its row in the journal. */
  releaseId: number;
  release: Release;
  /** Who carries it out now. */
  by: ReleaseVisit;
  /** A touch whose conditions have not been looked at yet. */
  touch: Touch | null;
  /** As last read; null before the first read. */
  seen: SeenJob | null;
  /** When it was over, `Clock.elapsed`. */
  overAt: number | null;
}

/** What was asked for with a touch. */
export interface Touch {
  readonly redirectTo: string | null;
  readonly options: ReleaseOptions;
}

/** Where a release's job is read now. */
export function placeOf({ release, origin }: Followed): JobRef {
  return release.place === null ? origin : { shareId: '', ...release.place };
}

/** Gives events to releases, in order, and carries out what they command. */
export type Feed = (events: readonly (readonly [Followed, ReleaseEvent])[]) => void;
