import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import { contract, type Snapshot } from '../../preload/contract.ts';
import { pulseChannel } from '../../preload/pulse.ts';
import { snapshotChannel } from '../../preload/station-api.ts';
import type { Log } from '../log/log.ts';
import type { StationFace } from '../station/face.ts';
import { isOwnAddress, stationOrigin } from './address.ts';

/** Between whom the calls go. */
export interface CallParts {
  readonly window: BrowserWindow;
  readonly face: StationFace;
  readonly log: Log;
  /** The page's answer to a ping, unchecked. */
  readonly onPulse: (value: unknown) => void;
}

/**
 * Answers the contract's intents and pushes each snapshot; returns the function that ends both.
 * A call from anybody but the kiosk's own page rejects, which its preload answers with `internal` (S17).
 */
export function answerCalls(ipc: Pick<IpcMain, 'handle' | 'removeHandler'>, { window, face, log, onPulse }: CallParts): () => void {
  const answer = (channel: string, run: (argument: unknown) => unknown) =>
    ipc.handle(channel, (event, argument: unknown) => {
      const why = whyRefused(event, window);
      if (why === null) return run(argument);
      log('screen.callRefused', { why });
      throw new Error('refused');
    });

  const names = Object.keys(contract);
  for (const name of names) answer(`station:${name}`, (argument) => face.intend(name, argument));
  answer(snapshotChannel, () => currentSnapshot(face));
  answer(pulseChannel, onPulse);
  const stop = face.onSnapshot((snapshot) => {
    // A screen that has gone asks for the current one when it is back.
    if (!window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send(snapshotChannel, snapshot);
  });
  return () => {
    stop();
    for (const channel of [...names.map((name) => `station:${name}`), snapshotChannel, pulseChannel]) ipc.removeHandler(channel);
  };
}

/** Asked for anew each time: a countdown in a snapshot that was kept would be wrong by now. */
function currentSnapshot(face: StationFace): Snapshot | null {
  let current: Snapshot | null = null;
  face.onSnapshot((snapshot) => {
    current = snapshot;
  })();
  return current;
}

/** Why a call is not the kiosk's own; null where it is. A frame that is gone may have been anybody's. */
export function whyRefused(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  window: BrowserWindow,
): 'noFrame' | 'innerFrame' | 'origin' | 'sender' | null {
  const frame = event.senderFrame;
  if (frame === null) return 'noFrame';
  if (frame.parent !== null) return 'innerFrame';
  if (frame.origin !== stationOrigin || !isOwnAddress(frame.url)) return 'origin';
  if (window.isDestroyed() || event.sender !== window.webContents) return 'sender';
  return null;
}
