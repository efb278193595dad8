import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** One import of a source file. */
export interface Import {
  /** The file that imports, from `main`. */
  readonly from: string;
  /** A file from `main`, a file of the repository (`preload/…`), or the name of a package. */
  readonly to: string;
  readonly outside: boolean;
  /** True where nothing is left of it when the types are stripped. */
  readonly typeOnly: boolean;
}

interface Found {
  /** Null where the address is worked out as the program runs. */
  readonly address: string | null;
  readonly typeOnly: boolean;
}

type SyntaxNode = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is SyntaxNode => typeof value === 'object' && value !== null;
const textOf = (value: unknown) => (isNode(value) && typeof value.value === 'string' ? value.value : null);

function ownImport(node: SyntaxNode): Found | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return { address: textOf(node.source), typeOnly: node.importKind === 'type' };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return isNode(node.source) ? { address: textOf(node.source), typeOnly: node.exportKind === 'type' } : null;
    case 'ImportExpression':
      return { address: textOf(node.source), typeOnly: false };
    case 'TSImportType':
      return { address: textOf(node.source), typeOnly: true };
    default:
      return null;
  }
}

function* walk(value: unknown): Generator<Found> {
  if (!isNode(value)) return;
  const found = ownImport(value);
  if (found !== null) yield found;
  for (const part of Object.values(value)) yield* walk(part);
}

/** The imports of one source text: static, dynamic, re-exports and types. Throws where the text or an address cannot be read. */
export function importsOf(from: string, source: string): readonly Import[] {
  const { program, errors } = parseSync(from, source);
  if (errors.length > 0) throw new Error(`main/${from} cannot be parsed.`);
  return [...walk(program)].map(({ address, typeOnly }) => {
    if (address === null) throw new Error(`main/${from} imports what no table can name: an address that is worked out.`);
    if (address.startsWith('node:')) return { from, to: 'node', outside: true, typeOnly };
    if (!address.startsWith('.')) return { from, to: packageOf(address), outside: true, typeOnly };
    const path = posix.join('main', posix.dirname(from), address);
    return { from, to: path.startsWith('main/') ? path.slice('main/'.length) : path, outside: false, typeOnly };
  });
}

function packageOf(address: string): string {
  return address
    .split('/')
    .slice(0, address.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Every source file of `main`, from `main`. */
export function sourceFiles(): readonly string[] {
  return globSync('**/*.ts', { cwd: mainFolder }).map((file) => file.replaceAll('\\', '/'));
}

/** Every import of every source file of `main`. */
export function allImports(): readonly Import[] {
  return sourceFiles().flatMap((file) => importsOf(file, readFileSync(`${mainFolder}/${file}`, 'utf8')));
}

const mainFolder = fileURLToPath(new URL('../../../main', import.meta.url));
