import type { Fetch } from '../../main/ports.ts';
import { ConnectionReset } from '../../main/simulator/graph/faults.ts';
import { callOf, isEffect, type ModelCall, type Step } from './model-calls.ts';
import type { Coverage } from './model-coverage.ts';
import type { Facts, SeenEffect } from './model-facts.ts';
import { type ArmedFault, simulatorFault } from './model-faults.ts';
import type { Chance } from './model-random.ts';
import type { ModelService } from './model-service.ts';
import type { VirtualTime } from './model-time.ts';
import type { Bearer, Granted } from './model-tokens.ts';

/** A station's cable: down or not, and how often it was cut. */
export interface Cable {
  down: boolean;
  cuts: number;
}

/** One life of a station's process: nothing of it goes on after its end. */
export interface Life {
  readonly station: number;
  readonly number: number;
  alive: boolean;
  readonly cable: Cable;
  /** Brings forward what may still land, so that it lands within the stated time of the moment its answer was lost. */
  readonly atDeath: Set<() => void>;
}

/** The network between the stations and the service. */
export interface Line {
  /** The station's `fetch` in that life. */
  fetchOf(life: Life): Fetch;
  arm(fault: ArmedFault): void;
  disarm(): void;
}

/** What the line is made of. */
export interface LineOptions {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly service: ModelService;
  readonly facts: Facts;
  readonly coverage: Coverage;
  /** Longest time between a lost answer and its effect. Milliseconds. */
  readonly lateMs: number;
  /** One way, at most. Milliseconds. */
  readonly latencyMs: number;
  /** Each answer takes up to this much longer. Milliseconds. */
  readonly answerMs: number;
  readonly trace: (line: string) => void;
  /** What comes back after a permission was taken away. */
  readonly granted: Granted;
  /** What a fault may do to the station that calls. */
  readonly crash: (station: number, restartMs: number) => void;
  readonly cut: (station: number, downMs: number) => void;
}

/** The client's own time-out for one call; a call that hangs is given up then. Milliseconds. */
const timeoutMs = 10_000;
const strangerOid = '00000000-0000-4000-8009-000000000009';

const never = <T>() => new Promise<T>(() => {});

