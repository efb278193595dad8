import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line asks for, or one sentence about what is wrong with it. */
export type Arguments =
  | {
      readonly ok: true;
      /** Absolute; null for the machine's own place. */
      readonly configFile: string | null;
      /** Fill the screen although this is not an installed package. */
      readonly kiosk: boolean;
      /** No station: the screen that finds out its own width, full size and free to be closed. */
      readonly ruler: boolean;
      /** The demo desk's card reader; always null in an installed package. */
      readonly readerEvents: URL | null;
    }
  | { readonly ok: false; readonly problem: string };

/** Reads `process.argv`. Switches of Chromium and Electron stand among ours and are not judged here. */
export function readArguments(argv: readonly string[], packaged: boolean): Arguments {
  // From a checkout Electron's second word is the folder of the program.
  const { values } = parseArgs({
    args: argv.slice(packaged ? 1 : 2),
    options: { config: { type: 'string' }, kiosk: { type: 'boolean' }, ruler: { type: 'boolean' }, 'reader-events': { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const { config, 'reader-events': readerEvents } = values;
  if (config !== undefined && (typeof config !== 'string' || config === ''))
    return { ok: false, problem: '--config needs the name of a file.' };
  // Only the demonstration types cards by itself: an installed kiosk listens to nobody.
  const address = packaged || readerEvents === undefined ? null : loopbackAddress(readerEvents);
  if (address === 'refused') return { ok: false, problem: '--reader-events needs an http address on this machine.' };
  return {
    ok: true,
    configFile: config === undefined ? null : resolve(config),
    kiosk: values.kiosk === true,
    ruler: values.ruler === true,
    readerEvents: address,
  };
}

function loopbackAddress(value: string | boolean | readonly (string | boolean)[]): URL | 'refused' {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  const isLoopback = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return isLoopback && url.protocol === 'http:' && url.username === '' && url.password === '' ? url : 'refused';
}
