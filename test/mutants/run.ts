import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { type Comparison, compare, type Equivalent, type Mutant, oneBlank } from './compare.ts';
import { type Part, parts, partVariable } from './parts.ts';

/*
 * `npm run test:mutants`: changes the deciding code in every way that Stryker knows and sees whether a test notices.
 * `-- --folder NAME` (again and again): only those parts; `--file PATH`: only that file of theirs; `--workers N` (2): at once.
 * Exit codes: 0 every mutant that lives is listed in `equivalent.json` and none that is listed fell; 1 not so; 64 usage.
 */
const { values } = parseArgs({
  options: {
    folder: { type: 'string', multiple: true, default: Object.keys(parts) },
    file: { type: 'string' },
    workers: { type: 'string', default: '2' },
  },
});

type Results = Awaited<ReturnType<Stryker['runMutationTest']>>;

function optionsOf({ mutate, ignoreStatic = false }: Part): ConstructorParameters<typeof Stryker>[0] {
  return {
    configFile: 'test/mutants/stryker.json',
    mutate: values.file === undefined ? [...mutate] : [values.file],
    ignoreStatic,
    concurrency: Number(values.workers),
  };
}

/** Stryker's results of one file, in this house's words. */
function toMutant({ fileName, mutatorName, replacement = '', location, status }: Results[number]): Mutant {
  const lines = readFileSync(fileName, 'utf8').split('\n');
  const { start, end } = location;
  // Lines and columns count from 1; the end is where the code has ended.
  const code = lines
    .slice(start.line - 1, end.line)
    .map((text, index, all) => text.slice(index === 0 ? start.column - 1 : 0, index === all.length - 1 ? end.column - 1 : undefined))
    .join('\n');
  return {
    file:
      fileName
        .replaceAll('\\', '/')
        .split(`${process.cwd().replaceAll('\\', '/')}/`)
        .at(-1) ?? fileName,
    line: start.line,
    mutator: mutatorName,
    on: oneBlank(lines[start.line - 1] ?? ''),
    code: oneBlank(code),
    becomes: oneBlank(replacement),
    alive: status === 'Survived' || status === 'NoCoverage',
  };
}

function print(name: string, mutants: readonly Mutant[], { unlisted, stale, unexplained }: Comparison, seconds: number): void {
  for (const { file, line, mutator, on, code, becomes } of unlisted) {
    console.log(`LIVES   ${file}:${line} ${mutator}\n        on ${on}\n      code ${code}\n   becomes ${becomes}`);
  }
  for (const { file, on, becomes } of stale) console.log(`LISTED, and not alive: ${file}\n        on ${on}\n   becomes ${becomes}`);
  for (const { file, on } of unexplained) console.log(`LISTED without a reason: ${file}\n        on ${on}`);
  const alive = mutants.filter((mutant) => mutant.alive).length;
  const figures = `${mutants.length} mutants, ${mutants.length - alive} killed, ${alive - unlisted.length} listed, ${unlisted.length} live`;
  console.log(`${name}: ${figures}; ${Math.round(seconds)} s`);
}

async function runPart(name: string, part: Part, listed: readonly Equivalent[]): Promise<boolean> {
  const began = performance.now();
  process.env[partVariable] = name;
  const results = await new Stryker(optionsOf(part)).runMutationTest();
  const counted = results.filter(({ status }) => status !== 'Ignored' && status !== 'CompileError' && status !== 'RuntimeError');
  const mutants = counted.map(toMutant);
  const compared = compare(mutants, listed);
  print(name, mutants, compared, (performance.now() - began) / 1000);
  if (mutants.length === 0) console.log(`${name}: nothing was mutated.`);
  return mutants.length > 0 && Object.values(compared).every((some: readonly unknown[]) => some.length === 0);
}

async function main(): Promise<number> {
  const unknown = values.folder.filter((name) => parts[name] === undefined);
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
    return 64;
  }
  const listed = JSON.parse(readFileSync(new URL('equivalent.json', import.meta.url), 'utf8')) as readonly Equivalent[];
  let sound = true;
  for (const name of values.folder) {
    const part = parts[name];
    if (part !== undefined && !(await runPart(name, part, listed))) sound = false;
  }
  return sound ? 0 : 1;
}

process.exitCode = await main();
