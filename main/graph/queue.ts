import { z } from 'zod';
import type { PrinterQueue } from './model.ts';
import { parsePage } from './parse.ts';

/** What is looked at of a queued job; whose it is and what it is called is passed over. */
const queued = z.object({
  createdDateTime: z.iso.datetime({ offset: true }).transform(Date.parse).catch(Number.NaN),
  status: z.object({ state: z.string().min(1) }),
});

/** Started and not ended. Held and uploading jobs are `paused`: they stand before nobody. */
const underWay: readonly string[] = ['pending', 'processing', 'stopped'];
const ended: readonly string[] = ['completed', 'canceled', 'aborted'];

/**
 * Counts the jobs under way on one page of a printer's list; null where it is no list. Where there are more pages the count is believed only
 * if the page runs from new to old and an ended job lies behind the last one under way: printers take jobs in order, so older ones have
 * ended too. Neither the order nor whether ended jobs stay in the list is documented (reference 12.3, item 23).
 */
export function readQueue(json: unknown): PrinterQueue | null {
  const page = parsePage(json);
  if (page === null) return null;
  const jobs = page.elements.flatMap((element) => queued.safeParse(element).data ?? []);
  if (jobs.length < page.elements.length) return { waiting: null };
  const waiting = jobs.filter(({ status }) => underWay.includes(status.state)).length;
  if (page.nextLink === null) return { waiting };
  const newToOld = jobs.every(({ createdDateTime }, i) => i === 0 || createdDateTime <= (jobs[i - 1]?.createdDateTime ?? Number.NaN));
  const last = jobs.findLastIndex(({ status }) => underWay.includes(status.state));
  const endedBehind = jobs.slice(last + 1).some(({ status }) => ended.includes(status.state));
  return { waiting: newToOld && endedBehind ? waiting : null };
}
