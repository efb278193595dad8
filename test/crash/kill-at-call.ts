import type { KioskProcess } from '../support/kiosk-process.ts';
import { type Office, settleMsOf } from './office.ts';
import type { Round } from './plan.ts';

/** A kill that waits at the tenant for the fatal call, and what it saw. */
export interface KillAtCall {
  /** Calls with an effect so far, for a release that came through. */
  calls(): number;
  /** The step as it came about: of a batch perhaps only a part was carried out. */
  step(): string;
  /** Lets the call that was held back land after this time; by itself it lands before the stated lag is over. */
  land(afterMs: number): void;
  /** Resolves once no call of the killed process can land any more. */
  landed(): Promise<void>;
}

/** Share of the late calls that land before their owner is back. */
const landsBeforeOwner = 0.25;
/** Room for the way of a call between the journal's row and its arrival on a busy machine. Milliseconds. */
export const onTheWayMs = 1_000;

/** Kills the process while its nth call from now on is on the way, where the round's step asks for that. */
export function killAtCall({ watched }: Office, kiosk: KioskProcess, { step, chance }: Round, nth: number): KillAtCall {
  const first = watched.effectCalls();
  const atCall = step === 'sent, lands late' || step === 'sent, never lands' || step === 'carried out, answer lost';
  const late = Promise.withResolvers<void>();
  const land = (afterMs: number) => void setTimeout(late.resolve, afterMs);
  const lost = () => new Response(null, { status: 502 });
  let calls = 0;
  let landed: Promise<unknown> = Promise.resolve();
  let name: string = step;

  watched.setGate(async (call, carryOut) => {
    calls = call.nth - first;
    if (!atCall || calls !== nth) {
      // What the station sent beside the fatal call is carried out as it arrives.
      const done = carryOut();
      landed = Promise.all([landed, done.catch(() => {})]);
      return done;
    }
    if (step === 'carried out, answer lost') {
      const part = 1 + Math.floor(chance.part * call.effects);
      if (part < call.effects) name = 'carried out in part, answer lost';
      await carryOut(part < call.effects ? part : undefined);
      await kiosk.kill();
      return lost();
    }
    await kiosk.kill();
    if (step === 'sent, never lands') return lost();
    land(chance.late < landsBeforeOwner ? 0 : settleMsOf(step) - onTheWayMs);
    const landing = late.promise.then(() => carryOut());
    landed = Promise.all([landed, landing]);
    return landing;
  });
  return { calls: () => calls, step: () => name, land, landed: () => Promise.resolve(landed).then(() => {}) };
}
