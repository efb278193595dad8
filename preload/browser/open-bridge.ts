import type { IntentResult } from '../contract.ts';
import { readerTailMs } from '../key-gate.ts';
import { type Ipc, snapshotChannel } from '../station-api.ts';
import { captureKeys } from './capture-keys.ts';
import { drawCurtain } from './curtain.ts';
import { linkToHost } from './link-to-host.ts';
import { socketPath } from './wire.ts';

type Listener = Parameters<Ipc['on']>[1];

/** What the preload takes from Electron. */
export interface BrowserBridge {
  readonly ipcRenderer: Ipc & { readonly coversItself: true };
  readonly contextBridge: { exposeInMainWorld(name: string, api: object): void };
}

const notNow: IntentResult = { ok: false, error: 'notNow' };

/** Connects this page to its host and keeps the reader's keys from it. */
export function openBrowserBridge(page: Window): BrowserBridge {
  const listeners = new Map<string, Set<Listener>>();
  const showState = drawCurtain(page.document);
  let tailMs = readerTailMs;
  let covered = false;

  const push = (channel: string, value: unknown) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, value);
    // What the page showed before may be another person's by now: it stays hidden until it was told what to show.
    if (!covered || channel !== snapshotChannel) return;
    covered = false;
    showState('open');
  };
  const link = linkToHost({
    connect: () => new WebSocket(`${page.location.origin.replace(/^http/, 'ws')}${socketPath}`),
    after(delayMs, run) {
      const timer = page.setTimeout(run, delayMs);
      return () => page.clearTimeout(timer);
    },
    onState(state) {
      if (state === 'open') return link.tell({ is: 'attention', hears: page.document.hasFocus() });
      covered = state === 'lost';
      showState(state);
    },
    onMessage(message) {
      if (message.is === 'tail') tailMs = message.tailMs;
      else if (message.is === 'reload') page.location.reload();
      else if (message.is === 'outOfOrder') showState('outOfOrder');
      else push(message.channel, message.value);
    },
  });
  captureKeys(page, {
    onReaderKey: (key) => link.tell({ is: 'key', key }),
    onAttention: (hears) => link.tell({ is: 'attention', hears }),
    tailMs: () => tailMs,
  });

  return {
    ipcRenderer: {
      coversItself: true,
      invoke: (channel, argument) => link.invoke(channel, argument, channel === snapshotChannel ? null : notNow),
      on(channel, listener) {
        const set = listeners.get(channel) ?? new Set<Listener>();
        listeners.set(channel, set.add(listener));
      },
      off(channel, listener) {
        listeners.get(channel)?.delete(listener);
      },
    },
    contextBridge: {
      // No second world here, so the object is only frozen and its name cannot be given to another.
      exposeInMainWorld(name, api) {
        Object.defineProperty(page, name, { value: Object.freeze(api), enumerable: true });
      },
    },
  };
}
