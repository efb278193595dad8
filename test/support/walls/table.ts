import { readFileSync } from 'node:fs';

/** A row of the table: what one folder (or file) of `main` may import. Paths count from `main`; those of `preload/` from the repository. */
export interface Row {
  readonly job: string;
  /** Folders and files whose values it may use. */
  readonly imports?: readonly string[];
  /** Folders and files of which it may use types only. */
  readonly types?: readonly string[];
  /** Packages from npm; `node` stands for everything that Node brings along. */
  readonly outside?: readonly string[];
}

/** The whole table, by folder or file, from the top to the bottom: a row names only rows below it, so no way leads round. */
export type Walls = Readonly<Record<string, Row>>;

/** Absolute address of the table. */
export const wallsFile = new URL('../../../main/walls.json', import.meta.url);

/** Reads `main/walls.json`. */
export function readWalls(): Walls {
  return JSON.parse(readFileSync(wallsFile, 'utf8')) as Walls;
}

/**
 * The row that a file belongs to: the longest name that holds it. Null where there is none, and in a sub-folder without a row beside
 * sub-folders that have one.
 */
export function roomOf(walls: Walls, file: string): string | null {
  const names = Object.keys(walls);
  const room = names.filter((name) => file === name || file.startsWith(`${name}/`)).toSorted((a, b) => b.length - a.length)[0];
  if (room === undefined) return null;
  const divided = names.some((name) => name.startsWith(`${room}/`));
  return divided && file.slice(room.length + 1).includes('/') ? null : room;
}
