import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { makeProductView } from '../support/product-view.ts';
import { lastLine, table } from './histogram.ts';
import { fullPlan, planRounds, type Round } from './plan.ts';
import { playAll } from './pool.ts';
import type { RoundResult } from './round.ts';

/*
 * `npm run test:crash`: kills the real process during releases and brings it back. `--kills N` (rounds), `--seed S`, `--side-by-side N`;
 * `--only I` repeats one round of a seed.
 */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: String(fullPlan) },
    seed: { type: 'string', default: randomUUID().slice(0, 8) },
    only: { type: 'string' },
    'side-by-side': { type: 'string', default: '3' },
  },
});
/** The kiosk serves again within seconds. Milliseconds. */
const mostReadyMs = 10_000;

function describe(round: Round): string {
  const { step, jobs, printer, elsewhere, again } = round;
  const more = `${elsewhere ? ', owner at another station first' : ''}${again ? ', killed twice' : ''}`;
  return `round ${round.index}: ${step}, ${jobs} jobs, printer ${printer}${more}`;
}

async function main(): Promise<boolean> {
  const { seed, kills, only } = values;
  const plan = planRounds(seed, Number(kills)).filter(({ index }) => only === undefined || index === Number(only));
  console.log(`${plan.length} rounds, seed ${seed}`);
  const startedAt = performance.now();
  const product = await makeProductView();
  const results: RoundResult[] = [];
  const onResult = (round: Round, result: RoundResult) => {
    results.push(result);
    if (results.length % 20 === 0)
      console.log(`${results.length} of ${plan.length} rounds, ${Math.round((performance.now() - startedAt) / 1000)} s`);
    if (result.failure === null && result.lost + result.double + result.untrue.length === 0) return;
    console.log(
      `FAILED ${describe(round)}: ${result.lost} lost, ${result.double} double. ${[...result.untrue, result.failure ?? ''].join('; ')}`,
    );
    console.log(`  again: npm run test:crash -- --seed ${seed} --kills ${kills} --only ${round.index}`);
  };
  try {
    await playAll(product, plan, Number(values['side-by-side']), onResult);
  } finally {
    await product.remove();
  }
  console.log(table(results, performance.now() - startedAt));
  console.log(lastLine(results));
  return results.every(
    ({ lost, double, untrue, failure, readyMs }) =>
      failure === null && lost + double + untrue.length === 0 && readyMs.every((ms) => ms <= mostReadyMs),
  );
}

// Told to stop: through `exit`, which ends the kiosks too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = (await main()) ? 0 : 1;
