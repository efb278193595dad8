import type { DestinationView, ReleaseOptions } from '../../preload/contract.ts';
import { canTakeJobs } from './jobs.ts';
import { refusedBy } from './options.ts';

/** In the order in which they stood when the choice was opened; one that has come since stands last. A finger on its way down meets what it aimed at. */
export function inOrderOf(order: readonly string[], destinations: readonly DestinationView[]): readonly DestinationView[] {
  const place = ({ key }: DestinationView): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...destinations].sort((a, b) => place(a) - place(b));
}

/** Can be chosen for a release with these options. */
export function canBeChosen(destination: DestinationView, options: ReleaseOptions): boolean {
  return canTakeJobs(destination) && refusedBy(destination.options, options).length === 0;
}

/** The key of the first that can be chosen, where every number of waiting jobs is known and none is smaller, but some is larger; else null. */
export function leastBusy(destinations: readonly DestinationView[], options: ReleaseOptions): string | null {
  const able = destinations.filter((destination) => canBeChosen(destination, options));
  const [first] = able;
  if (first === undefined || first.waiting === null) return null;
  const waiting = able.map((destination) => destination.waiting ?? Number.NaN);
  if (waiting.some(Number.isNaN)) return null;
  return Math.min(...waiting) === first.waiting && Math.max(...waiting) > first.waiting ? first.key : null;
}
