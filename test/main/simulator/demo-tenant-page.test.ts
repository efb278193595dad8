import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actNames } from '../../../main/simulator/acts.ts';
import { entraSettingsSchema } from '../../../main/simulator/entra/settings.ts';
import { faultKinds } from '../../../main/simulator/graph/fault-rules.ts';
import { withTables } from '../../../main/simulator/page-tables.ts';
import { readScript } from '../../../main/simulator/script.ts';
import { settingsSchema } from '../../../main/simulator/settings.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/demo-tenant.md'), 'utf8');

const names = new Set([
  ...Object.keys(settingsSchema.shape),
  ...Object.keys(entraSettingsSchema.shape),
  ...faultKinds.map(({ name }) => name),
  ...actNames.map(({ name }) => name),
]);

interface Row {
  readonly what: string;
  readonly by: string;
  readonly shown: string;
}

const rows: readonly Row[] = page
  .slice(page.indexOf('| Must be possible'))
  .split('\n')
  .slice(2)
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, what = '', by = '', shown = '']) => ({ what, by, shown }));

const named = ({ by }: Row) => [...by.matchAll(/`([A-Za-z]\w*)`/g)].map(([, name = '']) => name);

test('the tables are those of the code', () => {
  expect(withTables(page), 'run: npx node main/simulator/write-page.ts').toBe(page);
  expect(() => withTables('<!-- table: nothing --><!-- end -->')).toThrow(/nothing/);
});

test('the example is a faults file that the tenant takes', () => {
  const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  expect(readScript(example)).toMatchObject({ ok: true, script: { rules: { length: 4 } } });
});

describe('the checklist', () => {
  test('has every open question once, and the faults that must be possible', () => {
    const numbers = rows.flatMap(({ what }) => /^12: (\d+)$/.exec(what)?.[1] ?? []).map(Number);
    expect(numbers).toEqual(Array.from({ length: 34 }, (_, index) => index + 1));
    const injected = rows.map(({ what }) => what).join('\n');
    for (const words of [
      'tiny pages, empty pages',
      'foreign origin',
      'with and without Retry-After',
      'inside batches',
      'reset after the effect',
      'latency',
      'clock skew',
      'claims challenge',
      'token revoked',
      'vanished',
      'cancelled',
      'owner different',
      'employeeId',
      '`disconnected`',
      'unknown enum',
      '100 jobs in 10 minutes',
      'blocked, declined, expired, slow_down',
    ])
      expect(injected).toContain(words);
  });

  test.each(rows.map((row) => [row.what, row] as const))('%s: what gives it exists, and so does the test that shows it', (_what, row) => {
    if (row.by.startsWith('none: ')) {
      expect(row.shown).toBe('');
      return;
    }
    expect(named(row).length).toBeGreaterThan(0);
    for (const name of named(row)) expect(names, name).toContain(name);
    const [, file = '', title = ''] = /^`([\w/.-]+\.test\.ts)` "(.+)"$/.exec(row.shown) ?? [];
    expect(readFileSync(resolve(import.meta.dirname, file), 'utf8')).toContain(title);
  });

  test('names every setting, fault and act that speaks of an open question in the row of that question', () => {
    const described: readonly (readonly [string, string])[] = [
      ...Object.entries({ ...settingsSchema.shape, ...entraSettingsSchema.shape }).map(
        ([name, one]) => [name, one.description ?? ''] as const,
      ),
      ...[...faultKinds, ...actNames].map(({ name, does }) => [name, does] as const),
    ];
    for (const [name, description] of described) {
      for (const [, number] of description.matchAll(/12\.\d(?: item|,) (\d+)/g)) {
        const row = rows.find(({ what }) => what === `12: ${number}`);
        expect(row && named(row), `${name} in the row of question ${number}`).toContain(name);
      }
    }
  });

  test('names every fault; acts stand for `world`', () => {
    const all = new Set(rows.flatMap(named));
    expect(faultKinds.map(({ name }) => name).filter((name) => name !== 'world' && !all.has(name))).toEqual([]);
    expect(actNames.some(({ name }) => all.has(name))).toBe(true);
  });
});