/** A line without faults until some are armed. */
export function createLine(options: LineOptions): Line {
  const { time, chance, service, facts, coverage, trace } = options;
  let armed: ArmedFault[] = [];
  const pause = (ms: number) => new Promise<void>((resolve) => void time.after(ms, resolve));

  function faultFor(step: Step, station: number): ArmedFault | null {
    const matching = armed.filter((one) => one.step === step && (one.station === null || one.station === station));
    const fault = matching.find((one) => one.skip === 0);
    for (const one of matching) if (one.skip > 0) one.skip -= 1;
    if (fault === undefined) return null;
    fault.count -= 1;
    if (fault.count <= 0) armed = armed.filter((one) => one !== fault);
    return fault;
  }

  /** Carries a call out and notes what came of it. */
  async function carry(
    request: Request,
    call: ModelCall,
    bearer: Bearer,
    effect: SeenEffect | null,
    send: (request: Request) => Promise<Response>,
  ): Promise<Response> {
    const before = effect && service.world.job(effect.jobId);
    const taskBefore = call.taskId === null ? undefined : service.world.task(call.taskId)?.state;
    const response = await send(request);
    if (response.ok) facts.served(call, bearer);
    if (effect !== null) {
      const after = service.world.job(effect.jobId);
      effect.landedAt = time.elapsed();
      effect.pending = false;
      effect.moved =
        before?.phase !== after?.phase ||
        before?.printsOwed !== after?.printsOwed ||
        (call.taskId !== null && taskBefore !== service.world.task(call.taskId)?.state);
      effect.left = (effect.kind === 'redirect' ? service.goesOnAs(effect.jobId) : after)?.configuration ?? null;
      effect.succeeded = response.ok;
      if (response.ok) facts.carriedOut(effect);
      facts.checkTrays();
    }
    return response;
  }

  /** One call at the service's door, by itself or inside a batch. */
  async function arrive(request: Request, send: (request: Request) => Promise<Response>, life: Life | null): Promise<Response> {
    const call = callOf(request);
    const bearer = service.tokens.bearerOf(request.headers.get('authorization'));
    if (call.is === 'batch' || bearer === undefined) return send(request);
    const step = facts.stepOf(call, bearer);
    const effect = facts.arrived(call, bearer);
    const jobId = facts.jobOf(call);
    const printer = service.printers.find(
      (one) =>
        one.printerId === service.world.job(jobId ?? '')?.printerId || one.shareId === call.shareId || one.printerId === call.shareId,
    );
    const fault = step === null ? null : faultFor(step, bearer.station);
    const carried = (request: Request) => carry(request, call, bearer, effect, send);
    const say = (how: string) => trace(`  ${bearer.station}: ${call.is} ${jobId ?? ''} ${how}`);
    if (fault === null || step === null) {
      const response = await carried(request);
      say(String(response.status));
      return response;
    }
    coverage.hit(fault.kind, step, printer?.modelKind);
    say(fault.kind);
    const lost = () => {
      if (effect !== null) effect.pending = false;
    };
    switch (fault.kind) {
      case 'hangBefore':
        lost();
        return never();
      case 'hangAfter':
        await carried(request);
        return never();
      case 'late':
        return landLater(fault, () => carried(request), life, request.signal);
      case 'slow':
        await pause(fault.part * (isEffect(call) ? options.lateMs : 14_000));
        return carried(request);
      case 'tokenRevoked':
        service.tokens.revoke(bearer.oid);
        return carried(request);
      case 'permissionTaken': {
        const of = bearer.oid === null ? 'app' : 'person';
        service.tokens.grant({ [of]: ['PrinterShare.ReadBasic.All'] });
        time.after(fault.part * 10_000, () => service.tokens.grant({ [of]: options.granted[of] }));
        return carried(request);
      }
      case 'networkDown':
      case 'crash': {
        const strike = () =>
          fault.kind === 'crash' ? options.crash(bearer.station, fault.part * 4_000) : options.cut(bearer.station, fault.part * 20_000);
        if (fault.part < 0.3) strike();
        // What was on its way when the process ended may land a little later.
        if (fault.kind === 'crash' && effect !== null && fault.part < 0.6) {
          const later = landLater({ ...fault, part: 0.4 + fault.part }, () => carried(request), life, request.signal);
          if (fault.part >= 0.3) strike();
          return later;
        }
        const response = await carried(request);
        if (fault.part >= 0.3) strike();
        return response;
      }
      default: {
        const rule = simulatorFault(fault.kind, strangerOid);
        let reached = false;
        try {
          const response = await service.answer(request, rule, (inner) => {
            reached = true;
            return carried(inner);
          });
          if (fault.kind === 'noOwner') facts.servedWithoutOwner(call, bearer, 'nobody');
          if (fault.kind === 'otherOwner') facts.servedWithoutOwner(call, bearer, 'somebodyElse');
          return response;
        } finally {
          if (!reached) lost();
        }
      }
    }
  }

  /** The answer is lost at once or by the client's time-out; the effect lands within the stated time of that. */
  function landLater(fault: ArmedFault, land: () => Promise<Response>, life: Life | null, signal: AbortSignal): Promise<Response> {
    const hangs = fault.part < 0.4 && life !== null;
    const within = Math.max(1, options.lateMs);
    const dueAt = time.elapsed() + (hangs ? timeoutMs : 0) + within * ((fault.part * 7) % 1);
    let cancel = () => {};
    const landNow = () => {
      life?.atDeath.delete(hurry);
      void land();
    };
    const hurry = () => {
      cancel();
      life?.atDeath.delete(hurry);
      cancel = time.after(Math.max(0, Math.min(dueAt, time.elapsed() + within) - time.elapsed()), landNow);
    };
    cancel = time.after(dueAt - time.elapsed(), landNow);
    if (!hangs) return Promise.reject(new ConnectionReset());
    life?.atDeath.add(hurry);
    signal.addEventListener('abort', hurry, { once: true });
    return never();
  }

  async function travel(request: Request, life: Life): Promise<Response> {
    const { cable } = life;
    const [out, back] = [chance.between(5, options.latencyMs), chance.between(5, options.latencyMs)];
    const lostOnTheWay = chance.often(0.5);
    const { cuts } = cable;
    if (cable.down) {
      await pause(3);
      throw new TypeError('There is no network.');
    }
    await pause(out);
    const cutOff = cable.cuts !== cuts || !life.alive || request.signal.aborted;
    if (cutOff && lostOnTheWay) {
      if (!life.alive || chance.often(0.5)) return never();
      throw new ConnectionReset();
    }
    const response = await arrive(request, service.fetch, life);
    await pause(back + (options.answerMs === 0 ? 0 : chance.between(0, options.answerMs)));
    if (cable.cuts !== cuts) throw new ConnectionReset();
    return response;
  }

  service.throughBatches((request, send) => arrive(request, send, null));

  return {
    fetchOf: (life) => async (request) => {
      if (!life.alive) return never();
      try {
        const response = await travel(request, life);
        return life.alive ? response : await never<Response>();
      } catch (error) {
        if (!life.alive) return await never<Response>();
        throw error;
      }
    },
    arm: (fault) => void armed.push(fault),
    disarm() {
      armed = [];
    },
  };
}
