import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type FaultRule, parseFaults } from '../simulator/graph/faults.ts';
import { type ServedTenant, serveTenant } from '../simulator/serve.ts';

/*
 * `npm run simulator`: the demo tenant alone. One line of JSON on stdout when it is ready; ends on SIGINT and SIGTERM.
 */

/** What the command line asks for, or one sentence about what is wrong with it. */
type Asked =
  | {
      readonly ok: true;
      readonly port: number;
      readonly latencyMs: number;
      readonly seed?: string;
      readonly faults?: string;
      readonly tray?: string;
    }
  | { readonly ok: false; readonly problem: string };

function readArguments(args: readonly string[]): Asked {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { port: text, latency: text, seed: text, faults: text, tray: text } });
    const port = Number(values.port ?? 0);
    const latencyMs = Number(values.latency ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return { ok: false, problem: '--port is a number from 0 to 65535.' };
    if (!Number.isInteger(latencyMs) || latencyMs < 0) return { ok: false, problem: '--latency is a number of milliseconds.' };
    const { seed, faults, tray } = values;
    return {
      ok: true,
      port,
      latencyMs,
      ...(seed === undefined ? {} : { seed }),
      ...(faults === undefined ? {} : { faults }),
      ...(tray === undefined ? {} : { tray }),
    };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}

async function start(asked: Extract<Asked, { ok: true }>): Promise<ServedTenant> {
  const faults: readonly FaultRule[] = asked.faults === undefined ? [] : parseFaults(await readFile(asked.faults, 'utf8'));
  return serveTenant({
    port: asked.port,
    faults,
    settings: { latencyMs: asked.latencyMs },
    ...(asked.seed === undefined ? {} : { seed: asked.seed }),
    ...(asked.tray === undefined ? {} : { trayFolder: resolve(asked.tray) }),
  });
}

function announcement({ origin, tenant }: ServedTenant): string {
  return JSON.stringify({
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
    stationConfig: tenant.stationConfig(),
  });
}

const asked = readArguments(process.argv.slice(2));
if (asked.ok) {
  try {
    const served = await start(asked);
    const stop = () => void served.close().then(() => process.exit(0));
    process.once('SIGINT', stop).once('SIGTERM', stop);
    console.log(announcement(served));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : 'unknown reason';
    console.error(`The demo tenant did not start: ${why}`);
    process.exitCode = 1;
  }
} else {
  console.error(asked.problem);
  process.exitCode = 2;
}
