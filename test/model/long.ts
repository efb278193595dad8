import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addBranches, type Branches, countBranches, reportBranches } from '../support/model-branches.ts';
import { type CheckResult, checkSequences, type Failure, report } from '../support/model-check.ts';
import { addCounts, missing, table } from '../support/model-coverage.ts';

/*
 * The model test at length: `npm run test:long -- --sequences 100000 --seed 1`. One process for each core; prints how far it is, the
 * tables, every failure, and one last line. Ends with 1 where a promise was broken or something that can be reached was not.
 */

/** What a worker tells. */
type Message =
  | { readonly is: 'played'; readonly count: number }
  | {
      readonly is: 'result';
      readonly played: number;
      readonly failures: readonly Failure[];
      readonly counts: readonly (readonly [string, number])[];
      readonly branches: Branches;
    };

const { values } = parseArgs({
  options: {
    sequences: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    workers: { type: 'string', default: String(availableParallelism()) },
    share: { type: 'string' },
    index: { type: 'string' },
    target: { type: 'string', default: '' },
    mode: { type: 'string' },
  },
});
const [sequences, seed, workers] = [Number(values.sequences), Number(values.seed), Number(values.workers)];
const mode = (['user', 'app', 'redirect'] as const).find((one) => one === values.mode);
const maxFailures = 5;

if (values.index !== undefined) await playAgain(Number(values.index));
else if (values.share !== undefined) await work(Number(values.share));
else await lead();

/** One sequence, with everything that happens in it. */
async function playAgain(index: number): Promise<void> {
  const only = { index, target: values.target };
  const { failures } = await checkSequences({ sequences: index + 1, offset: 0, stride: 1, seed, mode, maxFailures, only });
  for (const failure of failures) console.log(report(failure, seed));
  console.log(`1 sequence, ${failures.length} violations, seed ${seed}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

async function work(share: number): Promise<void> {
  const tell = (message: Message) => process.send?.(message);
  const onPlayed = (played: number) => void (played % 100 === 0 && tell({ is: 'played', count: 100 }));
  const counted = await countBranches();
  const result = await checkSequences({ sequences, offset: share, stride: workers, seed, mode, maxFailures, onPlayed });
  tell({ is: 'result', played: result.played, failures: result.failures, counts: [...result.counts], branches: await counted() });
}

async function lead(): Promise<void> {
  const began = performance.now();
  let played = 0;
  let shown = 0;
  const onPlayed = (count: number) => {
    played += count;
    if (played < shown + 5_000) return;
    shown = played;
    console.log(`${played} of ${sequences}, ${(played / ((performance.now() - began) / 1_000)).toFixed(0)} a second`);
  };
  const results = await Promise.all(Array.from({ length: workers }, (_, share) => shareOf(share, onPlayed)));
  const counts = new Map<string, number>();
  for (const result of results) addCounts(counts, result.counts);
  const failures = results.flatMap((result) => result.failures);
  const branches = reportBranches(addBranches(results.map((result) => result.branches)), mode === undefined ? sequences : 0);
  // One mode alone does not come to the steps of the others.
  const unreached = mode === undefined ? missing(counts) : [];
  console.log(`\n${table(counts)}\n`);
  console.log(`${branches.lines.join('\n')}\n`);
  for (const failure of failures) console.log(`${report(failure, seed)}\n`);
  if (unreached.length > 0) console.log(`Not reached: ${unreached.join(', ')}`);
  const total = results.reduce((sum, result) => sum + result.played, 0);
  console.log(`${total} sequences, ${failures.length} violations, seed ${seed}`);
  process.exitCode = failures.length > 0 || unreached.length > 0 || !branches.sound ? 1 : 0;
}

/** Rejects where the worker ends without its result. */
function shareOf(share: number, onPlayed: (count: number) => void): Promise<CheckResult & { readonly branches: Branches }> {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(import.meta.url), [
      ...['--share', String(share)],
      ...['--sequences', String(sequences)],
      ...['--seed', String(seed)],
      ...['--workers', String(workers)],
      ...(mode === undefined ? [] : ['--mode', mode]),
    ]);
    worker.on('message', (message: Message) => {
      if (message.is === 'played') onPlayed(message.count);
      else resolve({ played: message.played, failures: message.failures, counts: new Map(message.counts), branches: message.branches });
    });
    worker.on('exit', (code) => reject(new Error(`Worker ${share} ended with ${code} before it was done.`)));
  });
}
