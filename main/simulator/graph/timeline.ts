/** A value with its past, so that a read can see how it was a little while ago. Times are milliseconds on a clock that never jumps. */
export interface Timeline<T> {
  current(): T;
  /** The oldest value that is remembered. */
  first(): T;
  /** As it was at that moment; undefined before the first value. */
  at(time: number): T | undefined;
  set(value: T, now: number): void;
}

const keptMs = 120_000;

/** Starts a timeline. Values older than two minutes are forgotten, except the one that was then in force. */
export function createTimeline<T>(first: T, now: number): Timeline<T> {
  let entries: { readonly from: number; readonly value: T }[] = [{ from: now, value: first }];
  let current = first;
  return {
    current: () => current,
    first: () => entries[0]?.value ?? current,
    at: (time) => entries.findLast((entry) => entry.from <= time)?.value,
    set(value, from) {
      current = value;
      const firstKept = entries.findLastIndex((entry) => entry.from < from - keptMs);
      entries = [...entries.slice(Math.max(0, firstKept)), { from, value }];
    },
  };
}
