import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../main/config/json-schema.ts';
import { lookOverJson } from '../../../main/config/json-text.ts';
import { nearest } from '../../../main/config/nearest.ts';
import { allPaths } from '../../../main/config/problems.ts';
import { remedies } from '../../../main/config/remedies.ts';
import { goodConfig } from '../../support/config.ts';

describe('the published schema', () => {
  it('is the one that the station checks with', () => {
    const published: unknown = JSON.parse(readFileSync('assets/config.schema.json', 'utf8'));
    expect(published, 'run: npx node main/config/write-schema.ts && npx biome format --write assets/config.schema.json').toEqual(
      JSON.parse(JSON.stringify(configJsonSchema())),
    );
  });

  it('describes every key', () => {
    const undescribed: string[] = [];
    const walk = (schema: unknown, path: string) => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, child] of Object.entries('properties' in schema ? (schema.properties as object) : {})) {
        if (typeof (child as { description?: unknown }).description !== 'string') undescribed.push(`${path}.${key}`);
        walk(child, `${path}.${key}`);
      }
      if ('items' in schema) walk(schema.items, `${path}[]`);
      if ('anyOf' in schema && Array.isArray(schema.anyOf)) for (const choice of schema.anyOf) walk(choice, path);
    };
    walk(configJsonSchema(), '');
    expect(undescribed).toEqual([]);
  });

  it('has a remedy for every key, and no remedy without a key', () => {
    expect(new Set(Object.keys(remedies))).toEqual(new Set(allPaths()));
  });

  it('does not ask for what has a default', () => {
    expect(configJsonSchema().required).toEqual(['station', 'tenant', 'app', 'print']);
  });
});

describe('the look over a text', () => {
  it('finds a fault exactly where JSON.parse does: in a configuration with any one thing damaged', () => {
    const text = JSON.stringify({ ...goodConfig(), n: [1, -0.5, 1e3, true, null, 'a\\"\u00e9\n'] }, null, 2);
    const seed = Date.now();
    console.info(`seed ${seed}`);
    const edit = fc.record({
      at: fc.nat(text.length),
      cut: fc.nat(3),
      put: fc.oneof(
        fc.constantFrom('', '"', ',', '{', '}', ']', '\\', ':', '0', '-', '.', '\n', ' ', '\u00a0', '\u2028'),
        fc.string({ maxLength: 2 }),
      ),
    });
    fc.assert(
      fc.property(edit, ({ at, cut, put }) => {
        const damaged = text.slice(0, at) + put + text.slice(at + cut);
        let parses = true;
        try {
          JSON.parse(damaged);
        } catch {
          parses = false;
        }
        return (lookOverJson(damaged).fault === null) === parses;
      }),
      { seed, numRuns: 3_000 },
    );
  });
});

describe('the nearest key', () => {
  it.each<[string, string | null]>([
    ['helpcontact', 'helpContact'],
    ['help_contact', 'helpContact'],
    ['nmae', 'name'],
    ['printerName', null],
    ['x'.repeat(100_000), null],
  ])('to %s', (word, expected) => {
    expect(nearest(word, ['id', 'name', 'helpContact'])).toBe(expected);
  });
});
