/** A Retry-After as the tenant writes it: seconds, or the HTTP date that many seconds ahead of its clock (RFC 9110 10.2.3). */
export function retryAfterHeader(seconds: number, form: 'seconds' | 'date', nowMs: number): string {
  return form === 'seconds' ? String(seconds) : new Date(nowMs + seconds * 1000).toUTCString();
}
