import { actNames } from './acts.ts';
import { entraSettingsSchema, mergeSettings } from './entra/settings.ts';
import { faultKinds } from './graph/fault-rules.ts';
import { readyScripts } from './ready-scripts.ts';
import { defaultSettings, settingsSchema } from './settings.ts';

const longestDefault = 40;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const code = (text: string) => `\`${text}\``;

function settingRows(schema: typeof settingsSchema | typeof entraSettingsSchema, defaults: object): string[][] {
  const values = new Map(Object.entries(defaults));
  return Object.entries(schema.shape).map(([name, property]) => {
    const value = JSON.stringify(values.get(name));
    return [code(name), value.length > longestDefault ? '…' : code(value), property.description ?? ''];
  });
}

const wordRows = (words: readonly { readonly name: string; readonly takes: readonly string[]; readonly does: string }[]) =>
  words.map(({ name, takes, does }) => [code(name), takes.map(code).join(', '), does]);

/** Tables of the page that are made from the code, by name. */
const tables: Readonly<Record<string, () => string>> = {
  faults: () => table(['Kind', 'Takes', 'What goes wrong'], wordRows(faultKinds)),
  acts: () => table(['Act', 'Takes', 'What happens'], wordRows(actNames)),
  scripts: () =>
    table(
      ['Script', 'Group', 'On the desk page'],
      readyScripts.map(({ name, group, title }) => [code(name), group, title]),
    ),
  settings: () => table(['Setting', 'Default', 'Meaning'], settingRows(settingsSchema, defaultSettings)),
  entraSettings: () => table(['Setting', 'Default', 'Meaning'], settingRows(entraSettingsSchema, mergeSettings({}, {}))),
};

/** The page `docs/demo-tenant.md` with its tables made anew, each between `<!-- table: name -->` and `<!-- end -->`. Throws for an unknown name. */
export function withTables(page: string): string {
  return page.replaceAll(/(<!-- table: (\w+) -->)[\s\S]*?(<!-- end -->)/g, (_whole, begin: string, name: string, end: string) => {
    const make = tables[name];
    if (make === undefined) throw new Error(`The page asks for an unknown table: ${name}.`);
    return `${begin}\n\n${make()}\n\n${end}`;
  });
}
