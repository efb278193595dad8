import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../ports.ts';
import { Secret } from '../secret.ts';
import { createEnrolments } from './enrolments.ts';
import { currentSealCost, deriveContentKey, deriveRowId, drawPeppers, newSalt, type ScryptCost } from './seal.ts';

/** What a seal costs to open and to break on this machine. Times are medians. */
export interface SealMeasurement {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  readonly rowId: DerivationCost;
  readonly contentKey: DerivationCost;
  /** A known card, from the tap to its content. */
  readonly openKnownCardMs: number;
  /** Trying every number with the disk and the station's secret in hand. One guess is checked against every card of the station at once. */
  readonly withStationSecret: {
    readonly guessesPerSecondAllCores: number;
    readonly allNumbersOf8DigitsDays: number;
    /** 26-bit cards: 8 bits of facility and 16 of number; the other two are parity. */
    readonly allCardsOf26BitsHours: number;
    /** The same where the facility code is known, as it is to everybody with one card of the house. */
    readonly cardsOf26BitsOneFacilityMinutes: number;
  };
  /** Trying with the disk alone: the unknown is the secret, not the card. */
  readonly withoutStationSecret: { readonly unknownBits: number };
}

/** The cost of one derivation. */
export interface DerivationCost extends ScryptCost {
  readonly medianMs: number;
  /** What scrypt must hold at once, by its definition. */
  readonly memoryMiB: number;
}

/** Measures with `rounds` runs of each kind (at least 9). */
export async function measureSeal(rounds = 9): Promise<SealMeasurement> {
  const stationSecret = new Secret(randomBytes(32).toString('base64'));
  const peppers = drawPeppers(stationSecret);
  const number = new Secret('12345678');
  const { id, key } = currentSealCost;
  const salt = newSalt(randomBytes);
  const rowId = { ...id, medianMs: await medianMs(rounds, () => deriveRowId(peppers, number, id)), memoryMiB: memoryMiB(id) };
  const keyMs = await medianMs(rounds, () => deriveContentKey(peppers, number, null, salt, key));
  const perSecond = await guessesPerSecond(rounds, () => deriveRowId(peppers, number, id));
  return {
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version },
    rowId,
    contentKey: { ...key, medianMs: keyMs, memoryMiB: memoryMiB(key) },
    openKnownCardMs: await openMs(rounds, stationSecret),
    withStationSecret: {
      guessesPerSecondAllCores: rounded(perSecond),
      allNumbersOf8DigitsDays: rounded(1e8 / perSecond / 86_400),
      allCardsOf26BitsHours: rounded(2 ** 24 / perSecond / 3600),
      cardsOf26BitsOneFacilityMinutes: rounded(2 ** 16 / perSecond / 60),
    },
    withoutStationSecret: { unknownBits: 256 },
  };
}

async function openMs(rounds: number, stationSecret: Secret): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'seal-measure-'));
  const enrolments = createEnrolments({
    file: join(folder, 'enrolments.db'),
    stationSecret,
    clock: systemClock,
    random: randomBytes,
    maxAgeDays: 30,
    log: () => {},
  });
  const card = { number: new Secret('12345678') };
  await enrolments.link(card, new Secret('x'.repeat(6000)));
  const result = await medianMs(rounds, () => enrolments.open(card));
  enrolments.close();
  await rm(folder, { recursive: true });
  return result;
}

async function medianMs(rounds: number, run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return rounded(times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0);
}

/** As many guesses at once as there are cores (libuv has four threads unless told otherwise). */
async function guessesPerSecond(rounds: number, run: () => Promise<unknown>): Promise<number> {
  const lanes = Array.from({ length: availableParallelism() });
  const start = performance.now();
  await Promise.all(
    lanes.map(async () => {
      for (let round = 0; round < rounds; round += 1) await run();
    }),
  );
  return (lanes.length * rounds * 1000) / (performance.now() - start);
}

function memoryMiB({ logN, r }: ScryptCost): number {
  return (128 * r * 2 ** logN) / 2 ** 20;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measureSeal(21))}\n`);
