import { glob } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** The built folders that are shipped, and the files beside them. */
const shippedFolders = ['out/main', 'out/preload', 'out/renderer'];
const shippedFiles = ['LICENSE', 'package.json'];

/** What never belongs in an installer, with what to call it. */
const unwanted: readonly (readonly [RegExp, string])[] = [
  [/\.map$/, 'a source map'],
  [/\.(test|spec)\./, 'a test'],
  [/\.[cm]?tsx?$/, 'TypeScript source'],
  [/(^|\/)node_modules\//, 'part of node_modules'],
  [/^(test|main|renderer|preload|docs|assets)\//, 'a file of the project, not of the build'],
  [/(^|\/)browser-preload\//, 'the preload of the browser host'],
];

/** Every file that the package should hold, as paths with slashes, sorted: what was built, and two files. */
export async function expectedFiles(root: string): Promise<readonly string[]> {
  const built: string[] = [];
  for (const folder of shippedFolders) {
    for await (const entry of glob('**', { cwd: join(root, folder), withFileTypes: true })) {
      if (entry.isFile()) built.push(slashes(join(entry.parentPath, entry.name).slice(root.length + 1)));
    }
  }
  return [...built, ...shippedFiles].sort();
}

/** One sentence for each file that should not be there, and for each that is missing. `where` names the place in the sentence. */
export function compareFiles(where: string, found: readonly string[], expected: readonly string[]): readonly string[] {
  const [has, wants] = [new Set(found), new Set(expected)];
  return [
    ...found.filter((file) => !wants.has(file)).map((file) => `${where} holds ${file}, which was not built for it.`),
    ...expected.filter((file) => !has.has(file)).map((file) => `${where} lacks ${file}.`),
  ];
}

/** One sentence for each file of a kind that is never shipped. */
export function unwantedFiles(where: string, found: readonly string[]): readonly string[] {
  return found.flatMap((file) => {
    const kind = unwanted.find(([pattern]) => pattern.test(file));
    return kind ? [`${where} holds ${file}: ${kind[1]}.`] : [];
  });
}

/** One sentence for each folder that was not built at all. */
export function unbuiltFolders(expected: readonly string[]): readonly string[] {
  return shippedFolders
    .filter((folder) => !expected.some((file) => file.startsWith(`${folder}/`)))
    .map((folder) => `${folder} is empty or missing: run "npm run build" first.`);
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}
