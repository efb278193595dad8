import { fraction, seededRandom } from '../../main/simulator/random.ts';
import { type KillStep, killSteps } from './steps.ts';

/** The kinds of printer, by what a held job on them needs; `mixed` is a release over all of them. */
export const printerKinds = ['resumes', 'waits', 'unstarted', 'unstarted, then held', 'mixed'] as const;
export type PrinterKind = (typeof printerKinds)[number];

/** One round: what is released, where the process is killed, and how its owner comes back. */
export interface Round {
  /** Place in the plan of its seed, for repeating it alone. */
  readonly index: number;
  readonly step: KillStep;
  readonly jobs: 1 | 7 | 20;
  readonly printer: PrinterKind;
  /** From 0 to 1: which of the writes or calls of the step, how late a call lands, how much of a batch is carried out, the random instant. */
  readonly chance: { readonly nth: number; readonly late: number; readonly part: number; readonly instant: number; readonly again: number };
  /** The owner presses "Release" at once for whatever shows as held; else once nothing is under way. */
  readonly hasty: boolean;
  /** A stranger taps an unknown card before the owner comes back. */
  readonly stranger: boolean;
  /** The owner goes to another station first. */
  readonly elsewhere: boolean;
  /** The process is killed once more, at a random instant after its owner came back. */
  readonly again: boolean;
}

/** A release over several kinds of printer needs several jobs. */
const combinations = ([1, 7, 20] as const).flatMap((jobs) =>
  printerKinds.filter((printer) => printer !== 'mixed' || jobs > 1).map((printer) => ({ jobs, printer })),
);
/** For each number of jobs and kind of printer. */
const randomInstants = 4;

/** How many rounds reach every step with every number of jobs on every kind of printer. */
export const fullPlan = combinations.length * (killSteps.length - 1 + randomInstants);

/** `count` rounds of a seed. Steps come in turn, so that a short plan has them all; the first `fullPlan` rounds hold each combination. */
export function planRounds(seed: string, count: number): readonly Round[] {
  const random = seededRandom(`${seed} crash plan`);
  const draw = () => fraction(random);
  const byStep = killSteps.map((step) => {
    const times = step === 'random instant' ? randomInstants : 1;
    return { step, deck: shuffled(Array.from({ length: times }, () => combinations).flat(), draw) };
  });
  const rounds: Round[] = [];
  for (let turn = 0; rounds.length < count; turn += 1) {
    const past = rounds.length >= fullPlan;
    for (const { step, deck } of byStep) {
      const drawn = past ? deck[Math.floor(draw() * deck.length)] : deck[turn];
      if (drawn === undefined || rounds.length === count) continue;
      rounds.push({
        index: rounds.length,
        step,
        ...drawn,
        chance: { nth: draw(), late: draw(), part: draw(), instant: draw(), again: draw() },
        hasty: draw() < 0.5,
        stranger: draw() < 0.25,
        elsewhere: draw() < 0.15,
        again: draw() < 0.1,
      });
    }
  }
  return rounds;
}

function shuffled<T>(items: readonly T[], draw: () => number): T[] {
  return items
    .map((item) => ({ item, order: draw() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
