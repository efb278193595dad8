import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readyScripts } from '../../main/simulator/ready-scripts.ts';
import { readScript, type Script } from '../../main/simulator/script.ts';
import type { Settings } from '../../main/simulator/settings.ts';

/** The world in which the story is played. */
export interface DemoWorld {
  readonly script: Script;
  /** Of the tenant: which calls a fault with a probability hits. */
  readonly seed: string | undefined;
  /** Nothing was asked for: the tenant as it is by itself, and a station that assumes little lag. */
  readonly plain: boolean;
}

/** The world that was asked for, or every mistake in what was written. */
export type DemoOptions = { readonly ok: true; readonly world: DemoWorld } | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the words behind `npm run demo --`: `--latency MS`, `--held-state WORD`, `--settings JSON`, `--faults FILE`, `--script NAME` (a ready script of the
 * demo tenant) and `--seed TEXT`. They add up; of the same setting the first in this order counts.
 */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  const text = { type: 'string' } as const;
  try {
    const options = { latency: text, 'held-state': text, settings: text, faults: text, script: text, seed: text };
    const { latency, seed, ...values } = parseArgs({ args: [...args], options }).values;
    const latencyMs = Number(latency ?? 0);
    if (latency === '' || !Number.isInteger(latencyMs)) return { ok: false, problems: ['--latency is a number of milliseconds.'] };
    const named = readyScripts.find(({ name }) => name === values.script)?.script;
    if (values.script !== undefined && named === undefined)
      return { ok: false, problems: [`--script is one of ${readyScripts.map(({ name }) => name).join(', ')}.`] };
    const held = values['held-state'];
    // The answer to a start, too: a real service has one word for one thing.
    const spelling = held === undefined ? {} : { heldStateSpelling: held, startAnswer: 'asTheJobReads' };
    const said = { settings: { ...fromJson(values.settings), ...spelling, ...(latencyMs === 0 ? {} : { latencyMs }) } };
    const file = values.faults === undefined ? '[]' : readFileSync(values.faults, 'utf8');
    const scripts = [readScript(JSON.stringify(named ?? {})), readScript(file), readScript(JSON.stringify(said))];
    const problems = scripts.flatMap((read) => (read.ok ? [] : read.problems));
    if (problems.length > 0) return { ok: false, problems };
    const script = scripts.flatMap((read) => (read.ok ? [read.script] : [])).reduce(together);
    return { ok: true, world: { script, seed, plain: isEmpty(script) } };
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : 'The arguments cannot be read.'] };
  }
}

function fromJson(text: string | undefined): Partial<Settings> {
  return text === undefined ? {} : (JSON.parse(text) as Partial<Settings>);
}

function together(first: Script, second: Script): Script {
  return {
    settings: { ...first.settings, ...second.settings },
    entraSettings: { ...first.entraSettings, ...second.entraSettings },
    rules: [...first.rules, ...second.rules],
  };
}

function isEmpty({ settings, entraSettings, rules }: Script): boolean {
  return Object.keys(settings).length + Object.keys(entraSettings).length + rules.length === 0;
}
