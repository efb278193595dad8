import type { DestinationView, PrinterView } from '../../../preload/contract.ts';

/** Who can take a job comes first; where nobody knows, it may well. */
const rank: Readonly<Record<PrinterView['state'], number>> = { ready: 0, unknown: 1, stopped: 2, moved: 2 };

/** The order in which destinations are offered: those that can take a job, the least busy first, then as configured. */
export function leastBusyFirst(destinations: readonly DestinationView[]): readonly DestinationView[] {
  const busy = ({ waiting }: DestinationView) => waiting ?? Number.MAX_SAFE_INTEGER;
  return destinations.toSorted((a, b) => rank[a.state] - rank[b.state] || busy(a) - busy(b));
}
