import fc from 'fast-check';
import type { StationMode } from '../../main/simulator/directory.ts';
import type { Settings } from '../../main/simulator/settings.ts';
import { type Step, steps } from './model-calls.ts';
import { type JournalStep, journalSteps, type Target } from './model-coverage.ts';
import { type FaultKind, faultKinds, impossible } from './model-faults.ts';
import { choices } from './model-options.ts';
import { type ModelPrinterKind, printerKinds } from './model-service.ts';

/** One thing that somebody or something does. Numbers that choose among what is there are taken modulo its count. */
export type Command =
  | { readonly do: 'tap' | 'phone'; readonly station: number; readonly person: number }
  /** `job` null: all. `to` chooses among the destinations, where there are some; `choice` among the options, where they are offered. */
  | { readonly do: 'release'; readonly station: number; readonly job: number | null; readonly to: number; readonly choice: number }
  | { readonly do: 'delete'; readonly station: number; readonly job: number }
  | { readonly do: 'touch' | 'signOut' | 'notMe' | 'stop'; readonly station: number }
  | { readonly do: 'print'; readonly person: number; readonly printer: number; readonly uploaded: boolean }
  | { readonly do: 'cancelAtPc' | 'uploadEnds'; readonly job: number }
  | { readonly do: 'expire'; readonly jobs: number }
  | { readonly do: 'fault'; readonly fault: FaultPlan }
  | { readonly do: 'network'; readonly station: number; readonly downMs: number }
  | { readonly do: 'crash'; readonly station: number; readonly restartMs: number }
  | { readonly do: 'crashAt'; readonly station: number; readonly plan: CrashPlan }
  | { readonly do: 'jam' | 'clear'; readonly printer: number }
  /** `person` null: the app. */
  | { readonly do: 'revokeTokens'; readonly person: number | null }
  | { readonly do: 'endSignIn'; readonly person: number; readonly forMs: number }
  | { readonly do: 'takePermission'; readonly of: 'app' | 'person'; readonly forMs: number }
  | { readonly do: 'clock'; readonly station: number; readonly hours: number }
  /** Another program holds the journal, or the disk is full. */
  | { readonly do: 'disk'; readonly station: number; readonly forMs: number };

/** A fault that waits for the next calls of a step. */
export interface FaultPlan {
  readonly kind: FaultKind;
  readonly step: Step;
  readonly skip: number;
  readonly count: number;
  readonly part: number;
}

/** A crash that waits for a step of the journal. */
export interface CrashPlan {
  readonly step: JournalStep;
  readonly side: 'before' | 'after';
  readonly restartMs: number;
}

/** One sequence. */
export interface Script {
  /** Of latencies and ids. */
  readonly chance: number;
  readonly stations: 1 | 2;
  readonly people: number;
  /** Of every station. */
  readonly mode: StationMode;
  readonly printers: readonly ModelPrinterKind[];
  /** Further printers, to which the mode `redirect` sends; without meaning in the others. */
  readonly destinations: readonly ModelPrinterKind[];
  readonly jobs: readonly { readonly person: number; readonly printer: number; readonly uploaded: boolean }[];
  readonly settings: Partial<Settings>;
  readonly tokenLifetimeMs: number;
  /** Person 0 is a Printer Administrator, to whom the service shows everybody's jobs. */
  readonly administrator: boolean;
  /** Longest time between a lost answer and its effect. */
  readonly lateMs: number;
  readonly resumeMs: number;
  /** Each answer takes up to this much longer, for the whole sequence. Milliseconds. */
  readonly answerMs: number;
  /** In the end somebody releases what is held, and signs out at once. */
  readonly leavesAtOnce: boolean;
  readonly faults: readonly FaultPlan[];
  readonly crash: CrashPlan | null;
  /** Person 0 taps this long after a station came back, and releases what is held this long after that; null: nobody comes back by themselves. */
  readonly comesBack: { readonly tapMs: number; readonly releaseMs: number; readonly choice: number } | null;
  readonly commands: readonly { readonly afterMs: number; readonly command: Command }[];
}

