import type { RandomBytes } from '../ports.ts';

/** A random GUID (version 4) for `client-request-id` (reference 5.2). */
export function newGuid(random: RandomBytes): string {
  const bytes = Uint8Array.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A number from 0 up to 1 for jitter. */
export function chance(random: RandomBytes): number {
  const [a = 0, b = 0, c = 0, d = 0] = random(4);
  return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** 32;
}

/** The first eight figures of a request id, as `4F2A-91C0`: short enough to read out, long enough to find in the log. Null where there is none. */
export function shortReference(requestId: string | null): string | null {
  const figures = (requestId ?? '').replace(/[^0-9a-z]/gi, '').slice(0, 8);
  return figures.length < 8 ? null : `${figures.slice(0, 4)}-${figures.slice(4)}`.toUpperCase();
}

/** A request id as the log may carry it: Graph's own, or null where the header is not an id. */
export function requestIdOf(headers: Headers): string | null {
  const value = headers.get('request-id')?.trim() ?? '';
  return /^[0-9a-z-]{8,64}$/i.test(value) ? value : null;
}
