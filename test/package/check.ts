import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { extractFile, getRawHeader, listPackage, statFile } from '@electron/asar';
import { configurationProblems } from './configuration.ts';
import { compareFiles, expectedFiles, unbuiltFolders, unwantedFiles } from './contents.ts';
import { readFuseWire, stationWire } from './fuse-wire.ts';
import { type Manifest, manifestProblems, packedManifestProblems } from './manifest.ts';
import { bundleUnshipped, findMarkers, markersIn, type UnshippedPart, unshippedEntries } from './markers.ts';
import { leftOutProblems, type PackedApp, packUnpacked } from './pack-unpacked.ts';

/** What is looked for in each package. */
interface Expectation {
  readonly root: string;
  readonly files: readonly string[];
  readonly parts: readonly UnshippedPart[];
}

/** What one package holds, in figures, and what is wrong with it. */
interface Verdict {
  readonly problems: readonly string[];
  readonly figures: { readonly files: number; readonly asarBytes: number; readonly seconds: number };
}

const resources = ['app.asar', 'config.example.json', 'config.schema.json'];

async function main(root: string): Promise<number> {
  const startedMs = performance.now();
  const work = await mkdtemp(join(tmpdir(), 'release-station-package-'));
  try {
    const files = await expectedFiles(root);
    const parts = await findMarkers(root);
    const problems = [
      ...manifestProblems(await readManifest(join(root, 'package.json'))),
      ...(await configurationProblems(root)),
      ...unbuiltFolders(files),
      ...unwantedFiles(
        'The build',
        files.filter((file) => file.startsWith('out/')),
      ),
      ...(await blindSearches(root, parts)),
    ];
    const figures: Record<string, Verdict['figures']> = {};
    for (const system of ['linux', 'win'] as const) {
      const verdict = await inspect(await packUnpacked(root, work, system), { root, files, parts });
      problems.push(...verdict.problems);
      figures[system] = verdict.figures;
    }
    const markers = parts.reduce((sum, part) => sum + part.markers.length, 0);
    const seconds = rounded((performance.now() - startedMs) / 1000);
    process.stdout.write(`${JSON.stringify({ ok: problems.length === 0, ...figures, fuses: stationWire, markers, seconds })}\n`);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Parts in whose own bundle the search finds nothing: there it would find nothing in the package either. */
async function blindSearches(root: string, parts: readonly UnshippedPart[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { folder, entry } of unshippedEntries) {
    const part = parts.find((one) => one.folder === folder);
    const code = await bundleUnshipped(root, entry);
    if (!part || markersIn(part, code).length === 0) problems.push(`The search for ${folder} does not even find it in a bundle of itself.`);
  }
  return problems;
}

async function inspect(app: PackedApp, expected: Expectation): Promise<Verdict> {
  const asar = join(app.folder, 'resources', 'app.asar');
  if (app.exitCode !== 0 || !existsSync(asar)) {
    return {
      problems: [`electron-builder failed for ${app.system} (exit code ${app.exitCode}):\n${app.output}`],
      figures: figuresOf(app, 0, 0),
    };
  }
  const files = packedFiles(asar);
  const problems = [
    ...leftOutProblems(app),
    ...compareFiles(`The ${app.system} package`, files, expected.files),
    ...unwantedFiles(`The ${app.system} package`, files),
    ...packedManifestProblems(`the ${app.system} package`, parseManifest(extractFile(asar, 'package.json').toString()), files),
    ...strangers(app, asar, files, expected.parts),
    ...(await changedFiles(app, asar, files, expected.root)),
    ...(await resourceProblems(app, expected.root)),
    ...(await fuseProblems(app)),
    ...(await integrityProblems(app, asar)),
  ];
  return { problems, figures: figuresOf(app, files.length, (await stat(asar)).size) };
}

function strangers({ system }: PackedApp, asar: string, files: readonly string[], parts: readonly UnshippedPart[]): readonly string[] {
  const code = files.filter((file) => /\.[cm]?js$/.test(file)).map((file) => ({ file, text: extractFile(asar, file).toString() }));
  return code.flatMap(({ file, text }) =>
    parts.flatMap((part) => {
      const found = markersIn(part, text);
      return found.length > 0 ? [`${file} in the ${system} package holds code of ${part.folder}: it says "${found[0]}".`] : [];
    }),
  );
}

async function changedFiles({ system }: PackedApp, asar: string, files: readonly string[], root: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const file of files) {
    if (file === 'package.json' || !existsSync(join(root, file))) continue;
    if (!extractFile(asar, file).equals(await readFile(join(root, file))))
      problems.push(`${file} in the ${system} package is not what was built.`);
  }
  return problems;
}

async function resourceProblems({ system, folder }: PackedApp, root: string): Promise<readonly string[]> {
  const found = (await readdir(join(folder, 'resources'))).sort();
  const problems = [...compareFiles(`The ${system} resources folder`, found, resources)];
  const sources = { 'config.schema.json': 'assets/config.schema.json', 'config.example.json': 'assets/package/config.example.json' };
  for (const [name, source] of Object.entries(sources)) {
    if (!found.includes(name)) continue;
    const [packed, written] = [await readFile(join(folder, 'resources', name)), await readFile(join(root, source))];
    if (!packed.equals(written)) problems.push(`${name} in the ${system} package differs from ${source}.`);
  }
  for await (const path of glob('**/{node_modules,app}', { cwd: folder }))
    problems.push(`The ${system} package has a folder ${path} outside app.asar.`);
  return problems;
}

async function fuseProblems({ system, program }: PackedApp): Promise<readonly string[]> {
  if (!existsSync(program)) return [`The ${system} package has no program ${program}.`];
  const wire = await readFuseWire(program);
  return wire === stationWire ? [] : [`The fuses of the ${system} program are ${wire ?? 'not there'}; they must be ${stationWire}.`];
}

/** On Windows the program itself names the only ASAR header that it accepts; without that the integrity fuse would let it start nothing. */
async function integrityProblems({ system, program }: PackedApp, asar: string): Promise<readonly string[]> {
  if (system !== 'win' || !existsSync(program)) return [];
  const hash = createHash('sha256').update(getRawHeader(asar).headerString).digest('hex');
  return (await readFile(program)).includes(hash) ? [] : ['The win program does not hold the hash of its app.asar.'];
}

function packedFiles(asar: string): readonly string[] {
  const paths = listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''));
  return paths.filter((path) => !('files' in statFile(asar, path)));
}

function figuresOf(app: PackedApp, files: number, asarBytes: number): Verdict['figures'] {
  return { files, asarBytes, seconds: rounded(app.seconds) };
}

async function readManifest(file: string): Promise<Manifest> {
  return parseManifest(await readFile(file, 'utf8'));
}

function parseManifest(text: string): Manifest {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

process.exitCode = await main(resolve(import.meta.dirname, '../..'));