const small = fc.nat(2);
const station = fc.nat(1);
const choice = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat(choices.length - 1) });
const restartMs = fc.constantFrom(300, 1_000, 4_000, 12_000, 40_000);
const forMs = fc.constantFrom(2_000, 8_000, 30_000);

// Reads are tried three times by the client: only a row of faults is felt above it.
const times = fc.oneof(
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constant(3) },
  { weight: 1, arbitrary: fc.constant(9) },
);
/** The steps that decide get most of the faults. */
const stepWeights: Readonly<Record<Step, number>> = {
  list: 2,
  tasks: 3,
  share: 2,
  freshRead: 4,
  followRead: 4,
  configure: 5,
  complete: 5,
  start: 5,
  redirect: 5,
  cancel: 3,
};
const pair = fc.oneof(
  ...steps.map((step) => ({
    weight: stepWeights[step],
    arbitrary: fc.constantFrom(...faultKinds.filter((kind) => impossible(kind, step) === null)).map((kind) => ({ kind, step })),
  })),
);
const part = fc.integer({ min: 0, max: 99 }).map((hundredths) => hundredths / 100);
const fault: fc.Arbitrary<FaultPlan> = fc
  .record({
    pair,
    skip: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
    count: times,
    part,
  })
  .map(({ pair: both, ...rest }) => ({ ...both, ...rest }));

const crashPlan: fc.Arbitrary<CrashPlan> = fc.record({
  step: fc.constantFrom(...journalSteps),
  side: fc.constantFrom('before' as const, 'after' as const),
  restartMs,
});

const weighted: readonly (readonly [number, fc.Arbitrary<Command>])[] = [
  [8, fc.record({ do: fc.constant('tap' as const), station, person: small })],
  [1, fc.record({ do: fc.constant('phone' as const), station, person: small })],
  [8, fc.record({ do: fc.constant('release' as const), station, job: fc.constant(null), to: small, choice })],
  [3, fc.record({ do: fc.constant('release' as const), station, job: small, to: small, choice })],
  [3, fc.record({ do: fc.constant('delete' as const), station, job: small })],
  [2, fc.record({ do: fc.constant('touch' as const), station })],
  [4, fc.record({ do: fc.constant('signOut' as const), station })],
  [1, fc.record({ do: fc.constantFrom('notMe' as const, 'stop' as const), station })],
  [3, fc.record({ do: fc.constant('print' as const), person: small, printer: small, uploaded: fc.boolean() })],
  [2, fc.record({ do: fc.constant('uploadEnds' as const), job: small })],
  [1, fc.record({ do: fc.constant('cancelAtPc' as const), job: small })],
  [1, fc.record({ do: fc.constant('expire' as const), jobs: small })],
  [5, fc.record({ do: fc.constant('fault' as const), fault })],
  [3, fc.record({ do: fc.constant('network' as const), station, downMs: fc.constantFrom(500, 3_000, 12_000, 25_000, 40_000, 75_000) })],
  [3, fc.record({ do: fc.constant('crash' as const), station, restartMs })],
  [2, fc.record({ do: fc.constant('crashAt' as const), station, plan: crashPlan })],
  [2, fc.record({ do: fc.constantFrom('jam' as const, 'clear' as const), printer: small })],
  [2, fc.record({ do: fc.constant('revokeTokens' as const), person: fc.option(small, { nil: null }) })],
  [1, fc.record({ do: fc.constant('endSignIn' as const), person: small, forMs })],
  [2, fc.record({ do: fc.constant('takePermission' as const), of: fc.constantFrom('app' as const, 'person' as const), forMs })],
  [1, fc.record({ do: fc.constant('clock' as const), station, hours: fc.constantFrom(-3, -1, 1, 3) })],
  [2, fc.record({ do: fc.constant('disk' as const), station, forMs })],
];
const command = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const afterMs = fc.constantFrom(0, 0, 60, 200, 200, 500, 900, 1_600, 3_000, 7_000, 22_000, 70_000);

type Timed = Script['commands'][number];

