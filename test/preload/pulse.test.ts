import { expect, test } from 'vitest';
import { answerPings, pingChannel, pulseChannel, showsScreen } from '../../preload/pulse.ts';
import type { Ipc } from '../../preload/station-api.ts';

/** An `ipcRenderer` whose host refuses every call. */
function refusingIpc() {
  const invoked: unknown[] = [];
  const listeners = new Map<string, (event: unknown, value: unknown) => void>();
  const ipc: Ipc = {
    invoke(channel, argument) {
      invoked.push([channel, argument]);
      return Promise.reject(new Error('refused'));
    },
    on: (channel, listener) => listeners.set(channel, listener),
    off: (channel) => listeners.delete(channel),
  };
  return { ipc, invoked, ping: () => listeners.get(pingChannel)?.({}, null) };
}

test('each ping is answered with what the page shows at that moment; a refusal is no error of the page', async () => {
  const { ipc, invoked, ping } = refusingIpc();
  let shows = true;
  answerPings(ipc, () => shows);
  expect(invoked).toEqual([]);
  ping();
  shows = false;
  ping();
  await Promise.resolve();
  expect(invoked).toEqual([
    [pulseChannel, { shows: true }],
    [pulseChannel, { shows: false }],
  ]);
});

test('a page shows something when one of its screens is there', () => {
  const asked: string[] = [];
  const page = (found: unknown) => ({
    querySelector(selector: string) {
      asked.push(selector);
      return found;
    },
  });
  expect([showsScreen(page({})), showsScreen(page(null))]).toEqual([true, false]);
  // The screens' own mark, but not that of the sentence which stands there after a bug.
  expect(new Set(asked)).toEqual(new Set(['main[data-screen]:not([data-screen="crashed"])']));
});
