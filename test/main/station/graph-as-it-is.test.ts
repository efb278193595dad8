import { describe, type TestContext, test } from 'vitest';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { FaultRule } from '../../../main/simulator/graph/faults.ts';
import type { Settings } from '../../../main/simulator/settings.ts';
import type { JobStage, TroubleCode } from '../../../preload/contract.ts';
import { signInWithPhone, startTestStation } from '../../support/station.ts';

/*
 * One release for each way in which Graph may misbehave, on the demo tenant's worst settings: a second start prints again. Each ends with one
 * decision and one sentence, and nothing comes out twice. All at once: most of the time is waiting.
 */

interface Case {
  readonly name: string;
  /** Printer: 0 resumes, 1 waits, 2 was never started, 3 was never started and has a trigger. */
  readonly printer: number;
  readonly faults: readonly FaultRule[];
  readonly settings?: Partial<Settings>;
  /** What the screen says in the end. */
  readonly ends: JobStage['is'];
  readonly because?: TroubleCode;
  /** How often it came out; by default once where the screen says done, else not at all. */
  readonly printed?: number;
}

const start = '/print/shares/*/jobs/*/start';
const task = '/print/taskDefinitions/*/tasks/*';
const job = '/print/shares/*/jobs/*';
const onStart = (fault: FaultRule['fault']): FaultRule => ({ method: 'POST', path: start, fault });
const onTask = (fault: FaultRule['fault']): FaultRule => ({ method: 'PATCH', path: task, fault });
const onRead = (fault: FaultRule['fault'], more: Partial<FaultRule> = {}): FaultRule => ({ method: 'GET', path: job, ...more, fault });

const cases: readonly Case[] = [
  {
    name: 'a completion that lands late, its answer lost',
    printer: 1,
    faults: [onTask({ kind: 'late', landsAfterMs: 1_200 })],
    ends: 'done',
  },
  { name: 'a start that lands late, its answer lost', printer: 2, faults: [onStart({ kind: 'late', landsAfterMs: 1_200 })], ends: 'done' },
  {
    name: 'a start that lands late behind a 504',
    printer: 2,
    faults: [onStart({ kind: 'late', landsAfterMs: 1_200, answer: 504 })],
    ends: 'done',
  },
  { name: 'a start that is never answered', printer: 2, faults: [onStart({ kind: 'hang', when: 'after' })], ends: 'done' },
  { name: 'reads that lag behind', printer: 1, faults: [], settings: { readLagMs: 900 }, ends: 'done' },
  {
    name: 'reads that lag, and tasks that the person cannot see',
    printer: 1,
    faults: [],
    settings: { readLagMs: 900, tasksVisibleToUsers: false },
    ends: 'done',
  },
  { name: 'a 429 with seconds', printer: 2, faults: [onStart({ kind: 'status', status: 429, retryAfterSeconds: 1 })], ends: 'done' },
  {
    name: 'a 429 with a date',
    printer: 2,
    faults: [onStart({ kind: 'status', status: 429, retryAfterSeconds: 1, retryAfterAs: 'date' })],
    ends: 'done',
  },
  { name: 'a 429 without a time', printer: 0, faults: [onTask({ kind: 'status', status: 429 })], ends: 'done' },
  { name: 'a 503 before the effect', printer: 0, faults: [onTask({ kind: 'status', status: 503, retryAfterSeconds: 1 })], ends: 'done' },
  { name: 'a 503 after the effect', printer: 0, faults: [onTask({ kind: 'status', status: 503, when: 'after' })], ends: 'done' },
  {
    name: 'a claims challenge on an effect',
    printer: 2,
    faults: [onStart({ kind: 'claimsChallenge', claims: '{"access_token":{"nbf":{"essential":true,"value":"1"}}}' })],
    ends: 'done',
  },
  {
    name: 'the person’s access tokens are revoked in the middle',
    printer: 1,
    faults: [onTask({ kind: 'world', act: { do: 'revokeAccessTokens' } })],
    ends: 'done',
  },
  {
    name: 'the person’s sign-in is revoked after the task was completed',
    printer: 1,
    faults: [onTask({ kind: 'world', when: 'after', act: { do: 'revokeSessions' } })],
    ends: 'unsure',
    because: 'signInAgain',
  },
  {
    name: 'a permission is taken away before the start',
    printer: 1,
    faults: [onStart({ kind: 'status', status: 403 })],
    ends: 'notReleased',
    because: 'startNotAllowed',
  },
  {
    name: 'the job was cancelled at its owner’s computer',
    printer: 0,
    faults: [onRead({ kind: 'world', act: { do: 'cancelJob' } })],
    ends: 'cancelled',
  },
  { name: 'the job expired', printer: 0, faults: [onRead({ kind: 'world', act: { do: 'removeJob' } })], ends: 'gone' },
  {
    name: 'the task went to another station in between',
    printer: 0,
    faults: [onTask({ kind: 'world', act: { do: 'completeTask' } })],
    settings: { finalTaskPatch: '409' },
    ends: 'done',
  },
  {
    name: 'the same, answered with a 404',
    printer: 0,
    faults: [onTask({ kind: 'world', act: { do: 'completeTask' } })],
    settings: { finalTaskPatch: '404' },
    ends: 'done',
  },
  {
    name: 'the job was started from elsewhere, which is refused as a conflict',
    printer: 2,
    faults: [onStart({ kind: 'world', act: { do: 'startJob' } })],
    settings: { secondStart: 'refuse' },
    ends: 'done',
  },
  { name: 'a read that is cut off', printer: 2, faults: [onRead({ kind: 'cutOff' })], ends: 'done' },
  { name: 'a read that is never answered', printer: 2, faults: [onRead({ kind: 'hang' })], ends: 'done' },
  {
    name: 'a share that now leads to another printer',
    printer: 0,
    faults: [{ method: 'GET', path: '/print/shares/*', fault: { kind: 'world', act: { do: 'moveShare', to: 'Second floor MFP' } } }],
    ends: 'notReleased',
    because: 'printerMoved',
  },
  {
    name: 'a service whose clock is an hour ahead of the station’s',
    printer: 1,
    faults: [],
    settings: { clockSkewMs: 3_600_000 },
    ends: 'done',
  },
  { name: 'a service whose clock is an hour behind', printer: 1, faults: [], settings: { clockSkewMs: -3_600_000 }, ends: 'done' },
  { name: 'states that no enum knows, once', printer: 2, faults: [onRead({ kind: 'unknownEnums' })], ends: 'done' },
];

