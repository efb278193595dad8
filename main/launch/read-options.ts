import { parseArgs } from 'node:util';

/** What `npm start` was asked for, or one sentence about what is wrong with it. */
export type Options =
  | {
      readonly ok: true;
      /** As written; undefined for the machine's own place, or the demo tenant. */
      readonly config: string | undefined;
      /** The browser host, even where Electron could run. */
      readonly browser: boolean;
      /** 0 for any free port. */
      readonly port: number;
      /** No station: the screen that finds out its own width. */
      readonly ruler: boolean;
    }
  | { readonly ok: false; readonly problem: string };

/** Reads the words behind `npm start --`. */
export function readOptions(args: readonly string[]): Options {
  const options = {
    config: { type: 'string' },
    browser: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    ruler: { type: 'boolean', default: false },
  } as const;
  try {
    const { config, browser, port, ruler } = parseArgs({ args: [...args], options }).values;
    if (config === '') return { ok: false, problem: '--config needs the name of a file.' };
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return { ok: false, problem: '--port is a number from 0 to 65535.' };
    return { ok: true, config, browser, port: Number(port), ruler };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}
