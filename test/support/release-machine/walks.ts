import type { GraphFailure } from '../../../main/graph/model.ts';
import type { EffectAnswer } from '../../../main/release/deciding/effect.ts';
import type { Finding } from '../../../main/release/deciding/finding.ts';
import { step } from '../../../main/release/deciding/machine.ts';
import {
  type Command,
  type Leaving,
  newRelease,
  type Release,
  type ReleaseEvent,
  type ReleaseRules,
  wakeAt,
} from '../../../main/release/deciding/release.ts';
import { signatureOf } from '../../../main/release/deciding/signature.ts';
import { type Chance, createChance } from '../model-random.ts';

/** One step of a walk: what was, what happened, and what came of it. */
export interface Walked {
  readonly before: Release;
  /** The event's name in the table, with what tells its kinds apart. */
  readonly name: string;
  readonly event: ReleaseEvent;
  readonly after: Release;
  readonly commands: readonly Command[];
  readonly rules: ReleaseRules;
  readonly at: number;
}

/** Every kind of event, as the table names it, in its order. */
export const eventNames = [
  'asked',
  'ready',
  'notReady',
  'time',
  'read arriving',
  'read held',
  'read unstarted',
  'read moving',
  'read stopped',
  'read redirected',
  'read done',
  'read aborted',
  'read cancelled',
  'read unclear',
  'notTheirs',
  'readFailed, may pass',
  'readFailed, final',
  'readFailed, not there',
  'readFailed, tasks not there',
  'turn',
  'unwritten',
  'answered done',
  'answered refused',
  'answered throttled',
  'answered notSent',
  'answered unknown',
  'outage',
  'left signedOut',
  'left idle',
  'left notMe',
  'letGo',
  'back',
] as const;
export type EventName = (typeof eventNames)[number];

const passing: GraphFailure = { kind: 'unreachable', timedOut: true };
const refused = (status: number): GraphFailure => ({ kind: 'refused', status, code: null, reference: null });
const trouble = { code: 'printerStopped', reference: '' } as const;
const theirs = (name: EventName, part: string) => name.slice(part.length + 1);

/** Walks a release by events that can happen to it as it stands, on a clock that leaps; the same seed, the same walk. */
export function walk(seed: number, length: number): readonly Walked[] {
  const chance = createChance(seed);
  const pick = <T>(...all: readonly T[]): T => all[chance.between(0, all.length - 1)] as T;
  const rules: ReleaseRules = {
    settleMs: 15_000,
    resumeMs: 3_000,
    canStart: chance.often(0.7),
    configures: chance.often(0.3),
    signature: signatureOf('here'),
    blindUntil: chance.often(0.1) ? 10_000 : 0,
    waits: chance.often(0.2),
  };
  const wish = { redirectTo: chance.often(0.25) ? 'p2' : null, settings: rules.configures && chance.often(0.5) ? { copies: 2 } : null };
  let at = chance.between(0, 20_000);
  let release = newRelease({ at, wish, unstartedSince: pick(null, null, at - 60_000), completedHere: chance.often(0.1) });
  const mostly = eventNames.filter((name) => name.startsWith('read '))[chance.between(0, 9)] as EventName;
  const walked: Walked[] = [];
  for (let i = 0; i < length; i += 1) {
    const name = nextEvent(release, chance, mostly);
    // A clock that waits for the release, or leaps: by less than a read, by a lag, by a print.
    at =
      name === 'time'
        ? Math.max(at, chance.often(0.9) ? (wakeAt(release) ?? at) : at)
        : at + pick(0, 50, 400, 3_000, 5_000, 9_000, 10_000, 15_000, 20_000, 30_000, 60_000, 90_000, 120_000);
    const event = makeEvent(name, release, at, chance);
    const { release: after, commands } = step(release, event, rules);
    walked.push({ before: release, name, event, after, commands, rules, at });
    release = after;
  }
  return walked;
}

