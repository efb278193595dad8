import { join } from 'node:path';
import { plainProtection } from '../badge/station-secret.ts';
import { type BrowserHost, serveBrowserHost } from '../browser/host.ts';
import type { ConfigResult } from '../config/load.ts';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import type { Clock, RandomBytes } from '../ports.ts';
import { type ExitCode, exitCodes } from '../process/exit-codes.ts';
import { runMarkName, setRunMark } from '../process/run-mark.ts';
import type { StationFace } from '../station/face.ts';
import { rulerStation } from '../station/ruler-station.ts';
import { startStation } from '../station/start-station.ts';

/** What serving takes. */
export interface ServeParts {
  readonly loaded: ConfigResult;
  /** The screen that finds out its own width, in place of a station. */
  readonly ruler: boolean;
  /** Folder of the checkout, with the built pages in `out`. */
  readonly root: string;
  readonly port: number;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  /** Says one sentence to whoever started the program. */
  readonly say: (sentence: string) => void;
}

/** A station served to a browser, or the code to end with; why has been said. */
export type Served =
  | { readonly ok: true; readonly url: string; readonly face: StationFace; readonly close: () => Promise<void> }
  | { readonly ok: false; readonly code: ExitCode };

/** Starts the station and serves it. Never rejects; what was begun is closed where it cannot be served. */
export async function serveInBrowser(parts: ServeParts): Promise<Served> {
  const { loaded, ruler, clock, random, log } = parts;
  const mark = loaded.ok && !ruler ? setRunMark(join(loaded.config.data.folder, runMarkName)) : null;
  if (mark?.leftBehind) log('station.startedAfterCrash');
  const face = ruler
    ? rulerStation(loaded)
    : await startStation(loaded, { fetch: (request) => fetch(request), clock, random, protect: plainProtection, log });
  const close = async () => {
    await face.close();
    mark?.remove();
  };
  try {
    const host = await openHost(parts, face);
    log('station.started', {
      version: process.env.npm_package_version ?? null,
      host: 'browser',
      mode: loaded.ok ? loaded.config.release.mode : null,
    });
    return {
      ok: true,
      url: host.url,
      face,
      async close() {
        await host.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    return { ok: false, code: explain(error, parts) };
  }
}

function openHost({ root, port, clock, random, log }: ServeParts, face: StationFace): Promise<BrowserHost> {
  const folder = { renderer: join(root, 'out/renderer'), preload: join(root, 'out/browser-preload') };
  return serveBrowserHost({ face, folder, port, random, clock, log });
}

function explain(error: unknown, { port, log, say }: ServeParts): ExitCode {
  const described = describeError(error);
  if (described.code === 'EADDRINUSE' || described.code === 'EACCES') {
    say(
      `Port ${port} cannot be opened: ${described.code === 'EACCES' ? 'it is reserved' : 'another program has it'}. Choose one with --port.`,
    );
    return exitCodes.portTaken;
  }
  if (described.code === 'ENOENT') say('The pages are not built here: run `npm run build` first.');
  else log('internal.error', { place: 'start', ...described });
  return exitCodes.failed;
}
