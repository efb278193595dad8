import { type Clock, type RandomBytes, wait } from '../../ports.ts';
import type { Act } from '../acts.ts';
import { fraction } from '../random.ts';
import { BatchItem } from './batch-item.ts';
import { ConnectionReset } from './connection-reset.ts';
import { challengeAnswer, distort, portalAnswer, RawPage, statusAnswer } from './fault-answers.ts';
import { type ActiveFaultRule, type Fault, type FaultRule, pathPattern, readRules } from './fault-rules.ts';
import { HeldRequest, type Hold } from './held-request.ts';
import { createSilence } from './silence.ts';

export { ConnectionReset } from './connection-reset.ts';
export { type FaultRule, parseFaults } from './fault-rules.ts';

/** The rules in force. */
export interface Faults {
  /** Replaces all rules; calls under way stay as they are. Throws a `ZodError` that names everything wrong with them. */
  set(rules: readonly FaultRule[]): void;
  /** The rules, and how often each has hit. */
  list(): readonly { readonly rule: FaultRule; readonly hits: number }[];
  /** Carries out a call under the rules that match it. */
  around(request: Request, call: (request: Request) => Promise<Response>): Promise<Response>;
}

/** The rules of a tenant that runs. */
export interface RunningFaults extends Faults {
  /** Puts rules behind those in force, whose counts go on. Throws as `set` does. */
  add(rules: readonly FaultRule[]): void;
  /** Waits until the client gives up or the tenant closes; then rejects. */
  silence(request: Request): Promise<never>;
  /** Ends every call that hangs, and what has not landed yet never does. */
  close(): void;
}

interface ActiveRule {
  readonly rule: ActiveFaultRule;
  readonly pattern: RegExp;
  matched: number;
  hits: number;
}

type LateFault = Extract<Fault, { kind: 'late' }>;

/** What faults reach besides the call itself. */
export interface FaultOptions {
  /** The tenant's own wall clock, for dates in answers. Default: the clock's. */
  readonly nowMs?: () => number;
  /** Carries out what a `world` fault does; `path` is the path of the call that met it. Default: throws. */
  readonly perform?: (act: Act, path: string) => void;
}

/** No faults until some are set. */
export function createFaults(clock: Clock, random: RandomBytes, options: FaultOptions = {}): RunningFaults {
  const { nowMs = () => clock.now(), perform = cannotPerform } = options;
  let active: ActiveRule[] = [];
  const silence = createSilence();
  const landings = new Set<() => void>();
  let refusals = 0;
  // Counted, not drawn: which calls are hit does not hang on how many were refused before.
  const requestId = () => `00000000-0000-4000-8000-${(++refusals).toString(16).padStart(12, '0')}`;

  function hitting(request: Request): Fault[] {
    const path = new URL(request.url).pathname;
    const below = path.replace(/^\/(v1\.0|beta)(?=\/)/i, '');
    return active
      .filter((entry) => {
        const { rule } = entry;
        if (rule.method !== undefined && rule.method.toUpperCase() !== request.method) return false;
        if (!entry.pattern.test(path) && !entry.pattern.test(below)) return false;
        if (rule.fault.kind === 'htmlInBatch' && !(request instanceof BatchItem)) return false;
        entry.matched += 1;
        if (entry.matched <= rule.skip || (rule.count !== null && entry.hits >= rule.count)) return false;
        if (rule.probability < 1 && fraction(random) >= rule.probability) return false;
        entry.hits += 1;
        return true;
      })
      .map(({ rule }) => rule.fault);
  }

  /** Lets the call arrive, starts the time until it lands, and answers as the fault says without waiting for it. */
  async function later(request: Request, fault: LateFault, call: (request: Request) => Promise<Response>): Promise<Response> {
    const arrived = Promise.withResolvers<void>();
    const kept = await keptRequest(request, (effect) => {
      const landed = Promise.withResolvers<ReturnType<typeof effect>>();
      const cancel = clock.after(fault.landsAfterMs, () => {
        landings.delete(cancel);
        try {
          landed.resolve(effect());
        } catch (error) {
          landed.reject(error);
        }
      });
      landings.add(cancel);
      arrived.resolve();
      return landed.promise;
    });
    // Nobody waits for this answer; where the call is refused at the door, there is nothing to land.
    const unheard = call(kept).then(
      () => {},
      () => {},
    );
    await Promise.race([arrived.promise, unheard]);
    if (fault.answer === 'reset') throw new ConnectionReset();
    if (fault.answer === 'hang') return silence.keep(request);
    return statusAnswer({ ...fault, status: fault.answer }, nowMs(), requestId());
  }

  /** Faults that stand in for the answer, or delay it. */
  async function carryOut(fault: Fault, moment: 'before' | 'after', request: Request): Promise<Response | undefined> {
    if ('when' in fault ? fault.when !== moment : moment === 'after') return undefined;
    switch (fault.kind) {
      case 'status':
        return statusAnswer(fault, nowMs(), requestId());
      case 'reset':
        throw new ConnectionReset();
      case 'hang':
        return silence.keep(request);
      case 'latency':
        await wait(clock, fault.ms + (fault.spreadMs === 0 ? 0 : Math.floor(fraction(random) * (fault.spreadMs + 1))));
        return undefined;
      case 'html':
        return portalAnswer(fault.status);
      case 'htmlInBatch':
        return new RawPage(fault.status);
      case 'claimsChallenge':
        return challengeAnswer(fault, nowMs(), requestId());
      case 'world':
        perform(fault.act, new URL(request.url).pathname);
        return undefined;
      case 'late':
      case 'cutOff':
      case 'nextLink':
      case 'unknownEnums':
      case 'noOwner':
      case 'otherOwner':
        return undefined;
    }
  }

  const activated = (rules: readonly FaultRule[]): ActiveRule[] =>
    readRules(rules).map((rule) => ({ rule, pattern: pathPattern(rule.path), matched: 0, hits: 0 }));

  return {
    set(rules) {
      active = activated(rules);
    },
    add(rules) {
      active = [...active, ...activated(rules)];
    },
    list: () => active.map(({ rule, hits }) => ({ rule, hits })),
    async around(request, call) {
      const faults = hitting(request);
      for (const fault of faults) {
        const instead = await carryOut(fault, 'before', request);
        if (instead !== undefined) return instead;
      }
      const late = faults.find((fault) => fault.kind === 'late');
      if (late !== undefined) return later(request, late, call);
      let response = await call(request);
      for (const fault of faults) response = (await carryOut(fault, 'after', request)) ?? (await distort(fault, response));
      return response;
    },
    silence: (request) => silence.keep(request),
    close() {
      silence.end();
      for (const cancel of landings) cancel();
      landings.clear();
    },
  };
}

function cannotPerform(): never {
  throw new Error('A world fault needs a world to act on.');
}

/** The request with its body read, so that it outlives the connection it came on. */
async function keptRequest(request: Request, hold: Hold): Promise<HeldRequest> {
  const { url, method, headers } = request;
  if (method === 'GET' || method === 'HEAD') return new HeldRequest(url, { method, headers }, hold);
  const body = await request.arrayBuffer();
  return new HeldRequest(url, { method, headers, ...(body.byteLength === 0 ? {} : { body }) }, hold);
}
