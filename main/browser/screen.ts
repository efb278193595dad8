import { closeCodes, type FromHost } from '../../preload/browser/wire.ts';
import type { Snapshot } from '../../preload/contract.ts';
import { snapshotChannel } from '../../preload/station-api.ts';
import type { StationFace } from '../station/face.ts';
import { readMessage } from './messages.ts';

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

/** Joins sockets to the station's face: one at a time, the newer replaces the older. */
export function joinScreen(face: StationFace): Screen {
  let current: ScreenSocket | null = null;
  let latest: Snapshot | null = null;
  const send = (socket: ScreenSocket, message: FromHost) => socket.send(JSON.stringify(message));
  const push = (socket: ScreenSocket, snapshot: Snapshot) => send(socket, { is: 'push', channel: snapshotChannel, value: snapshot });
  const stop = face.onSnapshot((snapshot) => {
    latest = snapshot;
    if (current !== null) push(current, snapshot);
  });
  face.attention(false);

  const answer = async (socket: ScreenSocket, id: number, channel: string, argument: unknown): Promise<void> => {
    const result = channel === snapshotChannel ? latest : await face.intend(channel.slice('station:'.length), argument);
    if (socket === current) send(socket, { is: 'answer', id, result });
  };

  return {
    opened(socket) {
      const older = current;
      current = socket;
      older?.close(closeCodes.replaced, 'open in another window');
      // Deaf until the new page says that it has the keyboard.
      face.attention(false);
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
      if (socket !== current) return;
      current = null;
      face.attention(false);
    },
    end() {
      stop();
      current?.close(1001, 'the kiosk has stopped');
    },
  };
}
