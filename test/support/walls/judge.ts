import type { Import } from './imports.ts';
import { type Row, roomOf, type Walls } from './table.ts';

/** What is wrong between a table and the sources: one sentence each, none where all is well. */
export function judge(walls: Walls, files: readonly string[], imports: readonly Import[]): readonly string[] {
  const homeless = files.filter((file) => roomOf(walls, file) === null).map((file) => `main/${file} has no row in main/walls.json.`);
  const empty = Object.keys(walls)
    .filter((room) => !files.some((file) => roomOf(walls, file) === room))
    .map((room) => `The row ${room} holds no file.`);
  const forbidden = imports.flatMap((one) => forbiddenBy(walls, one) ?? []);
  return [
    ...new Set([
      ...upwards(walls),
      ...homeless,
      ...empty,
      ...forbidden,
      ...Object.entries(walls).flatMap(([room, row]) => unused(walls, room, row, imports)),
    ]),
  ];
}

/** Arrows that do not go down. Where each goes down, none can lead back to where it began. */
function upwards(walls: Walls): readonly string[] {
  const order = Object.keys(walls);
  return Object.entries(walls).flatMap(([room, { imports = [], types = [] }], place) =>
    [...imports, ...types]
      .filter((entry) => !entry.startsWith('preload/') && order.indexOf(roomOf(walls, entry) ?? '') <= place)
      .map((entry) => `The row ${room} names ${entry}, which does not stand below it.`),
  );
}

/** True where an entry of a row (a folder, a file, a package) names what is imported. */
function names(walls: Walls, entry: string, { to, outside }: Import): boolean {
  return entry === to || (!outside && entry === roomOf(walls, to));
}

function forbiddenBy(walls: Walls, one: Import): string | null {
  const { from, to, outside, typeOnly } = one;
  const room = roomOf(walls, from);
  const row = room === null ? undefined : walls[room];
  if (row === undefined || (!outside && room === roomOf(walls, to))) return null;
  const { imports = [], types = [], outside: packages = [] } = row;
  const open = outside ? packages : [...imports, ...(typeOnly ? types : [])];
  if (open.some((entry) => names(walls, entry, one))) return null;
  const only = types.some((entry) => names(walls, entry, one)) ? ' for more than types' : '';
  return `main/${from} may not import ${to}${only}.`;
}

/** Rights that nobody uses: a table that allows more than is done is no map. */
function unused(walls: Walls, room: string, row: Row, imports: readonly Import[]): readonly string[] {
  const own = imports.filter(({ from }) => roomOf(walls, from) === room);
  const idle = (entries: readonly string[] | undefined, counts: (one: Import) => boolean, what: string) =>
    (entries ?? [])
      .filter((entry) => !own.some((one) => counts(one) && names(walls, entry, one)))
      .map((entry) => `The row ${room} allows ${what} of ${entry}, which nothing uses.`);
  return [
    ...idle(row.imports, ({ outside, typeOnly }) => !outside && !typeOnly, 'values'),
    ...idle(row.types, ({ outside, typeOnly }) => !outside && typeOnly, 'types'),
    ...idle(row.outside, ({ outside }) => outside, 'imports'),
  ];
}
