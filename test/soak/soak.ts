import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { fraction, seededRandom } from '../../main/simulator/random.ts';
import { linkCard, writeConfig } from '../support/kiosk-people.ts';
import { type KioskProcess, startKioskProcess } from '../support/kiosk-process.ts';
import { makeProductView } from '../support/product-view.ts';
import { serveWatchedTenant, type WatchedTenant } from '../support/watched-tenant.ts';
import { type Reading, read } from './reading.ts';
import { playSession, type Scene } from './sessions.ts';

/*
 * `npm run test:soak`: one real process through many sessions; what its memory holds after the first hundred must be what it holds at the end.
 * `--sessions N`, `--seed S`, `--warm-up N`.
 */

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'soak' },
    'warm-up': { type: 'string', default: '100' },
  },
});

/** Growth of heap and external memory between the warm-up and the end. */
const mostGrowth = 0.05;
/** Every session makes abort signals; none outlives it, save for a few of Node's own. */
const mostMoreSignals = 5;
/** A release of one job writes a few rows; a page of the file holds many. */
const mostBytesPerRelease = 1_500;
/** SQLite folds the log into the file every 1,000 pages of 4 KiB; a long one shows that nobody lets it. */
const mostLogBytes = 8 * 1024 * 1024;

interface JournalSize {
  readonly releases: number;
  readonly effects: number;
  readonly bytes: number;
  readonly logBytes: number;
}

async function main(): Promise<boolean> {
  const sessions = Number(values.sessions);
  const warmUp = Math.min(Number(values['warm-up']), sessions);
  const random = seededRandom(`${values.seed} soak`);
  const product = await makeProductView();
  const folder = await mkdtemp(join(tmpdir(), 'release-station-soak-'));
  // Finished jobs are left out of lists, so that a list is as long in the last session as in the first.
  const watched = await serveWatchedTenant({
    settings: { acknowledgeMs: 2, printMs: 5, finishedJobsListed: false, recentTaskMinutes: 0 },
    entraSettings: { deviceCodeIntervalS: 1 },
  });
  const configFile = await writeConfig(folder, watched.tenant, 'soak', { settleSeconds: 1, resumeSeconds: 0 });
  const nodeOptions = ['--expose-gc', '--import', pathToFileURL(resolve(import.meta.dirname, 'probe.ts')).href];
  const kiosk = await startKioskProcess({ product, configFile, nodeOptions });
  const people = watched.tenant.directory.people.slice(0, 3);
  try {
    console.log(`${sessions} sessions, seed ${values.seed}`);
    for (const person of people) {
      await linkCard(kiosk, watched.tenant, person);
      await kiosk.intend('signOut', {});
    }
    const scene: Scene = { kiosk, watched, people, draw: () => fraction(random) };
    const { first, last } = await soak(scene, sessions, warmUp);
    const journal = await sizeOfJournal(join(folder, 'data'));
    await kiosk.stop();
    return judge(sessions, first, last, journal);
  } finally {
    await kiosk.kill();
    await watched.close();
    await rm(folder, { recursive: true, force: true });
    await product.remove();
  }
}

async function soak(scene: Scene, sessions: number, warmUp: number): Promise<{ readonly first: Reading; readonly last: Reading }> {
  const { kiosk, watched, people } = scene;
  let visits = people.length;
  let released = 0;
  let first: Reading | null = null;
  let last: Reading | null = null;
  const startedAt = performance.now();
  console.log(row(['sessions', 'heap kB', 'external kB', 'rss kB', 'handles', 'timers', 'fds', 'listeners', 'contexts', 'released', 's']));
  for (let played = 1; played <= sessions; played += 1) {
    const session = await playSession(scene);
    visits += session.visits;
    released += session.released;
    if (played !== sessions && played !== warmUp && played % 100 !== 0) continue;
    await kiosk.untilLogged('session.wiped', visits);
    last = await readAtRest(kiosk, watched, first);
    if (played >= warmUp) first ??= last;
    const { heapUsed, external, rss, handles, timers, fds, listeners, contexts } = last;
    const kilobytes = [heapUsed, external, rss].map((bytes) => Math.round(bytes / 1024));
    console.log(
      row([played, ...kilobytes, handles, timers, fds, listeners, contexts, released, Math.round((performance.now() - startedAt) / 1000)]),
    );
  }
  return { first: first!, last: last! };
}

const tries = 20;
const pauseMs = 500;

/** Connections to the tenant are kept for a while: reads until they are gone, or nothing gets less any more. */
async function readAtRest(kiosk: KioskProcess, watched: WatchedTenant, goal: Reading | null): Promise<Reading> {
  let least: Reading | null = null;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    watched.closeIdleConnections();
    await new Promise((done) => setTimeout(done, pauseMs));
    const reading = await read(kiosk);
    const settled =
      least !== null && reading.handles === least.handles && reading.fds === least.fds && reading.listeners === least.listeners;
    least = reading;
    if (settled && (goal === null || (reading.handles <= goal.handles && reading.fds <= goal.fds))) return reading;
  }
  return least!;
}

async function sizeOfJournal(dataFolder: string): Promise<JournalSize> {
  const sizeOf = async (name: string) => ((await readdir(dataFolder)).includes(name) ? (await stat(join(dataFolder, name))).size : 0);
  const db = new DatabaseSync(join(dataFolder, 'journal.db'), { readOnly: true });
  const rows = (table: string) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
  const pragma = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  // As large as the file is once the log has been folded into it.
  const bytes = pragma('page_count') * pragma('page_size');
  const counts = { releases: rows('releases'), effects: rows('effects') };
  db.close();
  return { ...counts, bytes, logBytes: await sizeOf('journal.db-wal') };
}

function judge(sessions: number, first: Reading, last: Reading, journal: JournalSize): boolean {
  const memory = (reading: Reading) => reading.heapUsed + reading.external;
  const growth = memory(last) / memory(first) - 1;
  const more = { handles: last.handles - first.handles, fds: last.fds - first.fds, listeners: last.listeners - first.listeners };
  const perRelease = Math.round(journal.bytes / Math.max(1, journal.releases));
  console.log(`\nliving objects after the warm-up and at the end: ${JSON.stringify(first.objects)} ${JSON.stringify(last.objects)}`);
  console.log(
    `journal: ${journal.releases} releases and ${journal.effects} effects in ${journal.bytes} bytes, ${perRelease} for each release; log file ${journal.logBytes} bytes`,
  );
  const percent = `${growth < 0 ? '' : '+'}${(growth * 100).toFixed(1)} %`;
  const signed = (count: number) => (count < 0 ? String(count) : `+${count}`);
  console.log(
    `${sessions} sessions: memory ${percent}, handles ${signed(more.handles)}, fds ${signed(more.fds)}, listeners ${signed(more.listeners)}, journal ${journal.bytes + journal.logBytes} bytes`,
  );
  return (
    growth <= mostGrowth &&
    more.handles <= 0 &&
    more.fds <= 0 &&
    more.listeners <= 0 &&
    (last.objects.AbortSignal ?? 0) - (first.objects.AbortSignal ?? 0) <= mostMoreSignals &&
    perRelease <= mostBytesPerRelease &&
    journal.logBytes <= mostLogBytes
  );
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell) => String(cell).padStart(11)).join(' ');
}

// Told to stop: through `exit`, which ends the kiosks too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = (await main()) ? 0 : 1;
