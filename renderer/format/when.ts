const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago, in words: `5 minutes ago`, `now`. A time in the future (clocks differ) counts as now. */
export function formatAgo(thenMs: number, nowMs: number, language: string): string {
  const ago = Math.max(0, nowMs - thenMs);
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (ago < minuteMs) return words.format(0, 'second');
  if (ago < hourMs) return words.format(-Math.floor(ago / minuteMs), 'minute');
  if (ago < dayMs) return words.format(-Math.floor(ago / hourMs), 'hour');
  return words.format(-Math.floor(ago / dayMs), 'day');
}

/** The clock time, with the day once it is not today's: `14:05`, `Thu, 19 Nov, 14:05`. */
export function formatClock(thenMs: number, nowMs: number, language: string): string {
  const then = new Date(thenMs);
  const today = then.toDateString() === new Date(nowMs).toDateString();
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(language, today ? time : { weekday: 'short', day: 'numeric', month: 'short', ...time }).format(then);
}
