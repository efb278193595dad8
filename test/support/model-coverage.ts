import { effectKinds, type Step, steps } from './model-calls.ts';
import { type FaultKind, faultKinds, impossible } from './model-faults.ts';
import { type ModelPrinterKind, printerKinds } from './model-service.ts';

/** Where a crash may be asked to come in the journal. */
export const journalSteps = ['begin', 'intend', 'answer', 'end'] as const;
export type JournalStep = (typeof journalSteps)[number];

/** How often what was reached. */
export interface Coverage {
  hit(kind: FaultKind, step: Step | null, printer: ModelPrinterKind | undefined): void;
  crashedAt(step: JournalStep, side: 'before' | 'after', printer: ModelPrinterKind | undefined): void;
  /** Anything else worth a line under the table. */
  count(what: string): void;
  readonly counts: ReadonlyMap<string, number>;
}

/** Counts nothing yet. */
export function createCoverage(): Coverage {
  const counts = new Map<string, number>();
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  return {
    hit(kind, step, printer) {
      if (step === null) return;
      count(`${kind}|${step}`);
      if (printer !== undefined) count(`${kind}|${step}|${printer}`);
    },
    crashedAt(step, side, printer) {
      count(`crash|${side} ${step}`);
      if (printer !== undefined) count(`crash|${side} ${step}|${printer}`);
    },
    count: (what) => count(`#${what}`),
    counts,
  };
}

/** Adds what another process counted. */
export function addCounts(into: Map<string, number>, more: Iterable<readonly [string, number]>): void {
  for (const [key, times] of more) into.set(key, (into.get(key) ?? 0) + times);
}

/** Something to be reached: a fault at a step, or a crash at a step of the journal on a kind of printer. */
export type Target =
  | { readonly is: 'fault'; readonly kind: FaultKind; readonly step: Step }
  | { readonly is: 'crash'; readonly step: JournalStep; readonly side: 'before' | 'after'; readonly printer: ModelPrinterKind };

/** Everything that can be reached. */
export const targets: readonly Target[] = [
  ...steps.flatMap((step) =>
    faultKinds.filter((kind) => impossible(kind, step) === null).map((kind): Target => ({ is: 'fault', kind, step })),
  ),
  ...journalSteps.flatMap((step) =>
    (['before', 'after'] as const).flatMap((side) => printerKinds.map((printer): Target => ({ is: 'crash', step, side, printer }))),
  ),
];

/** The count's name of a target. */
export function nameOf(target: Target): string {
  return target.is === 'fault' ? `${target.kind}|${target.step}` : `crash|${target.side} ${target.step}|${target.printer}`;
}

/** What goes wrong around an effect, where a second one could be sent, is tried more often than the rest. */
function weightOf(target: Target): number {
  const decisive =
    target.is === 'crash' ? target.step !== 'end' : target.step !== 'cancel' && effectKinds.some((kind) => kind === target.step);
  return decisive ? 4 : 1;
}

/** What of these was reached least often so far, the decisive ones counted for less. */
export function leastReached(counts: ReadonlyMap<string, number>, among: readonly Target[]): Target | undefined {
  const times = (target: Target) => (counts.get(nameOf(target)) ?? 0) / weightOf(target);
  return among.reduce<Target | undefined>((least, one) => (least === undefined || times(one) < times(least) ? one : least), undefined);
}

/** What can be reached and was not. */
export function missing(counts: ReadonlyMap<string, number>): readonly string[] {
  return targets.map(nameOf).filter((name) => (counts.get(name) ?? 0) === 0);
}

/** The two tables and the lines below them. */
export function table(counts: ReadonlyMap<string, number>): string {
  const cell = (key: string) => String(counts.get(key) ?? 0);
  const rows: string[][] = [['fault × step', ...steps]];
  for (const kind of faultKinds)
    rows.push([kind, ...steps.map((step) => (impossible(kind, step) === null ? cell(`${kind}|${step}`) : '–'))]);
  const crashes: string[][] = [['crash × journal', ...printerKinds]];
  for (const step of journalSteps) {
    for (const side of ['before', 'after']) {
      crashes.push([`${side} ${step}`, ...printerKinds.map((kind) => cell(`crash|${side} ${step}|${kind}`))]);
    }
  }
  const others = [...counts].filter(([key]) => key.startsWith('#')).map(([key, times]) => `${key.slice(1)}: ${times}`);
  return [aligned(rows), aligned(crashes), others.sort((a, b) => a.localeCompare(b)).join(', ')].join('\n\n');
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join('  '))
    .join('\n');
}
