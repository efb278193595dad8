import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Wishes } from '../../../main/preferences/model.ts';
import { createPreferences, type StationPreferences } from '../../../main/preferences/preferences.ts';
import { handClock, ownFolder, recordingLog } from '../../support/badge.ts';
import { asideNames, oldFile } from '../../support/disk.ts';

const usual: Required<Wishes> = { language: 'en', theme: 'light', largeText: false, reach: false, oneGesture: false };
const dayMs = 86_400_000;
const ada = 'oid-ada';
const bob = 'oid-bob';

/** A station on its own folder; `again` opens the same file anew, as after a restart. */
function station(options: { readonly most?: number; readonly before?: (file: string) => void } = {}) {
  const clock = handClock();
  const { log, lines } = recordingLog();
  const file = join(ownFolder(), 'data', 'preferences.db');
  mkdirSync(join(file, '..'), { recursive: true });
  options.before?.(file);
  let open: StationPreferences | null = null;
  const again = (other: Partial<typeof usual> = {}) => {
    open?.close();
    const { most } = options;
    open = createPreferences({ file, clock, log, usual: { ...usual, ...other }, ...(most !== undefined && { most }) });
    return open;
  };
  onTestFinished(() => open?.close());
  return { clock, lines, file, again, preferences: again() };
}

/** How many people the file holds. */
function rows(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(db.prepare('select count(*) as n from preference').get()?.n);
  } finally {
    db.close();
  }
}

