import { type Clock, type Fetch, wait } from '../ports.ts';

/**
 * Whether anything at all answers at Graph's address within that time: sent without a token, and whatever comes back counts. Says nothing of
 * whether the service works, only that there is a way to it (a captive portal answers too; its answer to a real call then tells).
 */
export async function answersAtAll(
  ports: { readonly root: string; readonly fetch: Fetch; readonly clock: Clock },
  withinMs: number,
): Promise<boolean> {
  const stop = new AbortController();
  const asked = ports
    .fetch(new Request(ports.root, { redirect: 'manual', credentials: 'omit', cache: 'no-store', signal: stop.signal }))
    .then(
      async (response) => {
        await response.body?.cancel();
        return true;
      },
      () => false,
    );
  const tooLate = wait(ports.clock, withinMs, stop.signal).then(
    () => false,
    () => false,
  );
  const answered = await Promise.race([asked, tooLate]);
  stop.abort();
  return answered;
}
