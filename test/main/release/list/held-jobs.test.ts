import { expect, test } from 'vitest';
import type { GraphResult, PrintJob } from '../../../../main/graph/model.ts';
import type { JobAccess } from '../../../../main/release/acting/access.ts';
import { listHeldJobs } from '../../../../main/release/list/held-jobs.ts';
import { job } from '../../../support/print-jobs.ts';

const printer = { shareId: 'share', printerId: 'printer', name: 'Printer', afterTask: 'auto' } as const;
const task = { id: 'task', parentUrl: null, state: 'processing', description: null } as const;

/** What the list says is older than what the reads say. */
async function listed(old: PrintJob, reads: Readonly<Record<string, PrintJob>>) {
  const access = {
    oid: old.ownerId ?? '',
    listJobs: async () => ({ ok: true, value: [old] }),
    printerLook: async () => ({}),
    readJobs: async (refs: readonly { readonly jobId: string }[]) =>
      refs.map(({ jobId }): GraphResult<PrintJob> => {
        const value = reads[jobId];
        return value ? { ok: true, value } : { ok: false, failure: { kind: 'unreachable', timedOut: false } };
      }),
  } as unknown as JobAccess;
  const ports = {
    listTasks: async () => ({ ok: true, value: [] }) as const,
    isFollowed: () => false,
    printers: [printer],
    destinations: [],
    endedElsewhere: new Set<string>(),
  };
  const { jobs } = await listHeldJobs(access, ports, new AbortController().signal);
  return jobs.map(({ finding }) => finding.is);
}

const old = job({ id: '4711', state: 'unknown' });

test('a job that another station sent to a printer which holds it again is shown as held, not as on its way', async () => {
  const url = 'https://graph.example/v1.0/print/printers/elsewhere/jobs/5000';
  const source = job({ id: '4711', state: 'completed', redirectedTo: url, tasks: [task] });
  const copy = job({ id: '5000', state: 'unknown', tasks: [task] });
  expect(await listed(old, { '4711': source, '5000': copy })).toEqual(['held']);
});

test('a job that ended after the list was made is left out', async () => {
  expect(await listed(old, { '4711': job({ id: '4711', state: 'canceled', tasks: [task] }) })).toEqual([]);
});
