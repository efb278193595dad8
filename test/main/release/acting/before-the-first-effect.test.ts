import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TokenRequest, TokenResult } from '../../../../main/auth/model.ts';
import type { AppPrintApi, GraphResult, UserPrintApi } from '../../../../main/graph/model.ts';
import { systemClock } from '../../../../main/ports.ts';
import { createReleases } from '../../../../main/release/acting/releases.ts';
import { userAccess } from '../../../../main/release/acting/user-access.ts';
import { createWaitingPrinters } from '../../../../main/release/printers/waiting-printers.ts';
import { openStationJournal } from '../../../../main/release/storage/station-journal.ts';
import { Secret } from '../../../../main/secret.ts';
import type { JobStage } from '../../../../preload/contract.ts';
import { job, listed } from '../../../support/print-jobs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'releaser-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noToken: TokenResult = { ok: false, failure: { kind: 'refused', aadsts: null, correlationId: null } };
const token: TokenResult = { ok: true, token: new Secret('t'), expiresAt: 0 };

/** Releases one unstarted job whose reads all work; tells what was sent and shown, and what was asked of the tokens. */
async function run(person: TokenResult, station: TokenResult) {
  const sent: string[] = [];
  const shown: JobStage[] = [];
  const asked: (TokenRequest | undefined)[] = [];
  const tokens = (result: TokenResult) => ({
    getToken: async (request?: TokenRequest) => {
      asked.push(request);
      return result;
    },
  });
  let started = false;
  const unreachable: GraphResult<never> = { ok: false, failure: { kind: 'unreachable', timedOut: false } };
  const api: UserPrintApi = {
    listJobs: async () => ({ ok: true, value: [] }),
    getJobs: async () => [{ ok: true, value: job(started ? { state: 'completed' } : {}) }],
    getShare: async () => ({ ok: true, value: { id: 's1', displayName: null, isAcceptingJobs: true, status: null, printerId: null } }),
    startJobs: async (jobs) => {
      started = true;
      return jobs.map(() => {
        sent.push('start');
        return { ok: true, value: { state: 'processing', details: [] } };
      });
    },
    cancelJob: async () => ({ ok: true, value: null }),
  };
  const app: AppPrintApi = {
    listTasks: async () => ({ ok: true, value: [] }),
    completeTasks: async () => [unreachable],
    listPrinterJobs: async () => unreachable,
    getPrinterJobs: async () => [unreachable],
    getPrinter: async () => unreachable,
    getCapabilities: async () => [],
    readQueues: async () => [],
    redirectJobs: async () => [unreachable],
    configureJobs: async () => [unreachable],
  };
  const opened = openStationJournal({ path: join(folder, 'journal.db'), clock: systemClock, log: () => {}, settleMs: 1000 });
  if (opened.is === 'unusable') throw new Error('The journal cannot be used.');
  const ports = {
    app,
    taskDefinitionId: 'd1',
    configures: false,
    journal: opened.journal,
    audit: { record: () => {} },
    clock: systemClock,
    times: { settleMs: 1000, resumeMs: 0 },
    signature: '',
    waiting: createWaitingPrinters([], systemClock),
    log: () => {},
  };
  const access = userAccess('oid-ada', api, tokens(person), tokens(station));
  const visit = createReleases(ports).attend(access, (told) => shown.push(...told.map(({ stage }) => stage)));
  visit.release([listed()], null);
  await visit.settled();
  opened.journal.close();
  return { sent, last: shown.at(-1), asked };
}

describe('before the first effect', () => {
  test('both identities show that they have a token for at least five minutes', async () => {
    const { sent, last, asked } = await run(token, token);
    expect({ sent, last }).toEqual({ sent: ['start'], last: { is: 'done' } });
    expect(asked).toEqual([{ minLifetimeMs: 300_000 }, { minLifetimeMs: 300_000 }]);
  });
  test('a station without a token begins nothing that it could not end', async () => {
    const { sent, last } = await run(token, noToken);
    expect(sent).toEqual([]);
    expect(last).toMatchObject({ is: 'notReleased', trouble: { code: 'stationCredential' } });
  });
  test('nor does one whose person has no token', async () => {
    const { sent, last } = await run(noToken, token);
    expect(sent).toEqual([]);
    expect(last).toMatchObject({ is: 'notReleased', trouble: { code: 'signInFailed' } });
  });
});
