import { createHash, type Hash } from 'node:crypto';
import { eventNames, walk } from './walks.ts';

/** Lives whose every decision is kept, as digests. */
const lives = 1_500;
const steps = 60;

/**
 * What the machine decides, exactly: for each event and state one digest of all next records and commands of some lives whose seeds are fixed.
 * A change of the machine shows as changed cells, and only those that were meant may change.
 */
export function decisions(): Readonly<Record<string, string>> {
  const cells = new Map<string, Hash>();
  for (let seed = 1; seed <= lives; seed += 1) {
    for (const { name, before, after, commands } of walk(seed, steps)) {
      const cell = `${name} | ${before.over ? 'over' : before.state.is}`;
      const hash = cells.get(cell) ?? createHash('sha256');
      cells.set(cell, hash.update(JSON.stringify([after, commands], plain)));
    }
  }
  const order = (cell: string) => eventNames.findIndex((name) => cell.startsWith(`${name} |`));
  const sorted = [...cells].toSorted(([a], [b]) => order(a) - order(b) || a.localeCompare(b));
  return Object.fromEntries(sorted.map(([cell, hash]) => [cell, hash.digest('hex').slice(0, 12)]));
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value];
  return value === undefined ? 'undefined' : typeof value === 'number' ? String(value) : value;
}
