import type { Countdown } from '../../preload/contract.ts';

/** Milliseconds left now; `arrivedAtMs` and `nowMs` are of the same monotonic clock. Never below zero. */
export function remainingMs(countdown: Countdown, arrivedAtMs: number, nowMs: number): number {
  return Math.max(0, countdown.remainingMs - Math.max(0, nowMs - arrivedAtMs));
}

/** Whole seconds to show: 1 until the very end, so 0 is only ever seen when it is over. */
export function secondsLeft(leftMs: number): number {
  return Math.ceil(leftMs / 1000);
}

/** Share of the time that is left, 0 to 1. */
export function shareLeft(leftMs: number, totalMs: number): number {
  return totalMs <= 0 ? 0 : Math.min(1, Math.max(0, leftMs / totalMs));
}

/** Minutes and seconds as `9:05`, in the language's own digits. */
export function formatTimeLeft(leftMs: number, language: string): string {
  const seconds = secondsLeft(leftMs);
  const minutes = new Intl.NumberFormat(language, { useGrouping: false }).format(Math.floor(seconds / 60));
  const rest = new Intl.NumberFormat(language, { minimumIntegerDigits: 2 }).format(seconds % 60);
  return `${minutes}:${rest}`;
}
