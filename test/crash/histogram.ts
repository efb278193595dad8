import type { Recovery, RoundResult } from './round.ts';

const recoveries: readonly Recovery[] = ['all was on its way', 'taken up', 'shown as held'];

/** Step by kills and by how the release came to its end, then how long the kiosk took to be there again. */
export function table(results: readonly RoundResult[], tookMs: number): string {
  const steps = [...new Set(results.map(({ step }) => step))].sort();
  const rows = steps.map((step) => {
    const of = results.filter((result) => result.step === step);
    return [step, sum(of.map(({ kills }) => kills)), ...recoveries.map((recovery) => of.filter((one) => one.recovery === recovery).length)];
  });
  const head = ['killed', 'kills', ...recoveries];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => String(row[i]).length)));
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]!) : String(cell).padStart(widths[i]!))).join('  ');
  const ready = results.flatMap(({ readyMs }) => readyMs).sort((a, b) => a - b);
  const at = (share: number) => Math.round(ready[Math.min(ready.length - 1, Math.floor(share * ready.length))] ?? 0);
  return [
    '',
    line(head),
    ...rows.map(line),
    '',
    `Serving again after a kill: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms (${ready.length} starts)`,
    `${results.length} rounds in ${Math.round(tookMs / 1000)} s; untrue on a screen: ${sum(results.map(({ untrue }) => untrue.length))}; not finished: ${results.filter(({ failure }) => failure !== null).length}`,
  ].join('\n');
}

/** `N kills, 0 lost, 0 double` when all is well. */
export function lastLine(results: readonly RoundResult[]): string {
  const total = (of: (result: RoundResult) => number) => sum(results.map(of));
  return `${total(({ kills }) => kills)} kills, ${total(({ lost }) => lost)} lost, ${total(({ double }) => double)} double`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
