import { describe, expect, test } from 'vitest';
import { answerCalls } from '../../../main/electron/answer-calls.ts';
import { contract } from '../../../preload/contract.ts';
import { pulseChannel } from '../../../preload/pulse.ts';
import { snapshotChannel } from '../../../preload/station-api.ts';
import { recordingLog } from '../../support/badge.ts';
import { doubleIpc, doubleWindow, frameOf } from '../../support/electron-double.ts';
import { doubleFace, welcome } from '../../support/face-double.ts';

function opened() {
  const double = doubleWindow();
  const face = doubleFace();
  const ipc = doubleIpc();
  const { log, lines } = recordingLog();
  const pulses: unknown[] = [];
  const close = answerCalls(ipc.ipc, { window: double.window, face, log, onPulse: (value) => pulses.push(value) });
  const own = { sender: double.contents, senderFrame: frameOf() };
  return { ...double, face, ipc, lines, pulses, close, own };
}

describe('calls of the page', () => {
  test('reach the station under their own names, and nothing else is answered', async () => {
    const { ipc, face, own } = opened();
    expect(new Set(ipc.handlers.keys())).toEqual(
      new Set([...Object.keys(contract).map((name) => `station:${name}`), snapshotChannel, pulseChannel]),
    );
    expect(await ipc.call('station:release', own, { jobs: ['a'] })).toEqual({ ok: true });
    expect(face.intents).toEqual([{ name: 'release', argument: { jobs: ['a'] } }]);
    await expect(ipc.call('station:format', own)).rejects.toThrow('no handler');
  });

  test('are refused from any other place: four forgeries', async () => {
    const { ipc, face, own, lines, pulses } = opened();
    const forged = {
      noFrame: { ...own, senderFrame: null },
      innerFrame: { ...own, senderFrame: frameOf({ parent: frameOf() }) },
      origin: { ...own, senderFrame: frameOf({ origin: 'app://station.example', url: 'app://station.example/' }) },
      sender: { ...own, sender: doubleWindow().contents },
    };
    for (const [why, event] of Object.entries(forged)) {
      for (const channel of ['station:touch', snapshotChannel, pulseChannel])
        await expect(ipc.call(channel, event, {}), why).rejects.toThrow('refused');
      expect(lines.at(-1), why).toEqual({ event: 'screen.callRefused', fields: { why } });
    }
    expect(face.intents).toEqual([]);
    expect(pulses).toEqual([]);
    await ipc.call(pulseChannel, own, { shows: true });
    expect(pulses).toEqual([{ shows: true }]);
  });

  test.each([
    ['opaque origin of a sandboxed page', { origin: 'null' }],
    ['web page', { origin: 'https://station', url: 'https://station/' }],
    ['address that says otherwise', { url: 'https://example.org/' }],
    ['origin in capitals', { origin: 'app://STATION' }],
  ])('are refused from an %s', async (_name, frame) => {
    const { ipc, own, face } = opened();
    await expect(ipc.call('station:touch', { ...own, senderFrame: frameOf(frame) }, {})).rejects.toThrow('refused');
    expect(face.intents).toEqual([]);
  });
});

describe('snapshots', () => {
  test('are pushed as they change, and the current one is there for the asking', async () => {
    const { ipc, face, own, sent } = opened();
    face.show(welcome(7));
    expect(sent.map(({ value }) => value)).toEqual([welcome(1), welcome(7)]);
    expect(sent.every(({ channel }) => channel === snapshotChannel)).toBe(true);
    expect(await ipc.call(snapshotChannel, own)).toEqual(welcome(7));
    expect(face.listeners.size).toBe(1);
  });

  test('go to no page that has crashed or closed', () => {
    const { face, sent, state } = opened();
    state.crashed = true;
    face.show(welcome(2));
    Object.assign(state, { crashed: false, destroyed: true });
    face.show(welcome(3));
    expect(sent).toHaveLength(1);
  });

  test('and answers end when the host closes', () => {
    const { close, face, ipc } = opened();
    close();
    expect([face.listeners.size, ipc.handlers.size]).toEqual([0, 0]);
  });
});
