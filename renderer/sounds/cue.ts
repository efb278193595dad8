import type { JobView, Screen, Snapshot, WelcomeNotice } from '../../preload/contract.ts';
import { isUnderWay } from '../format/jobs.ts';

/** What a sound tells; each of them is on the screen too. */
export type Cue = 'tap' | 'done' | 'trouble';

/** The sound of the step from one snapshot to the next; null where there is none, or IT wants none. */
export function cueFor(previous: Snapshot | null, next: Snapshot): Cue | null {
  if (!next.setup.sounds || previous === null) return null;
  const before = previous.screen;
  const now = next.screen;
  const known = new Set(troublesOf(before, now));
  if (troublesOf(now, now).some((trouble) => !known.has(trouble))) return 'trouble';
  if (now.name === 'welcome' && now.opening && !(before.name === 'welcome' && before.opening)) return 'tap';
  return allDone(jobsOf(before, now), jobsOf(now, now)) ? 'done' : null;
}

/** The jobs of a screen, where it is of the same person as the one shown now. */
function jobsOf(screen: Screen, now: Screen): readonly JobView[] {
  return screen.name === 'jobs' && now.name === 'jobs' && screen.personName === now.personName ? screen.jobs : [];
}

/** Whatever needs somebody, one word for each; those of another person's jobs do not count as known. */
function troublesOf(screen: Screen, now: Screen): readonly string[] {
  switch (screen.name) {
    case 'welcome': {
      const { notice, offline } = screen;
      return [...(offline ? ['offline'] : []), ...(notice === null ? [] : noticeTrouble(notice))];
    }
    case 'signIn':
      return screen.code.is === 'failed' ? [`sign-in ${screen.code.trouble.code}`] : [];
    case 'jobs':
      return [
        ...(screen.trouble === null ? [] : [`list ${screen.trouble.code}`]),
        ...jobsOf(screen, now).flatMap(({ key, stage }) =>
          stage.is === 'attention' || stage.is === 'notReleased' || stage.is === 'unsure' ? [`${stage.is} ${key}`] : [],
        ),
      ];
    case 'trouble':
      return [`station ${screen.trouble.code}`];
    default:
      return [];
  }
}

/** A notice that says that something went wrong, as one word; none where all went well. */
function noticeTrouble(notice: WelcomeNotice): readonly string[] {
  switch (notice.is) {
    case 'signedOut':
    case 'timedOut':
      return notice.notDeleted > 0 ? ['notice notDeleted'] : [];
    case 'cardUnlinked':
      return notice.state === 'failed' ? ['notice cardNotUnlinked'] : [];
    case 'cardOfList':
      return [];
    case 'trouble':
      return [`notice ${notice.trouble.code}`];
    default:
      return [`notice ${notice.is}`];
  }
}

/** Something was on its way, nothing is any more, and all of it is done. */
function allDone(before: readonly JobView[], now: readonly JobView[]): boolean {
  const moving = before.filter(isUnderWay).map((job) => job.key);
  if (moving.length === 0 || now.some(isUnderWay)) return false;
  return moving.every((key) => now.find((job) => job.key === key)?.stage.is === 'done');
}
