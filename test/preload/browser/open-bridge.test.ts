import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket as HostSocket, WebSocketServer } from 'ws';
import { openBrowserBridge } from '../../../preload/browser/open-bridge.ts';
import { snapshotChannel } from '../../../preload/station-api.ts';

/** A page as far as the bridge touches it, and a host for it. */
async function bridged() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const { port } = server.address() as { readonly port: number };
  const covers = new Set<{ textContent: string }>();
  const body = {
    style: {
      display: '',
      removeProperty() {
        body.style.display = '';
      },
    },
  };
  const page = {
    location: { origin: `http://127.0.0.1:${port}` },
    document: {
      body,
      documentElement: { append: (cover: { textContent: string }) => covers.add(cover) },
      createElement() {
        const cover = { textContent: '', style: {}, setAttribute: () => undefined, remove: () => covers.delete(cover) };
        return cover;
      },
      hasFocus: () => true,
    },
    addEventListener: () => undefined,
    setTimeout,
    clearTimeout,
  };
  const connected = async () => ((await once(server, 'connection')) as [HostSocket])[0];
  const arriving = connected();
  const { ipcRenderer } = openBrowserBridge(page as unknown as Window);
  const host = await arriving;
  const covered = () => {
    expect(body.style.display === 'none').toBe(covers.size > 0);
    return [...covers].map(({ textContent }) => textContent);
  };
  return { ipcRenderer, host, connected, covered };
}

test('after a loss the page stays covered until the host has said what to show, and shows that first', async () => {
  const { ipcRenderer, host, connected, covered } = await bridged();
  const shown: unknown[] = [];
  ipcRenderer.on(snapshotChannel, (_event, value) => shown.push([value, covered().length]));
  host.send(JSON.stringify({ is: 'push', channel: snapshotChannel, value: 1 }));
  await vi.waitFor(() => expect(shown).toEqual([[1, 0]]));

  const arriving = connected();
  host.terminate();
  const back = await arriving;
  expect(covered()).toEqual([expect.stringContaining('does not answer')]);
  // What the page says of itself shows that it has heard.
  const attentive = once(back, 'message');
  back.send(JSON.stringify({ is: 'tail', tailMs: 60 }));
  back.send(JSON.stringify({ is: 'push', channel: 'station:ping', value: null }));
  await attentive;
  const asked = once(back, 'message') as Promise<[Buffer]>;
  void ipcRenderer.invoke(snapshotChannel).then(() => shown.push(['answered', covered().length]));
  const { id } = JSON.parse(String((await asked)[0])) as { readonly id: number };
  back.send(JSON.stringify({ is: 'answer', id, result: null }));
  await vi.waitFor(() => expect(shown.at(-1)).toEqual(['answered', 1]));

  back.send(JSON.stringify({ is: 'push', channel: snapshotChannel, value: 2 }));
  await vi.waitFor(() => expect(covered()).toEqual([]));
  expect(shown).toEqual([
    [1, 0],
    ['answered', 1],
    [2, 1],
  ]);
});

test('a page that does not work stays covered whatever its host pushes', async () => {
  const { ipcRenderer, host, covered } = await bridged();
  const shown: unknown[] = [];
  ipcRenderer.on(snapshotChannel, (_event, value) => shown.push(value));
  host.send(JSON.stringify({ is: 'outOfOrder' }));
  host.send(JSON.stringify({ is: 'push', channel: snapshotChannel, value: 1 }));
  await vi.waitFor(() => expect(shown).toEqual([1]));
  expect(covered()).toEqual([expect.stringContaining('does not work')]);
});
