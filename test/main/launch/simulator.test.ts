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

async function ready(child: ChildProcess): Promise<Record<string, unknown>> {
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return JSON.parse(line) as Record<string, unknown>;
}

function file(content: unknown): string {
  const path = join(folder(), 'faults.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('says what its seed is, and takes faults and settings from a file', async () => {
  const faults = file({
    settings: { pageSize: 3 },
    rules: [{ path: '/print/shares', count: null, fault: { kind: 'status', status: 503 } }],
  });
  const child = run('--seed', 'again', '--faults', faults);
  const { seed, graph, desk } = (await ready(child)) as { seed: string; graph: string; desk: string };
  expect(seed).toBe('again');
  expect((await fetch(`${graph}/print/shares`)).status).toBe(503);
  expect(await (await fetch(desk)).text()).toMatch(/pageSize<\/code> 3/);
  const bare = run('--faults', file([{ path: '/print/**', fault: { kind: 'status', status: 504 } }]));
  const other = (await ready(bare)) as { seed: string; graph: string };
  expect([other.seed, (await fetch(`${other.graph}/print/shares`)).status]).toEqual(['demo', 504]);
});

test('makes a station configuration and a badge list for another mode', async () => {
  const { stationConfig, badgeList } = (await ready(run('--mode', 'redirect'))) as { stationConfig: object; badgeList: string };
  expect(stationConfig).toMatchObject({ release: { mode: 'redirect' }, badge: { list: 'badges.csv' } });
  expect(badgeList).toMatch(/^badge,oid,userPrincipalName,name\r\n/);
});

test.each([
  ['a port that is no number', 64, ['--port', 'x']],
  ['a latency below nothing', 64, ['--latency', '-1']],
  ['a mode that does not exist', 64, ['--mode', 'free']],
  ['an option that does not exist', 64, ['--colour', 'red']],
  ['a faults file that is not there', 66, ['--faults', '/nowhere.json']],
] as const)('says in one sentence: %s', async (_what, expected, args) => {
  const { code, said } = await ended(run(...args));
  expect(code).toBe(expected);
  expect(said.trim()).toMatch(/^[^\n]{10,}/);
  expect(said).not.toContain('    at ');
});

test('names every mistake in a faults file at once, with its place', async () => {
  const wrong = {
    settings: { pageSize: 0 },
    rules: [
      { path: 'print', fault: { kind: 'html' } },
      { path: '/', fault: { kind: 'fire' } },
    ],
  };
  const { code, said } = await ended(run('--faults', file(wrong)));
  expect(code).toBe(64);
  for (const place of ['settings.pageSize:', 'rules[0].path:', 'rules[1].fault.kind:']) expect(said).toContain(place);
  expect(said).not.toContain('    at ');
});
