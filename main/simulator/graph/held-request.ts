/** Carries out an effect when its time has come. */
export type Hold = <T>(effect: () => T) => Promise<T>;

/** A request whose effect a `late` fault keeps back. It carries the hold itself, so whoever carries the call out needs to know no rules. */
export class HeldRequest extends Request {
  readonly hold: Hold;

  constructor(url: string, init: RequestInit, hold: Hold) {
    super(url, init);
    this.hold = hold;
  }
}

/** What a call does once it is let in: `effect` runs at once, or, under a `late` fault, when it lands. */
export async function land<T>(request: Request, effect: () => T): Promise<Awaited<T>> {
  return await (request instanceof HeldRequest ? request.hold(effect) : effect());
}
