import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

/** A part of `main` that is never shipped, and the sentences that are written nowhere else. */
export interface UnshippedPart {
  readonly folder: string;
  readonly markers: readonly string[];
}

/** The parts of `main` that an installed station must not hold, each with the file that pulls the whole of it in. */
export const unshippedEntries = [
  { folder: 'main/simulator', entry: 'main/simulator/serve.ts' },
  { folder: 'main/browser', entry: 'main/browser/host.ts' },
  { folder: 'main/launch', entry: 'main/launch/start.ts' },
] as const;

const comment = /^\s*(\/\/|\/?\*).*$/gm;
const quoted = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g;

/** Long enough to be somebody's sentence, plain enough to survive bundling as it stands. */
const plainSentence = /^[A-Za-z][A-Za-z0-9 ,.:;()’'-]{18,}$/;

/** Finds for each unshipped part the sentences that no other source of the project holds. */
export async function findMarkers(root: string): Promise<readonly UnshippedPart[]> {
  const sources = await readSources(root);
  const isUnshipped = (path: string) => unshippedEntries.some(({ folder }) => path.startsWith(`${folder}/`));
  const shipped = sources.filter(({ path }) => !isUnshipped(path)).map(({ text }) => text);
  return unshippedEntries.map(({ folder }) => {
    const texts = sources.filter(({ path }) => path.startsWith(`${folder}/`)).flatMap(({ text }) => sentences(text));
    return { folder, markers: [...new Set(texts)].filter((text) => !shipped.some((source) => source.includes(text))) };
  });
}

/** The sentences of a part that this code holds. */
export function markersIn(part: UnshippedPart, code: string): readonly string[] {
  return part.markers.filter((marker) => code.includes(marker));
}

/** Bundles an unshipped part the way main is bundled, in memory: where the search has to find its markers, or it finds nothing anywhere. */
export async function bundleUnshipped(root: string, entry: string): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: { ssr: join(root, entry), write: false, target: 'node24', minify: false },
    ssr: { noExternal: true, external: ['electron'] },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .map((file) => ('code' in file ? file.code : ''))
    .join('\n');
}

function sentences(text: string): readonly string[] {
  const texts = [...text.replace(comment, '').matchAll(quoted)].map((match) => match[1] ?? match[2] ?? '');
  return texts.filter((one) => plainSentence.test(one) && one.split(' ').length > 2);
}

async function readSources(root: string): Promise<readonly { path: string; text: string }[]> {
  const sources: { path: string; text: string }[] = [];
  for await (const path of glob('{main,preload,renderer}/**/*.{ts,tsx,json}', { cwd: root })) {
    sources.push({ path: path.replaceAll('\\', '/'), text: await readFile(join(root, path), 'utf8') });
  }
  return sources;
}
