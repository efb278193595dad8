/** Least time between two `touch` intents. Milliseconds. */
export const touchEveryMs = 1000;

/** Turns any number of touches and keys into at most one report a second. */
export function createActivity(nowMs: () => number, report: () => void): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return () => {
    const now = nowMs();
    if (now - lastMs < touchEveryMs) return;
    lastMs = now;
    report();
  };
}