/** What most sequences begin with, so that what waits for a step of a release is met: a tap, and what is then done. */
function openingFor(step: Step | 'nothing', readMs: number, afterMs: number, both: boolean, choice: number): readonly Timed[] {
  const tap = (at: number): Timed => ({ afterMs, command: { do: 'tap', station: at, person: 0 } });
  const release = (at: number, wait: number): Timed => ({
    afterMs: wait,
    command: { do: 'release', station: at, job: null, to: 0, choice },
  });
  if (step === 'nothing') return [];
  if (step === 'cancel') {
    const marked: Timed = { afterMs: readMs, command: { do: 'delete', station: 0, job: 0 } };
    return [tap(0), marked, { afterMs: 100, command: { do: 'signOut', station: 0 } }];
  }
  return both ? [tap(0), tap(1), release(0, readMs), release(1, afterMs)] : [tap(0), release(0, readMs)];
}

const opens: readonly ModelPrinterKind[] = ['unstarted', 'unstartedTrigger'];

/** A mode in which what is aimed at can be met: nobody but its owner starts or deletes a job, and only one mode redirects. */
export function modeFor(target: Target, mode: StationMode): StationMode {
  if (target.is === 'crash') return opens.includes(target.printer) ? 'user' : mode;
  switch (target.step) {
    case 'start':
    case 'cancel':
    case 'tasks':
      return 'user';
    case 'complete':
      return mode === 'redirect' ? 'app' : mode;
    case 'configure':
      return 'app';
    case 'redirect':
      return 'redirect';
    default:
      return mode;
  }
}

const heldAt: readonly Step[] = ['configure', 'complete', 'redirect', 'followRead'];

/** A kind of printer at which the step is taken. */
function kindFor(at: Step, kind: ModelPrinterKind, mode: StationMode): ModelPrinterKind {
  // Without the right to start only what a task holds can be brought to move.
  if (mode !== 'user' && opens.includes(kind) && heldAt.includes(at)) return 'resumes';
  if (at === 'start' && (kind === 'resumes' || kind === 'resumesLate')) return 'waits';
  return at === 'complete' && kind === 'unstarted' ? 'unstartedTrigger' : kind;
}

/** Changes a sequence so that what it is aimed at is likely to be met. */
function aimed(script: Script, target: Target, part: number): Script {
  const [, ...jobs] = script.jobs;
  const own = [{ person: 0, printer: 0, uploaded: true }, ...jobs];
  const [first = 'resumes', ...printers] = script.printers;
  const mode = modeFor(target, script.mode);
  // Half of the processes that end are back before what they had sent is to be seen: only the journal can tell of it then.
  const quick = part < 0.5;
  const settings: Script['settings'] = quick ? { ...script.settings, secondStart: 'printsAgain', readLagMs: 5_000 } : script.settings;
  const comesBack = quick ? { tapMs: 100, releaseMs: 600, choice: script.comesBack?.choice ?? 0 } : script.comesBack;
  const lateMs = quick ? Math.min(script.lateMs, 300) : script.lateMs;
  if (target.is === 'crash') {
    const crash: CrashPlan = { step: target.step, side: target.side, restartMs: quick ? 300 : (script.crash?.restartMs ?? 4_000) };
    return {
      ...script,
      mode,
      jobs: own,
      printers: [target.printer, ...printers],
      faults: quick ? [] : script.faults,
      crash,
      comesBack,
      settings,
      lateMs,
    };
  }
  const { kind, step } = target;
  const alone = kind === 'crash' && quick;
  const fault: FaultPlan = { kind, step, skip: 0, count: alone ? 1 : (script.faults[0]?.count ?? 1), part };
  return {
    ...script,
    mode,
    jobs: own,
    faults: alone ? [fault] : [fault, ...script.faults.slice(1)],
    printers: [alone && step === 'start' ? 'unstarted' : kindFor(step, first, mode), ...printers],
    ...(alone ? { settings, lateMs, comesBack, crash: null } : {}),
    ...(step === 'tasks' ? { settings: { ...script.settings, tasksVisibleToUsers: false } } : {}),
  };
}

