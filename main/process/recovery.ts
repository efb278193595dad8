/** When the screen failed, milliseconds on a clock that never jumps (`Clock.elapsed`); only what still counts. */
export type Failures = readonly number[];

/** What to do about a failed screen. */
export interface Recovery {
  readonly failures: Failures;
  /** `reload`: load the kiosk again. `outOfService`: show the static page, and try the kiosk again after the delay. */
  readonly step: 'reload' | 'outOfService';
  readonly delayMs: number;
}

/** Failures within this time count together. */
export const recoveryWindowMs = 10 * 60_000;
/** Before each reload; after these the screen is out of service. */
const reloadDelaysMs = [0, 5_000, 30_000] as const;

/** Decides about one failure: three reloads in ten minutes, each later than the last, then the static page for ten minutes. */
export function recover(before: Failures, nowMs: number): Recovery {
  const recent = before.filter((atMs) => nowMs - atMs < recoveryWindowMs);
  const delayMs = reloadDelaysMs[recent.length];
  const failures = [...recent, nowMs];
  return delayMs === undefined ? { failures, step: 'outOfService', delayMs: recoveryWindowMs } : { failures, step: 'reload', delayMs };
}
