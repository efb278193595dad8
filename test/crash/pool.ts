import type { ProductView } from '../support/product-view.ts';
import { openOffice } from './office.ts';
import type { Round } from './plan.ts';
import { playRound, type RoundResult } from './round.ts';

/** Finished jobs stay in the tenant's lists: after this many rounds a fresh tenant keeps the lists short. */
const roundsPerOffice = 12;

/** Plays rounds, so many side by side, each of these with an office of its own. */
export async function playAll(
  product: ProductView,
  rounds: readonly Round[],
  sideBySide: number,
  onResult: (round: Round, result: RoundResult) => void,
): Promise<void> {
  const rest = rounds.values();
  const lane = async () => {
    for (let next = rest.next(); !next.done; ) {
      const office = await openOffice(product);
      try {
        for (let played = 0; played < roundsPerOffice && !next.done; played += 1) {
          onResult(next.value, await playRound(office, next.value));
          next = rest.next();
        }
      } finally {
        await office.close();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, rounds.length) }, lane));
}