/** Something that can happen now: a read only where one was commanded, an answer only where something is on the wire. */
function nextEvent(release: Release, chance: Chance, mostly: EventName): EventName {
  const among = (names: readonly EventName[]) => names[chance.between(0, names.length - 1)] as EventName;
  const any = (part: string) => among(eventNames.filter((name) => name.startsWith(part)));
  if (release.sending !== null && chance.often(0.85)) return chance.often(0.05) ? 'unwritten' : any('answered');
  if (chance.often(0.06))
    return among(['outage', 'left signedOut', 'left idle', 'left notMe', 'letGo', 'back', 'asked', 'notReady', 'ready']);
  if (release.over) return among(['asked', 'back', 'time', 'turn', 'outage', 'left idle', 'left signedOut']);
  if (release.due !== null) return 'turn';
  if (release.readAt !== null || release.sending !== null) return 'time';
  if (chance.often(0.1))
    return among(['readFailed, may pass', 'readFailed, final', 'readFailed, not there', 'readFailed, tasks not there', 'notTheirs']);
  return chance.often(0.4) ? mostly : among(['read held', 'read held', 'read unstarted', 'read moving', any('read ')]);
}

function makeEvent(name: EventName, release: Release, at: number, chance: Chance): ReleaseEvent {
  const begun = at - (chance.often(0.8) ? 100 : 9_000);
  const failed = (failure: GraphFailure, of: 'job' | 'tasks' = 'job'): ReleaseEvent => ({
    is: 'readFailed',
    of,
    failure,
    identity: of === 'tasks' ? 'station' : 'person',
    begun,
    at,
  });
  if (name.startsWith('read ')) {
    return {
      is: 'read',
      finding: findingNamed(theirs(name, 'read'), chance),
      spelt: 'paused',
      configuration: { copies: chance.between(1, 2) },
      begun,
      done: at,
    };
  }
  if (name.startsWith('answered ')) return answered(release, theirs(name, 'answered'), at, chance);
  if (name.startsWith('left ')) return { is: 'left', how: theirs(name, 'left') as Leaving, at };
  switch (name) {
    case 'asked':
      return { is: 'asked', at, wish: anotherWish(release, chance), unstartedSince: chance.often(0.3) ? at - 5_000 : null };
    case 'ready':
      return { is: 'ready', settings: release.wish.settings };
    case 'notReady':
      return { is: 'notReady', trouble, at };
    case 'notTheirs':
      return { is: 'notTheirs', at };
    case 'readFailed, may pass':
      return failed(passing);
    case 'readFailed, final':
      return failed(refused(403));
    case 'readFailed, not there':
      return failed(refused(404));
    case 'readFailed, tasks not there':
      return failed(refused(404), 'tasks');
    case 'back':
      return { is: 'back', young: chance.often(0.7), at };
    case 'outage':
    case 'letGo':
      return { is: name };
    case 'turn':
    case 'unwritten':
      return { is: name, at };
    default:
      return { is: 'time', at };
  }
}

/** Mostly what was wished before; where it was a redirect, now and then to another printer, or with other settings. */
function anotherWish({ wish }: Release, chance: Chance): Release['wish'] {
  if (chance.often(0.6)) return wish;
  const settings = chance.often(0.5) ? null : { copies: chance.between(1, 3) };
  return { redirectTo: wish.redirectTo === null ? null : chance.often(0.5) ? 'p3' : 'p2', settings };
}

function findingNamed(is: string, chance: Chance): Finding {
  switch (is) {
    case 'held':
      return { is, taskId: chance.often(0.9) ? 't1' : 't2' };
    case 'unstarted':
      return { is, ended: chance.often(0.5) ? [] : [{ signedBy: chance.often(0.5) ? signatureOf('there') : null }] };
    case 'moving':
      return { is, settled: chance.often(0.7), acquired: chance.often(0.5) };
    case 'redirected':
      return { is, printerId: 'p2', jobId: '5000' };
    case 'done':
      return { is, how: 'successfully' };
    default:
      return { is } as Finding;
  }
}

function answered({ sending }: Release, is: string, at: number, chance: Chance): ReleaseEvent {
  const effect = sending ?? { kind: 'start' };
  const statuses = [0, 400, 401, 403, 404, 409];
  const answer: EffectAnswer =
    is === 'refused'
      ? { is, status: statuses[chance.between(0, statuses.length - 1)] as number }
      : is === 'throttled'
        ? { is, retryAfterMs: chance.often(0.7) ? 2_000 : 120_000 }
        : is === 'unknown' && chance.often(0.2)
          ? { is, retryAfterMs: 40_000 }
          : ({ is } as EffectAnswer);
  const made = effect.kind === 'redirect' && is === 'done' && chance.often(0.8) ? { printerId: 'p2', jobId: '5000' } : null;
  return { is: 'answered', effect, answer, made, trouble: is === 'done' ? null : { code: 'serviceDown', reference: '' }, at };
}
