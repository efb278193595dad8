/** When the service lets go of a job, as far as is known. */
export interface Expiry {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Within a day. */
  readonly soon: boolean;
}

const dayMs = 24 * 3_600_000;

/**
 * The end of a held job's time, counted from its submission. Null where nobody knows how long jobs are kept (`keptDays` 0), the job has no
 * date, or it is held beyond that time: then the number was wrong. `now`: milliseconds since the epoch.
 */
export function expiryOf(createdDateTime: string | null, keptDays: number, now: number): Expiry | null {
  if (keptDays === 0 || createdDateTime === null) return null;
  const at = Date.parse(createdDateTime) + keptDays * dayMs;
  if (Number.isNaN(at) || at <= now) return null;
  return { at: new Date(at).toISOString(), soon: at - now < dayMs };
}
