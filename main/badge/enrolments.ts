import type { Log } from '../log/log.ts';
import type { Clock, RandomBytes } from '../ports.ts';
import { Secret } from '../secret.ts';
import { openEnrolmentFile } from './enrolment-file.ts';
import {
  countRows,
  emptyWal,
  idCosts,
  insertRow,
  type Row,
  type RowKey,
  readRow,
  removeOlder,
  removeRow,
  updateSealed,
} from './enrolment-rows.ts';
import type { Card, EnrolmentRow, Enrolments } from './model.ts';
import {
  currentSealCost,
  deriveContentKey,
  deriveRowId,
  drawPeppers,
  newSalt,
  payable,
  type SealBinding,
  type SealCost,
  sameCost,
  seal,
  sealVersion,
  unseal,
} from './seal.ts';

/** What the station's enrolments need. */
export interface EnrolmentsOptions {
  /** Absolute path of `enrolments.db`. */
  readonly file: string;
  /** 32 bytes in base64, from `loadStationSecret`. */
  readonly stationSecret: Secret;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Age at which an enrolment ends, in days since the card was linked. */
  readonly maxAgeDays: number;
  readonly log: Log;
  /** What new seals cost; rows sealed at another cost are sealed anew when they are opened. */
  readonly cost?: SealCost;
}

/** The enrolments of one station, and their upkeep. */
export interface StationEnrolments extends Enrolments {
  /** Removes enrolments that are too old; returns how many. Call it at start and once a day. */
  prune(): number;
  /** How many cards are linked. */
  count(): number;
  /** Wipes the keys of open rows and closes the file. */
  close(): void;
}

const dayMs = 86_400_000;

/** Opens the enrolments of a station. Throws where the file cannot be opened for a reason other than damage. */
export function createEnrolments(options: EnrolmentsOptions): StationEnrolments {
  const { clock, random, maxAgeDays, log } = options;
  const cost = options.cost ?? currentSealCost;
  const file = openEnrolmentFile(options);
  const peppers = drawPeppers(options.stationSecret);
  const openRows = new Set<EnrolmentRow>();

  const ended = (row: RowKey, why: 'age' | 'damaged') => {
    file.change((db) => removeRow(db, row));
    file.use(emptyWal);
    log('enrolments.removed', { why });
    return { is: 'ended', why } as const;
  };

  const handOut = (binding: SealBinding, key: Uint8Array, content: Uint8Array): EnrolmentRow => {
    let open = true;
    let last = content;
    const row: EnrolmentRow = {
      reseal(content) {
        if (!open) throw new Error('The enrolment is closed.');
        const sealed = seal(key, content, binding, random);
        const isNewest = file.change((db) => updateSealed(db, binding, last, sealed));
        if (isNewest) last = sealed;
        return isNewest;
      },
      remove() {
        file.change((db) => removeRow(db, binding));
        file.use(emptyWal);
      },
      close() {
        open = false;
        key.fill(0);
        openRows.delete(row);
      },
    };
    openRows.add(row);
    return row;
  };

  /** Seals under the current cost with a new salt, in place of `replaces` and of any row with the same id. */
  const put = async (card: Card, id: Uint8Array, content: Secret, createdAtMs: number, replaces: RowKey | null): Promise<EnrolmentRow> => {
    const binding: SealBinding = { version: sealVersion, id, salt: newSalt(random), createdAtMs, cost };
    const key = await deriveContentKey(peppers, card.number, null, binding.salt, cost.key);
    const sealed = seal(key, content, binding, random);
    file.change((db) => {
      if (replaces !== null) removeRow(db, replaces);
      insertRow(db, { ...binding, sealed });
    });
    file.use(emptyWal);
    return handOut(binding, key, sealed);
  };

  /** The card's row, first at the current cost, then at each cost that older rows still have. */
  const find = async (card: Card): Promise<{ readonly row: Row | null; readonly currentId: Uint8Array }> => {
    const currentId = await deriveRowId(peppers, card.number, cost.id);
    const row = file.use((db) => readRow(db, currentId));
    if (row !== null) return { row, currentId };
    for (const older of file.use(idCosts)) {
      if (sameCost(older, cost.id) || !payable(older)) continue;
      const id = await deriveRowId(peppers, card.number, older);
      const found = file.use((db) => readRow(db, id));
      if (found !== null) return { row: found, currentId };
    }
    return { row: null, currentId };
  };

  const tooOld = (createdAtMs: number) => {
    const ageMs = clock.now() - createdAtMs;
    // A row from the future was linked while the clock was wrong: its age cannot be known, so it must not last.
    return ageMs > maxAgeDays * dayMs || ageMs < -dayMs;
  };

  return {
    async open(card) {
      const { row, currentId } = await find(card);
      if (row === null) return { is: 'unknown' };
      if (tooOld(row.createdAtMs)) return ended(row, 'age');
      if (!payable(row.cost.key)) return ended(row, 'damaged');
      const key = await deriveContentKey(peppers, card.number, null, row.salt, row.cost.key);
      const bytes = unseal(key, row.sealed, row);
      if (bytes === null) {
        key.fill(0);
        return ended(row, 'damaged');
      }
      const content = new Secret(bytes.toString());
      bytes.fill(0);
      if (sameCost(row.cost.id, cost.id) && sameCost(row.cost.key, cost.key))
        return { is: 'opened', content, row: handOut(row, key, row.sealed) };
      key.fill(0);
      return { is: 'opened', content, row: await put(card, currentId, content, row.createdAtMs, row) };
    },
    async link(card, content) {
      const { row, currentId } = await find(card);
      return put(card, currentId, content, clock.now(), row);
    },
    prune() {
      const removed = file.change((db) => removeOlder(db, clock.now() - maxAgeDays * dayMs));
      if (removed > 0) {
        file.use(emptyWal);
        log('enrolments.pruned', { removed });
      }
      return removed;
    },
    count: () => file.use(countRows),
    close() {
      for (const row of openRows) row.close();
      peppers.id.fill(0);
      peppers.key.fill(0);
      file.close();
    },
  };
}
