import type { IntentArgument, JobsScreen } from '../../preload/contract.ts';
import type { JobsPhase, UnmaskedTitles } from './state.ts';
import type { ScreenPolicy } from './wishes.ts';

/** Every name is masked. */
export const allMasked: UnmaskedTitles = { all: false, jobs: new Set() };

/** What the intent makes of the masks; null where there is nothing to do: names are not masked here, or the jobs are not on the screen. */
export function afterShowTitles(phase: JobsPhase, asked: IntentArgument<'showTitles'>, { titles }: ScreenPolicy): UnmaskedTitles | null {
  if (titles === 'shown') return null;
  if (asked.jobs === undefined) return { all: asked.show, jobs: new Set() };
  const known = phase.jobs.map(({ key }) => key).filter((key) => asked.jobs?.includes(key));
  if (known.length === 0) return null;
  const { all, jobs } = phase.unmasked;
  return { all, jobs: new Set(asked.show ? [...jobs, ...known] : [...jobs].filter((key) => !known.includes(key))) };
}

/** Whether this job's name may be in the snapshot. */
export function mayShowTitle({ unmasked }: JobsPhase, key: string, { titles }: ScreenPolicy): boolean {
  return titles === 'shown' || unmasked.all || unmasked.jobs.has(key);
}

/** How names are shown on the whole. */
export function titlesView({ unmasked }: JobsPhase, { titles }: ScreenPolicy): JobsScreen['titles'] {
  if (titles === 'shown') return 'shown';
  return unmasked.all ? 'unmasked' : 'masked';
}
