/**
 * `Retry-After` as milliseconds from now: seconds, also with a fraction, or an HTTP date. A date is measured against the answer's own `Date`
 * where it has one, else against `nowMs` (milliseconds since the epoch): the station's clock may be wrong. Null where absent or nonsense.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const until = httpDate(value);
  if (until === null) return null;
  return Math.max(0, until - (httpDate(headers.get('date')?.trim() ?? '') ?? nowMs));
}

/** Milliseconds since the epoch; null for what is no date of HTTP. `Date.parse` alone takes `2` for a year and `soon 1` for a day. */
function httpDate(value: string): number | null {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /i.test(value) || !/\d\d:\d\d/.test(value)) return null;
  // The third form of RFC 9110 (asctime) names no zone and means GMT.
  const time = Date.parse(/\b(GMT|UTC|[+-]\d{4})\b/i.test(value) ? value : `${value} GMT`);
  return Number.isNaN(time) ? null : time;
}
