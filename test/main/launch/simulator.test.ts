import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

const program = resolve(import.meta.dirname, '../../../main/launch/simulator.ts');

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'simulator-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test.each(['SIGINT', 'SIGTERM'] as const)('prints one line of JSON, serves, and ends cleanly on %s', async (signal) => {
  const tray = folder();
  const child = run('--port', '0', '--seed', 'x', '--tray', tray);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout! });
  reader.on('line', (line) => lines.push(line));
  await once(reader, 'line');
  const ready = JSON.parse(lines[0] ?? '') as {
    graph: string;
    desk: string;
    people: unknown[];
    stationConfig: { app: { secret: string } };
  };
  expect(ready.people.length).toBeGreaterThanOrEqual(6);
  expect(ready.stationConfig.app.secret.length).toBeGreaterThan(20);
  expect((await fetch(ready.desk)).status).toBe(200);
  expect((await fetch(`${ready.graph}/print/shares`)).status).toBe(401);
  child.kill(signal);
  expect((await ended(child)).code).toBe(0);
  expect(lines).toHaveLength(1);
  expect(readdirSync(tray)).toEqual([]);
});

test('says in one sentence what is wrong with its arguments or its faults file', async () => {
  const faults = join(folder(), 'faults.json');
  writeFileSync(faults, '[{"path":"print","fault":{"kind":"html"}}]');
  for (const args of [
    ['--port', 'x'],
    ['--latency', '-1'],
    ['--colour', 'red'],
    ['--faults', '/nowhere.json'],
    ['--faults', faults],
  ]) {
    const { code, said } = await ended(run(...args));
    expect(code, args.join(' ')).not.toBe(0);
    expect(said.trim(), args.join(' ')).toMatch(/^[^\n]{10,}/);
    expect(said).not.toContain('    at ');
  }
});
