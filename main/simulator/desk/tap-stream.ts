import type { Clock } from '../../ports.ts';
import type { Tenant } from '../tenant-model.ts';

const beatMs = 15_000;

/** The desk's card reader as server-sent events: one `data: {"badge":"…"}` for each tap, until the listener goes. */
export function tapStream(tenant: Tenant, clock: Clock, signal: AbortSignal): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(text.encode(': ready\n\n'));
      const stopTaps = tenant.onTap((badge) => controller.enqueue(text.encode(`data: ${JSON.stringify({ badge })}\n\n`)));
      // A comment now and then lets both sides notice a connection that is gone.
      let stopBeat = () => {};
      const beat = () => {
        stopBeat = clock.after(beatMs, () => {
          controller.enqueue(text.encode(': still here\n\n'));
          beat();
        });
      };
      beat();
      end = () => {
        stopTaps();
        stopBeat();
      };
      signal.addEventListener('abort', end, { once: true });
    },
    cancel: () => end(),
  });
}
