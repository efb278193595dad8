import type { ReaderKey } from '../key-gate.ts';

/** What the browser's preload sends to the browser host, one JSON text each. */
export type ToHost =
  | { readonly is: 'invoke'; readonly id: number; readonly channel: string; readonly argument: unknown }
  /** A key kept from the page. No function on `window.station` leads here. */
  | { readonly is: 'key'; readonly key: ReaderKey }
  | { readonly is: 'attention'; readonly hears: boolean };

/** What the browser host sends back. */
export type FromHost =
  | { readonly is: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly is: 'push'; readonly channel: string; readonly value: unknown }
  /** How long after a reader's key its Enter may come, milliseconds. */
  | { readonly is: 'tail'; readonly tailMs: number }
  /** The page shows none of its screens: it loads itself again. */
  | { readonly is: 'reload' }
  /** It has done so too often: it covers itself until it is told to load again. */
  | { readonly is: 'outOfOrder' };

/** Path of the one socket. */
export const socketPath = '/station';

/** Why the host closed a socket (private range of RFC 6455, 7.4.2). */
export const closeCodes = {
  /** Not JSON, or not one of the messages above. */
  badMessage: 4400,
  /** The page did not answer; once it does again, it connects anew. */
  silent: 4408,
  /** A newer page took the kiosk over. */
  replaced: 4409,
} as const;
