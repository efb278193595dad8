import { describe, expect, test } from 'vitest';
import { contract, type Snapshot } from '../../preload/contract.ts';
import { buildStationApi, type Ipc } from '../../preload/station-api.ts';
import { welcome } from '../support/face-double.ts';

type Listener = (event: unknown, value: unknown) => void;

function doubleIpc(answer: (channel: string, argument: unknown) => Promise<unknown>) {
  const listeners: Listener[] = [];
  const asked: { channel: string; argument: unknown }[] = [];
  const ipc: Ipc = {
    invoke(channel, argument) {
      asked.push({ channel, argument });
      return answer(channel, argument);
    },
    on: (_channel, listener) => listeners.push(listener),
    off: (_channel, listener) => listeners.splice(listeners.indexOf(listener), 1),
  };
  const push = (value: unknown) => {
    for (const listener of [...listeners]) listener({ sender: 'an event object' }, value);
  };
  return { ipc, asked, listeners, push };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('window.station', () => {
  test('has exactly the intents of the contract and the snapshots, and cannot be changed', () => {
    const api = buildStationApi(doubleIpc(async () => null).ipc);
    expect(new Set(Object.keys(api))).toEqual(new Set([...Object.keys(contract), 'onSnapshot']));
    expect(Object.isFrozen(api)).toBe(true);
  });

  test('asks on one channel for each intent and passes on one argument', async () => {
    const { ipc, asked } = doubleIpc(async () => ({ ok: true }));
    const api = buildStationApi(ipc);
    expect(await api.release({ jobs: ['a'] })).toEqual({ ok: true });
    expect(asked).toEqual([{ channel: 'station:release', argument: { jobs: ['a'] } }]);
  });

  test('gives an answer of the contract even when the host fails', async () => {
    const api = buildStationApi(
      doubleIpc(async () => {
        throw new Error("Error invoking remote method 'station:stay': a stack");
      }).ipc,
    );
    expect(await api.stay({})).toEqual({ ok: false, error: 'internal' });
  });
});

describe('the snapshots', () => {
  test('start with the current one and go on with each new one, without event objects', async () => {
    const { ipc, push } = doubleIpc(async () => welcome(3));
    const seen: unknown[][] = [];
    buildStationApi(ipc).onSnapshot((...all: unknown[]) => void seen.push(all));
    await settled();
    push(welcome(4));
    expect(seen).toEqual([[welcome(3)], [welcome(4)]]);
  });

  test('never go back: an answer that comes after a newer push is dropped', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { ipc, push } = doubleIpc(() => new Promise((resolve) => (answer = resolve)));
    const seen: number[] = [];
    buildStationApi(ipc).onSnapshot((snapshot: Snapshot) => void seen.push(snapshot.serial));
    push(welcome(9));
    answer(welcome(8));
    await settled();
    expect(seen).toEqual([9]);
  });

  test('wait where there is none yet', async () => {
    const { ipc, push } = doubleIpc(async () => null);
    const seen: number[] = [];
    buildStationApi(ipc).onSnapshot((snapshot: Snapshot) => void seen.push(snapshot.serial));
    await settled();
    push(welcome(1));
    expect(seen).toEqual([1]);
  });

  test('end with the unsubscribe function, for that listener alone', async () => {
    const { ipc, push, listeners } = doubleIpc(async () => null);
    const api = buildStationApi(ipc);
    const seen: string[] = [];
    const stop = api.onSnapshot(() => void seen.push('first'));
    api.onSnapshot(() => void seen.push('second'));
    stop();
    push(welcome(1));
    expect(seen).toEqual(['second']);
    expect(listeners.length).toBe(1);
  });

  test('that were asked for before the unsubscribe do not arrive after it', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { ipc } = doubleIpc(() => new Promise((resolve) => (answer = resolve)));
    const seen: unknown[] = [];
    const stop = buildStationApi(ipc).onSnapshot((snapshot: Snapshot) => void seen.push(snapshot));
    stop();
    answer(welcome(1));
    await settled();
    expect(seen).toEqual([]);
  });
});