const settings = fc.record({
  secondStart: fc.constantFrom('refuse' as const, 'ignore' as const, 'printsAgain' as const, 'printsAgain' as const),
  readLagMs: fc.constantFrom(0, 0, 300, 1_500, 3_000),
  tasksVisibleToUsers: fc.boolean(),
  hiddenTasksAs: fc.constantFrom('omitted' as const, 'empty' as const, 'refused' as const),
  heldDetails: fc.constantFrom<Settings['heldDetails']>([], ['releaseWait']),
  finalTaskPatch: fc.constantFrom('unchanged' as const, '409' as const, '404' as const),
  batchPrintCalls: fc.boolean(),
  finishedJobsListed: fc.boolean(),
  taskAfterJobEnded: fc.constantFrom('aborted' as const, 'completed' as const, 'processing' as const),
  sharePrinterExpand: fc.constantFrom('shown' as const, 'shown' as const, 'omitted' as const, 'refused' as const),
  otherPersonsJobStatus: fc.constantFrom(403 as const, 404 as const),
  redirectedOwner: fc.constantFrom('kept' as const, 'blank' as const),
  sourceAfterRedirect: fc.constantFrom('completed' as const, 'canceled' as const, 'aborted' as const),
  redirectHonoursTrigger: fc.boolean(),
  redirectConfiguration: fc.constantFrom('merge' as const, 'replace' as const),
  redirectToStopped: fc.constantFrom('accepted' as const, 'refused' as const),
  secondRedirectStatus: fc.constantFrom(409, 404, 412, 403, 400),
  interpretMs: fc.constantFrom(0, 0, 400, 5_000),
  acknowledgeMs: fc.constantFrom(20, 1_000),
  printMs: fc.oneof(
    { weight: 100, arbitrary: fc.constantFrom(0, 60, 2_000, 8_000) },
    { weight: 3, arbitrary: fc.constantFrom(60_000, 150_000) },
    { weight: 1, arbitrary: fc.constant(600_000) },
  ),
  heldStateSpelling: fc.constantFrom<Settings['heldStateSpelling'][]>(
    'paused',
    'paused',
    'paused',
    'pendingHeld',
    'unknown',
    'null',
    'missing',
  ),
  pageSize: fc.constantFrom(100, 100, 1),
  foreignTasks: fc.constantFrom(0, 0, 0, 7),
  redirectPauseMs: fc.constantFrom(0, 0, 0, 4_000, 40_000),
});

/** The simulator also redirects a cancelled job where it leaves the job's task in `processing`, and links no copy then: not played. */
function withoutOrphans(script: Script): Script {
  const orphans = script.mode === 'redirect' && script.settings.taskAfterJobEnded === 'processing';
  return orphans ? { ...script, settings: { ...script.settings, taskAfterJobEnded: 'aborted' } } : script;
}

/** A list of one job a page, and 9 s for each page: a release would take minutes, and so would the sequence. */
function notBoth(script: Script): Script {
  return script.answerMs > 0 ? { ...script, settings: { ...script.settings, pageSize: 100 } } : script;
}

const modes: readonly StationMode[] = ['user', 'user', 'app', 'redirect'];

