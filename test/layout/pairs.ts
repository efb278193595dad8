/** One value of each dimension. */
export type Combination<D extends Readonly<Record<string, readonly unknown[]>>> = { readonly [K in keyof D]: D[K][number] };

type Row = readonly number[];

/** The pairs of a row: which value of which dimension meets which. */
function pairsOf(row: Row): readonly string[] {
  return row.flatMap((value, a) =>
    value < 0 ? [] : row.slice(a + 1).flatMap((other, i) => (other < 0 ? [] : [`${a}.${value}|${a + 1 + i}.${other}`])),
  );
}

function everyPair(sizes: Row): Set<string> {
  const all = new Set<string>();
  for (const [a, of] of sizes.entries())
    for (let b = a + 1; b < sizes.length; b += 1)
      for (let x = 0; x < of; x += 1) for (let y = 0; y < (sizes[b] ?? 0); y += 1) all.add(`${a}.${x}|${b}.${y}`);
  return all;
}

/** Where to begin: the same for the same turn, and not in step with other dimensions, so that large text is not always dark as well. */
function firstChoice(turn: number, dimension: number, count: number): number {
  const mixed = Math.imul(Math.imul(turn + 1, 0x9e3779b1) ^ Math.imul(dimension + 1, 0x85ebca6b), 0xc2b2ae35) >>> 0;
  return (mixed >>> 11) % count;
}

/** The value of one dimension that meets most of what has not met yet. */
function bestValue(row: number[], dimension: number, count: number, turn: number, open: ReadonlySet<string>): number {
  const first = firstChoice(turn, dimension, count);
  let best = 0;
  let most = -1;
  for (let step = 0; step < count; step += 1) {
    const value = (first + step) % count;
    const meets = pairsOf(row.with(dimension, value)).filter((pair) => open.has(pair)).length;
    if (meets > most) [best, most] = [value, meets];
  }
  return best;
}

function rowFor(pair: string, sizes: Row, turn: number, open: ReadonlySet<string>): Row {
  const row = sizes.map(() => -1);
  for (const end of pair.split('|')) {
    const [dimension = 0, value = 0] = end.split('.').map(Number);
    row[dimension] = value;
  }
  for (const [dimension, count] of sizes.entries())
    if (row[dimension] === -1) row[dimension] = bestValue(row, dimension, count, turn, open);
  return row;
}

/**
 * Few combinations in which every two values of two dimensions meet at least once; the same ones every time.
 * Greedy: each row starts from a pair that has not met yet and takes the values that meet most of the rest.
 */
export function allPairs<const D extends Readonly<Record<string, readonly unknown[]>>>(dimensions: D): readonly Combination<D>[] {
  const names = Object.keys(dimensions);
  const sizes = names.map((name) => dimensions[name]?.length ?? 0);
  const open = everyPair(sizes);
  const rows: Row[] = [];
  for (const pair of open) {
    const row = rowFor(pair, sizes, rows.length, open);
    for (const met of pairsOf(row)) open.delete(met);
    rows.push(row);
  }
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, dimensions[name]?.[row[i] ?? 0]])) as Combination<D>);
}
