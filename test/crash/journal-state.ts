import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * What a journal says of one job: nothing, asked for, an effect is intended and not answered, every effect is answered, or ended.
 */
export type JournalledState = 'nothing' | 'asked' | 'intended' | 'answered' | 'ended';

/** Furthest from rest first: a release of many jobs is called by the first of these that any of its jobs is in. */
const byDoubt: readonly JournalledState[] = ['intended', 'answered', 'asked', 'ended', 'nothing'];

const query = `
  SELECT job, outcome, (SELECT count(*) FROM effects WHERE release = releases.id) AS sent,
    (SELECT count(*) FROM effects WHERE release = releases.id AND answer IS NULL) AS unanswered
  FROM releases ORDER BY id
`;

/** Reads the journal as a crash left it, by job id. Looks at a copy: opening a file with a write-ahead log changes it. */
export async function readJournal(dataFolder: string): Promise<ReadonlyMap<string, JournalledState>> {
  const copy = await mkdtemp(join(tmpdir(), 'release-station-journal-'));
  try {
    for (const name of await readdir(dataFolder)) if (name.startsWith('journal.db')) await cp(join(dataFolder, name), join(copy, name));
    const db = new DatabaseSync(join(copy, 'journal.db'));
    const damage = db.prepare('PRAGMA integrity_check').get()?.integrity_check;
    if (damage !== 'ok') throw new Error(`The journal is damaged: ${String(damage)}`);
    const states = new Map(
      db
        .prepare(query)
        .all()
        .map((row) => [String(row.job), stateOf(row)]),
    );
    db.close();
    return states;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function stateOf(row: Record<string, unknown>): JournalledState {
  if (row.outcome !== null) return 'ended';
  if (Number(row.sent) === 0) return 'asked';
  return Number(row.unanswered) > 0 ? 'intended' : 'answered';
}

/** One word for a whole release. */
export function summarise(states: ReadonlyMap<string, JournalledState>): JournalledState {
  return byDoubt.find((state) => [...states.values()].includes(state)) ?? 'nothing';
}
