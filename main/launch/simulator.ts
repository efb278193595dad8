import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { StationMode } from '../simulator/directory.ts';
import { readScript, type Script } from '../simulator/script.ts';
import { type ServedTenant, serveTenant } from '../simulator/serve.ts';

/*
 * `npm run simulator`: the demo tenant alone. One line of JSON on stdout when it is ready; ends on SIGINT and SIGTERM.
 * Exit codes: 0 stopped, 64 a command line or faults file that cannot be used, 66 no faults file there, 1 anything else.
 */

const usage = 64;
const noInput = 66;
const modes: readonly StationMode[] = ['user', 'app', 'redirect'];

/** What the command line asks for, or one sentence about what is wrong with it. */
type Asked =
  | {
      readonly ok: true;
      readonly port: number;
      readonly latencyMs?: number;
      readonly mode: StationMode;
      readonly seed?: string;
      readonly faults?: string;
      readonly tray?: string;
    }
  | { readonly ok: false; readonly problem: string };

function readArguments(args: readonly string[]): Asked {
  const text = { type: 'string' } as const;
  try {
    const options = { port: text, latency: text, seed: text, faults: text, tray: text, mode: text };
    const { values } = parseArgs({ args: [...args], options });
    const port = Number(values.port ?? 0);
    const latencyMs = values.latency === undefined ? undefined : Number(values.latency);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return { ok: false, problem: '--port is a number from 0 to 65535.' };
    if (latencyMs !== undefined && (!Number.isInteger(latencyMs) || latencyMs < 0))
      return { ok: false, problem: '--latency is a number of milliseconds.' };
    const mode = modes.find((one) => one === (values.mode ?? 'user'));
    if (mode === undefined) return { ok: false, problem: `--mode is one of ${modes.join(', ')}.` };
    const { seed, faults, tray } = values;
    return {
      ok: true,
      port,
      mode,
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(seed === undefined ? {} : { seed }),
      ...(faults === undefined ? {} : { faults }),
      ...(tray === undefined ? {} : { tray }),
    };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}

/** The faults file that was asked for, or what to say about it and the exit code. */
async function scriptFrom(path: string | undefined): Promise<Script | { readonly problem: string; readonly code: number }> {
  if (path === undefined) return { settings: {}, entraSettings: {}, rules: [] };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { problem: `The faults file cannot be read: ${error instanceof Error ? error.message : path}`, code: noInput };
  }
  const read = readScript(text);
  if (read.ok) return read.script;
  return { problem: [`The faults file ${path} cannot be used:`, ...read.problems.map((one) => `  ${one}`)].join('\n'), code: usage };
}

function start(asked: Extract<Asked, { ok: true }>, script: Script): Promise<ServedTenant> {
  return serveTenant({
    port: asked.port,
    faults: script.rules,
    settings: { ...script.settings, ...(asked.latencyMs === undefined ? {} : { latencyMs: asked.latencyMs }) },
    entraSettings: script.entraSettings,
    station: { mode: asked.mode },
    ...(asked.seed === undefined ? {} : { seed: asked.seed }),
    ...(asked.tray === undefined ? {} : { trayFolder: resolve(asked.tray) }),
  });
}

function announcement({ origin, tenant }: ServedTenant, { mode }: Pick<Extract<Asked, { ok: true }>, 'mode'>): string {
  return JSON.stringify({
    seed: tenant.seed,
    graph: `${origin}/v1.0`,
    authority: `${origin}/${tenant.directory.tenantId}`,
    desk: `${origin}/desk`,
    phone: `${origin}/device`,
    taps: `${origin}/desk/taps`,
    tenantId: tenant.directory.tenantId,
    taskDefinitionId: tenant.definitionId,
    apps: { station: tenant.stationApp.clientId, desk: tenant.deskApp.clientId },
    people: tenant.directory.people,
    printers: tenant.printers,
    stationConfig: tenant.stationConfig({ mode }),
    ...(mode === 'user' ? {} : { badgeList: tenant.badgeList() }),
  });
}

/** Serves until it is told to end, or says why it cannot and returns the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const asked = readArguments(args);
  if (!asked.ok) {
    console.error(asked.problem);
    return usage;
  }
  const script = await scriptFrom(asked.faults);
  if ('problem' in script) {
    console.error(script.problem);
    return script.code;
  }
  try {
    const served = await start(asked, script);
    const stop = () => void served.close().then(() => process.exit(0));
    process.once('SIGINT', stop).once('SIGTERM', stop);
    console.log(announcement(served, asked));
    return 0;
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : 'unknown reason';
    console.error(`The demo tenant did not start: ${why}`);
    return 1;
  }
}

process.exitCode = await run(process.argv.slice(2));
