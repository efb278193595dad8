const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long until then, in words: `in 5 hours`, rounded down so that nobody comes too late; null once it is over or under a minute away. */
export function formatUntil(thenMs: number, nowMs: number, language: string): string | null {
  const left = thenMs - nowMs;
  if (left < minuteMs) return null;
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  return left < hourMs ? words.format(Math.floor(left / minuteMs), 'minute') : words.format(Math.floor(left / hourMs), 'hour');
}

/** A day without its time: `Tue 24 Nov`. */
export function formatDay(thenMs: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' }).format(thenMs);
}