async function play(one: Case, { onTestFinished }: TestContext) {
  const settings = { secondStart: 'printsAgain', ...one.settings } as const;
  const station = await startTestStation({ tenant: { entraSettings: { deviceCodeIntervalS: 1 }, settings } });
  onTestFinished(() => station.close());
  const { tenant } = station;
  const [ada] = tenant.directory.people;
  await tenant.printAs(ada!, tenant.printers[one.printer]!.shareId, { name: 'a.pdf', bytes: await demoDocument('a', 1) });
  await signInWithPhone(station, ada!);
  const screen = await station.until((now) => now.name === 'jobs' && now.jobs[0]?.stage.is === 'held');
  tenant.faults.set(one.faults);
  if (screen.name !== 'jobs') throw new Error('nobody is signed in');
  await station.intend('release', { jobs: screen.jobs.map(({ key }) => key) });
  const ended = await station.until((now) => now.name === 'jobs' && now.jobs[0]?.stage.is === one.ends);
  return { tenant, stage: ended.name === 'jobs' ? ended.jobs[0]?.stage : undefined };
}

describe('a release, while Graph does its worst:', () => {
  test.concurrent.for(cases)('$name', { timeout: 60_000 }, async (one, context) => {
    const { tenant, stage } = await play(one, context);
    context.expect(stage).toMatchObject({ is: one.ends, ...(one.because ? { trouble: { code: one.because } } : {}) });
    for (const { hits } of tenant.faults.list()) context.expect(hits).toBeGreaterThan(0);
    context.expect(tenant.tray()).toHaveLength(one.printed ?? (one.ends === 'done' ? 1 : 0));
  });
});
