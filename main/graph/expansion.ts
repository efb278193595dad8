import type { GraphFailure, GraphResult } from './model.ts';
import { refusalMayPass } from './retry.ts';

/** Reads with an expansion where it is granted, and without it elsewhere; remembers for its own life where only the second works. */
export interface Expansion {
  /** `at`: the id that grants or refuses, e.g. of the share. */
  read<T>(at: string, read: (expanded: boolean) => Promise<GraphResult<T>>): Promise<GraphResult<T>>;
  /** Several reads together; those that are refused are read again without the expansion, together. */
  readSeveral<K, T>(
    keys: readonly K[],
    at: (key: K) => string,
    read: (keys: readonly K[], expanded: (key: K) => boolean) => Promise<readonly GraphResult<T>[]>,
  ): Promise<readonly GraphResult<T>[]>;
}

/** An expansion that was refused nowhere yet. */
export function createExpansion(): Expansion {
  const refusing = new Set<string>();
  return {
    async read(at, read) {
      if (refusing.has(at)) return read(false);
      const expanded = await read(true);
      if (expanded.ok || !refusesExpansion(expanded.failure)) return expanded;
      const plain = await read(false);
      if (plain.ok) refusing.add(at);
      return plain;
    },
    async readSeveral(keys, at, read) {
      const known = new Set(refusing);
      const first = await read(keys, (key) => !known.has(at(key)));
      const refused = keys.filter((key, index) => {
        const result = first[index];
        return result !== undefined && !result.ok && refusesExpansion(result.failure) && !known.has(at(key));
      });
      if (refused.length === 0) return first;
      const second = await read(refused, () => false);
      for (const [index, key] of refused.entries()) if (second[index]?.ok) refusing.add(at(key));
      return first.map((result, index) => {
        const key = keys[index];
        return (key === undefined ? undefined : second[refused.indexOf(key)]) ?? result;
      });
    },
  };
}

/** 400, 501: the expansion is not known here; 403: this caller may not see what it would add. Only Graph's own, lasting word counts. */
function refusesExpansion(failure: GraphFailure): boolean {
  return failure.kind === 'refused' && [400, 403, 501].includes(failure.status) && !refusalMayPass(failure);
}
