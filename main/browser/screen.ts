import { closeCodes, type FromHost } from '../../preload/browser/wire.ts';
import type { Snapshot } from '../../preload/contract.ts';
import { pulseChannel } from '../../preload/pulse.ts';
import { snapshotChannel } from '../../preload/station-api.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import type { StationFace } from '../station/face.ts';
import { readMessage } from './messages.ts';
import { watchPage } from './watch-page.ts';

/** The part of a socket that the screen uses. */
export interface ScreenSocket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** The one screen of the station: the newest socket. */
export interface Screen {
  opened(socket: ScreenSocket): void;
  heard(socket: ScreenSocket, text: string): void;
  closed(socket: ScreenSocket): void;
  /** Stops listening to the station and closes the socket. */
  end(): void;
}

/** What joining needs. */
export interface ScreenParts {
  readonly face: StationFace;
  readonly clock: Clock;
  readonly log: Log;
}

/** Joins sockets to the station's face: one at a time, the newer replaces the older; one that falls silent is let go. */
export function joinScreen({ face, clock, log }: ScreenParts): Screen {
  let current: ScreenSocket | null = null;
  let latest: Snapshot | null = null;
  const send = (socket: ScreenSocket, message: FromHost) => socket.send(JSON.stringify(message));
  const push = (socket: ScreenSocket, snapshot: Snapshot) => send(socket, { is: 'push', channel: snapshotChannel, value: snapshot });
  const stop = face.onSnapshot((snapshot) => {
    latest = snapshot;
    if (current !== null) push(current, snapshot);
  });
  face.attention(false);

  const letGo = () => {
    current = null;
    watch.end();
    face.attention(false);
  };
  const watch = watchPage({
    clock,
    log,
    send(message) {
      if (current !== null) send(current, message);
    },
    drop() {
      const silent = current;
      letGo();
      silent?.close(closeCodes.silent, 'no answer');
    },
  });
  const answer = async (socket: ScreenSocket, id: number, channel: string, argument: unknown): Promise<void> => {
    const result = await resultOf(channel, argument);
    if (socket === current) send(socket, { is: 'answer', id, result });
  };
  const resultOf = (channel: string, argument: unknown): unknown => {
    if (channel === snapshotChannel) return latest;
    if (channel === pulseChannel) return watch.answered(argument);
    return face.intend(channel.slice('station:'.length), argument);
  };

  return {
    opened(socket) {
      const older = current;
      current = socket;
      older?.close(closeCodes.replaced, 'open in another window');
      // Deaf until the new page says that it has the keyboard.
      face.attention(false);
      watch.begin();
      send(socket, { is: 'tail', tailMs: face.readerTailMs });
      if (latest !== null) push(socket, latest);
    },
    heard(socket, text) {
      if (socket !== current) return;
      const message = readMessage(text);
      if (message === null) return socket.close(closeCodes.badMessage, 'not a message of the kiosk');
      if (message.is === 'key') return face.readerKey(message.key);
      if (message.is === 'attention') return face.attention(message.hears);
      answer(socket, message.id, message.channel, message.argument).catch(() => socket.close(1011, 'the station failed'));
    },
    closed(socket) {
      if (socket === current) letGo();
    },
    end() {
      stop();
      watch.end();
      current?.close(1001, 'the kiosk has stopped');
    },
  };
}
