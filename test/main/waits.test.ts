import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/**
 * Whoever may ask what time it is, and why: something is dated, or a date is read. Everything else is a wait or a "how long ago" within this
 * process and belongs on `Clock.elapsed`, which nobody can set.
 */
const mayAsk: Readonly<Record<string, string>> = {
  'main/ports.ts': 'is the clock',
  'main/audit/audit.ts': 'rows are dated, and old ones removed after a restart too',
  'main/auth/entra-http.ts': 'Retry-After may be a date in an answer that has no date of its own',
  'main/auth/station-identity.ts': 'certificates are dated',
  'main/auth/user-session.ts': 'the kept sign-in holds the date on which its token ends',
  'main/badge/enrolments.ts': 'enrolments are dated, and end after days, whatever restarted meanwhile',
  'main/disk/set-aside.ts': 'the name of a file set aside says when',
  'main/graph/batch.ts': 'Retry-After may be a date in an answer that has no date of its own',
  'main/graph/send.ts': 'Retry-After may be a date in an answer that has no date of its own',
  'main/log/create-log.ts': 'lines are dated',
  'main/preferences/preferences.ts': 'rows are dated, and unused ones removed after a restart too',
  'main/release/storage/journal.ts': 'rows are dated',
  'main/release/acting/releases.ts': 'a row of before a restart says by its date how old it is',
  'main/release/storage/seen-jobs.ts': 'rows are dated, and old ones removed after a restart too',
  'main/station/list-effects.ts': 'what the screen says of a job’s age and end is counted from its date',
};

/** Any way to the wall clock: called, handed on, taken out of the clock, or past it. */
const wallClock = /(?<!\bperformance)\.now\(|\b(?:clock|Date)\.now\b|\bnew Date\(\)|\{[^{}]*\bnow\b[^{}]*\}\s*=\s*[\w.]*clock\b/i;

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** The demo tenant is another machine, whose time is its own. */
const sources = globSync('main/**/*.ts')
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.startsWith('main/simulator/'));

it('nothing waits on a clock that somebody can set: who asks the time of day is listed, with the reason', () => {
  const asking = sources.filter((path) => wallClock.test(withoutComments(readFileSync(path, 'utf8'))));
  expect(new Set(asking)).toEqual(new Set(Object.keys(mayAsk)));
});

it.each([
  ['clock.now()', true],
  ['const time = options.clock.now;', true],
  ['const { now } = parts.clock;', true],
  ['Date.now()', true],
  ['new Date().getTime()', true],
  ['performance.now()', false],
  ['at.now + 1_000', false],
  ['clock.elapsed()', false],
  ['new Date(row.at)', false],
  ['// not clock.now()', false],
  ['/** `Clock.now` */', false],
])('%s is seen for what it is', (source, isWallClock) => {
  expect(wallClock.test(withoutComments(source))).toBe(isWallClock);
});