/** The stated times: an effect whose answer was lost lands, and shows, within `settleMs`; a job resumes, if at all, within `resumeMs`. */
export function scripts(
  stated: { readonly settleMs: number; readonly resumeMs: number },
  target: Target | null,
  only?: StationMode,
): fc.Arbitrary<Script> {
  const body = fc.record({
    chance: fc.nat(2 ** 31),
    stations: fc.constantFrom(1 as const, 1 as const, 2 as const),
    people: fc.integer({ min: 1, max: 3 }),
    mode: only === undefined ? fc.constantFrom(...modes) : fc.constant(only),
    destinations: fc.array(fc.constantFrom(...printerKinds), { minLength: 1, maxLength: 2, size: 'max' }),
    printers: fc.array(fc.constantFrom(...printerKinds), { minLength: 1, maxLength: 2, size: 'max' }),
    jobs: fc.array(
      fc.record({ person: fc.constantFrom(0, 0, 0, 1, 2), printer: small, uploaded: fc.constantFrom(true, true, true, true, false) }),
      { minLength: 1, maxLength: 4, size: 'max' },
    ),
    settings,
    answerMs: fc.oneof(
      { weight: 30, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.constantFrom(1_500, 2_700) },
      { weight: 1, arbitrary: fc.constantFrom(6_000, 9_000) },
    ),
    leavesAtOnce: fc.boolean(),
    tokenLifetimeMs: fc.constantFrom(3_600_000, 3_600_000, 400_000, 45_000),
    administrator: fc.constantFrom(false, false, false, true),
    latePart: fc.integer({ min: 0, max: 10 }),
    resumePart: fc.integer({ min: 0, max: 10 }),
    faults: fc.array(fault, { maxLength: 3, size: 'max' }),
    crash: fc.option(crashPlan, { freq: 3 }),
    comesBack: fc.option(fc.record({ tapMs: fc.constantFrom(300, 1_500, 20_000), releaseMs: fc.constantFrom(500, 900, 4_000), choice })),
    part,
    opening: fc.record({
      readMs: fc.constantFrom(700, 1_200, 2_500),
      afterMs: fc.constantFrom(0, 200, 1_000),
      both: fc.constantFrom(true, false, false),
      choice,
      none: fc.constantFrom(true, false, false, false, false, false),
    }),
    commands: fc.array(fc.record({ afterMs, command }), { maxLength: 7, size: 'max' }),
  });
  return body.map(({ latePart, resumePart, opening, commands, part: aimedPart, ...rest }) => {
    const anything = opening.none && target === null ? 'nothing' : 'freshRead';
    const first = target?.is === 'fault' ? target.step : anything;
    const script: Script = {
      ...rest,
      // One way of latency and the jump to the next read are part of the stated time.
      lateMs: Math.max(0, Math.floor(((stated.settleMs - rest.settings.readLagMs - 700) * latePart) / 10)),
      resumeMs: Math.floor(((stated.resumeMs - 100) * resumePart) / 10),
      commands: [
        ...openingFor(
          first,
          opening.readMs,
          opening.afterMs,
          opening.both && rest.stations === 2,
          // What is aimed at the change of settings needs something chosen.
          first === 'configure' ? opening.choice || 1 : opening.choice,
        ),
        ...commands,
      ],
    };
    return withoutOrphans(notBoth(target === null ? script : aimed(script, target, aimedPart)));
  });
}

/** A sequence as lines to read. */
export function told(script: Script): string {
  const { commands, jobs, printers, destinations, faults, crash, comesBack, settings: chosen, ...rest } = script;
  return [
    `mode ${rest.mode}, ${rest.stations} station(s), ${rest.people} people, printers ${printers.join(', ')}${rest.mode === 'redirect' ? `, destinations ${destinations.join(', ')}` : ''}; chance ${rest.chance}`,
    `settings ${JSON.stringify(chosen)}`,
    `answers take up to ${rest.answerMs} ms${rest.leavesAtOnce ? ', in the end somebody leaves at once' : ''}`,
    `effects land at most ${rest.lateMs} ms late, a late job resumes after ${rest.resumeMs} ms, tokens live ${rest.tokenLifetimeMs} ms${rest.administrator ? ', person 0 is administrator' : ''}`,
    ...jobs.map(({ person, printer, uploaded }) => `  person ${person} prints on printer ${printer}${uploaded ? '' : ', still uploading'}`),
    ...faults.map((one) => `  waiting: ${toldFault(one)}`),
    ...(crash === null ? [] : [`  waiting: station 0 crashes ${crash.side} ${crash.step}, starts after ${crash.restartMs} ms`]),
    ...(comesBack === null
      ? []
      : [`  person 0 taps ${comesBack.tapMs} ms after a station came back, and releases ${comesBack.releaseMs} ms later`]),
    ...commands.map(({ afterMs: wait, command: { do: what, ...details } }) => `  +${wait} ms ${what} ${JSON.stringify(details)}`),
  ].join('\n');
}

function toldFault({ kind, step, skip, count, part }: FaultPlan): string {
  return `${kind} at ${step}, ${count} time(s) after ${skip}, part ${part}`;
}
