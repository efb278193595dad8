import { type HttpPorts, requestRules } from './exchange.ts';
import { untilStopped } from './until-stopped.ts';

/**
 * Whether anything at all answers at an address within that time: sent without a token, and whatever comes back counts. Says nothing of
 * whether the service works, only that there is a way to it (a captive portal answers too; its answer to a real call then tells).
 */
export async function answersAtAll(ports: HttpPorts & { readonly root: string }, withinMs: number): Promise<boolean> {
  const outcome = await untilStopped(ports.clock, withinMs, undefined, async (stop) => {
    const response = await ports.fetch(new Request(ports.root, { ...requestRules, signal: stop }));
    // Nobody waits for the rest of it.
    response.body?.cancel().catch(() => undefined);
  });
  return outcome.got;
}
