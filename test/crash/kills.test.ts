import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProductView, type ProductView } from '../support/product-view.ts';
import type { Round } from './plan.ts';
import { playAll } from './pool.ts';
import type { RoundResult } from './round.ts';

/* The most telling kills of `npm run test:crash`: the real process, SIGKILL, restarted, owner taps again. */

const usual = {
  chance: { nth: 0.5, late: 0.6, part: 0.5, instant: 0.3, again: 0.3 },
  hasty: false,
  stranger: false,
  elsewhere: false,
  again: false,
} as const;

const rounds: readonly Round[] = [
  { ...usual, index: 0, step: 'carried out, answer lost', jobs: 20, printer: 'waits', hasty: true },
  { ...usual, index: 1, step: 'after intend', jobs: 7, printer: 'mixed', stranger: true },
  { ...usual, index: 2, step: 'sent, lands late', jobs: 1, printer: 'unstarted', hasty: true },
  { ...usual, index: 3, step: 'before answer', jobs: 7, printer: 'waits' },
  { ...usual, index: 4, step: 'after begin', jobs: 7, printer: 'resumes' },
  { ...usual, index: 5, step: 'after answer', jobs: 1, printer: 'unstarted, then held', again: true },
  { ...usual, index: 6, step: 'sent, never lands', jobs: 1, printer: 'resumes', elsewhere: true },
  { ...usual, index: 7, step: 'random instant', jobs: 7, printer: 'mixed' },
];

let product: ProductView;
let playing: Promise<void>;
const results = new Map(rounds.map((round) => [round, Promise.withResolvers<RoundResult>()]));

beforeAll(async () => {
  product = await makeProductView();
  playing = playAll(product, rounds, 3, (round, result) => results.get(round)?.resolve(result));
  playing.catch((error: unknown) => {
    for (const { reject } of results.values()) reject(error);
  });
});

afterAll(async () => {
  await playing;
  await product.remove();
});

test.each(rounds)(
  'killed "$step" while $jobs jobs are released, printer $printer: every job comes out once',
  async (round) => {
    expect(await results.get(round)?.promise).toMatchObject({ lost: 0, double: 0, untrue: [], failure: null });
  },
  180_000,
);