function plainly(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

describe('what a person chose', () => {
  test('is there at their next visit, after a restart, and is nobody else’s', () => {
    const { preferences, again } = station();
    expect(preferences.recall(ada)).toEqual({});
    preferences.keep(ada, { language: 'ar', theme: 'contrast', largeText: true, reach: true, oneGesture: true });
    preferences.keep(bob, { language: 'de' });
    expect(preferences.recall(ada)).toEqual({ language: 'ar', theme: 'contrast', largeText: true, reach: true, oneGesture: true });
    expect(again().recall(bob)).toEqual({ language: 'de' });
    expect(again().recall('oid-eve')).toEqual({});
  });
  test('adds to what they chose before', () => {
    const { preferences } = station();
    preferences.keep(ada, { language: 'ar' });
    preferences.keep(ada, { theme: 'dark' });
    expect(preferences.recall(ada)).toEqual({ language: 'ar', theme: 'dark' });
  });
  test('needs no row where it is as the station has it anyway', () => {
    const { preferences, file } = station();
    preferences.keep(ada, { language: 'en', largeText: false, oneGesture: false });
    expect(rows(file)).toBe(0);
    preferences.keep(ada, { language: 'ar', reach: true });
    preferences.keep(ada, { reach: false });
    expect(preferences.recall(ada)).toEqual({ language: 'ar' });
    preferences.keep(ada, { language: 'en' });
    expect(rows(file)).toBe(0);
  });
  test('in a language that this version does not know counts as not chosen', () => {
    const { preferences, file, again } = station();
    preferences.keep(ada, { language: 'ar', theme: 'dark' });
    preferences.close();
    plainly(file, "update preference set language = 'tlh', theme = 'sepia'");
    expect(again().recall(ada)).toEqual({});
  });
  test('in a file of version 1 is read by today’s station', () => {
    const { log, lines } = recordingLog();
    const old = createPreferences({ file: oldFile('preferences-v1.db'), clock: handClock(Date.UTC(2026, 10, 21, 8)), log, usual });
    onTestFinished(() => old.close());
    const one = '00000000-0000-4000-8000-000000000001';
    expect(old.recall(one)).toEqual({ language: 'ar', theme: 'contrast', largeText: true, oneGesture: true });
    expect(old.recall(one.replace(/1$/, '2'))).toEqual({ reach: true });
    expect(lines).toEqual([]);
  });
  test('is in a file for the station’s own user only', () => {
    const { file } = station();
    expect(process.platform === 'win32' || (statSync(file).mode & 0o077) === 0).toBe(true);
  });
});

describe('what is remembered has an end', () => {
  test('after 400 days without a visit; a visit in between keeps it', () => {
    const { preferences, clock, lines } = station();
    preferences.keep(ada, { theme: 'dark' });
    preferences.keep(bob, { theme: 'dark' });
    clock.advance(300 * dayMs);
    preferences.recall(bob);
    clock.advance(101 * dayMs);
    preferences.prune();
    expect(preferences.recall(ada)).toEqual({});
    expect(preferences.recall(bob)).toEqual({ theme: 'dark' });
    expect(lines).toEqual([{ event: 'preferences.pruned', fields: { removed: 1 } }]);
  });
  test('on the day before it is still there', () => {
    const { preferences, clock } = station();
    preferences.keep(ada, { theme: 'dark' });
    clock.advance(400 * dayMs);
    preferences.prune();
    expect(preferences.recall(ada)).toEqual({ theme: 'dark' });
  });
  test('for the longest away where there are too many people', () => {
    const { preferences, clock, file } = station({ most: 3 });
    for (let person = 0; person < 5; person += 1) {
      preferences.keep(`oid-${person}`, { theme: 'dark' });
      clock.advance(dayMs);
    }
    expect(rows(file)).toBe(3);
    expect(preferences.recall('oid-1')).toEqual({});
    expect(preferences.recall('oid-2')).toEqual({ theme: 'dark' });
  });
  test('at 20,000 people', () => {
    const { preferences, file, again } = station();
    preferences.close();
    plainly(
      file,
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
       insert into preference (oid, theme, used_at_ms) select 'oid-' || i, 'dark', 1000 + i from n`,
    );
    again().keep(ada, { theme: 'dark' });
    expect(rows(file)).toBe(20_000);
    expect(again().recall('oid-1')).toEqual({});
    expect(again().recall('oid-2')).toEqual({ theme: 'dark' });
  });
});

describe('disk trouble never stops a visit', () => {
  test('a file that cannot be opened: nothing is remembered, the log says so, and the next upkeep tries again', () => {
    const { preferences, file, lines } = station({ before: (path) => mkdirSync(path) });
    expect(preferences.recall(ada)).toEqual({});
    preferences.keep(ada, { theme: 'dark' });
    expect(preferences.recall(ada)).toEqual({});
    expect(lines).toMatchObject([{ event: 'preferences.failed', fields: { what: 'open' } }]);
    preferences.prune();
    expect(lines).toHaveLength(2);
    expect(existsSync(file)).toBe(true);
  });
  test('a file that another program holds, at writing', () => {
    const { preferences, file, lines } = station();
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    preferences.keep(ada, { theme: 'dark' });
    expect(preferences.recall(ada)).toEqual({});
    expect(lines).toMatchObject([{ event: 'preferences.failed', fields: { what: 'keep', why: 'locked' } }]);
    other.exec('rollback');
    other.close();
    preferences.keep(ada, { theme: 'dark' });
    expect(preferences.recall(ada)).toEqual({ theme: 'dark' });
  });
  test('a damaged file is set aside and a new one begun', () => {
    const { preferences, file, lines } = station({ before: (path) => writeFileSync(path, 'x'.repeat(9_000)) });
    preferences.keep(ada, { theme: 'dark' });
    expect(preferences.recall(ada)).toEqual({ theme: 'dark' });
    expect(lines.map(({ event }) => event)).toEqual(['preferences.setAside']);
    expect(asideNames(file)).toHaveLength(1);
  });
  test('a file of a later version is set aside too: the choices are made again in a second', () => {
    const { preferences, file, again, lines } = station();
    preferences.keep(ada, { theme: 'dark' });
    preferences.close();
    plainly(file, 'pragma user_version = 99');
    expect(again().recall(ada)).toEqual({});
    expect(lines).toMatchObject([{ event: 'preferences.setAside', fields: { why: 'newer' } }]);
  });
  test('nothing happens after closing', () => {
    const { preferences, lines } = station();
    preferences.close();
    preferences.keep(ada, { theme: 'dark' });
    expect(preferences.recall(ada)).toEqual({});
    preferences.prune();
    expect(lines).toEqual([]);
  });
});
