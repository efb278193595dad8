import type { Walls } from './table.ts';

const code = (names: readonly string[] = []) => names.map((name) => `\`${name}\``).join(' ');
const folder = (name: string) => (name.endsWith('.ts') ? name : `${name}/`);

/** The table as it stands in `main/README.md`. */
export function mapOf(walls: Walls): string {
  const rows = Object.entries(walls).map(
    ([name, { job, imports, types, outside }]) =>
      `| \`${folder(name)}\` | ${job.replaceAll('|', '\\|')} | ${code(imports)} | ${code(types)} | ${code(outside)} |`,
  );
  return ['| Folder | Its one job | Imports | Types only | From outside |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The page with its map made anew between `<!-- walls -->` and `<!-- end -->`. Throws where the page has no such place. */
export function withMap(page: string, walls: Walls): string {
  const place = /(<!-- walls -->)[\s\S]*?(<!-- end -->)/;
  if (!place.test(page)) throw new Error('main/README.md has no place for the map.');
  return page.replace(place, (_whole, begin: string, end: string) => `${begin}\n\n${mapOf(walls)}\n\n${end}`);
}
