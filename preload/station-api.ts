import type { IntentName, IntentResult, Snapshot, StationApi } from './contract.ts';

/** The part of Electron's `ipcRenderer` that the bridge uses; the browser's stand-in has the same shape. */
export interface Ipc {
  invoke(channel: string, argument?: unknown): Promise<unknown>;
  on(channel: string, listener: (event: unknown, value: unknown) => void): unknown;
  off(channel: string, listener: (event: unknown, value: unknown) => void): unknown;
}

/** Channel of the snapshots: pushed when they change, and answered with the current one when asked. */
export const snapshotChannel = 'station:snapshot';

/** The contract's names. A name that is missing here, or too many, does not compile. */
const intentNames = {
  touch: true,
  signInWithPhone: true,
  renewCode: true,
  cancel: true,
  answerLink: true,
  release: true,
  holdBack: true,
  setOneGesture: true,
  showTitles: true,
  setLook: true,
  deleteAtSignOut: true,
  undoDelete: true,
  refresh: true,
  stay: true,
  signOut: true,
  notMe: true,
} as const satisfies Record<IntentName, true>;

/** Builds `window.station`: one function for each intent, and the snapshots. Frozen; no event object gets out. */
export function buildStationApi(ipc: Ipc): StationApi {
  const intents = Object.keys(intentNames).map((name) => [name, (argument: unknown) => intend(ipc, name, argument)]);
  const api = { ...Object.fromEntries(intents), onSnapshot: (listener: (snapshot: Snapshot) => void) => watch(ipc, listener) };
  return Object.freeze(api) as StationApi;
}

/** A rejection here is a bug in the host; the screen still gets an answer of the contract. */
async function intend(ipc: Ipc, name: string, argument: unknown): Promise<IntentResult> {
  try {
    return (await ipc.invoke(`station:${name}`, argument)) as IntentResult;
  } catch {
    return { ok: false, error: 'internal' };
  }
}

/** The answer to the first question may arrive after a newer push: what is older than the last one shown is dropped. */
function watch(ipc: Ipc, listener: (snapshot: Snapshot) => void): () => void {
  let lastSerial = -1;
  let watching = true;
  const show = (value: unknown) => {
    const snapshot = value as Snapshot | null;
    if (!watching || snapshot === null || snapshot.serial < lastSerial) return;
    lastSerial = snapshot.serial;
    listener(snapshot);
  };
  const onPush = (_event: unknown, value: unknown) => show(value);
  ipc.on(snapshotChannel, onPush);
  ipc.invoke(snapshotChannel).then(show, () => undefined);
  return () => {
    watching = false;
    ipc.off(snapshotChannel, onPush);
  };
}
