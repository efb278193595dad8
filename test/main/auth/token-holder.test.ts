import { describe, expect, it } from 'vitest';
import { plainFailure } from '../../../main/auth/failures.ts';
import { type Acquired, createTokenHolder } from '../../../main/auth/token-holder.ts';
import { Secret } from '../../../main/secret.ts';
import { handClock } from '../../support/badge.ts';

const hourMs = 3_600_000;

function holding(answer: (asked: number) => Acquired | Promise<Acquired>) {
  const clock = handClock(0);
  const asked: (string | undefined)[] = [];
  const holder = createTokenHolder(clock, async (claims) => {
    asked.push(claims);
    return answer(asked.length);
  });
  return { clock, asked, holder };
}

const token = (text: string, expiresAt: number): Acquired => ({ ok: true, token: new Secret(text), expiresAt });
const busy = (retryAfterMs: number | null): Acquired => ({ ok: false, failure: plainFailure('busy'), retryAfterMs });

describe('the token that an identity holds', () => {
  it('is asked for once by all who ask together, and kept', async () => {
    const { asked, holder } = holding((n) => token(`t${n}`, hourMs));
    const results = await Promise.all(Array.from({ length: 20 }, () => holder.getToken()));
    expect(new Set(results.map((result) => result.ok && result.token.reveal()))).toEqual(new Set(['t1']));
    await holder.getToken();
    expect(asked).toHaveLength(1);
  });

  it('is renewed when it lives shorter than the caller needs, and a minute before its end in any case', async () => {
    const { clock, asked, holder } = holding((n) => token(`t${n}`, n * hourMs));
    await holder.getToken();
    clock.advance(hourMs - 300_000);
    await holder.getToken({ minLifetimeMs: 300_000 });
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await holder.getToken({ minLifetimeMs: 300_000 });
    expect(asked).toHaveLength(2);
    clock.advance(hourMs + 300_000 - 60_001);
    await holder.getToken();
    expect(asked).toHaveLength(2);
    clock.advance(1);
    await holder.getToken();
    expect(asked).toHaveLength(3);
  });

  it('is renewed in any case for a caller who needs it to live for ever', async () => {
    const { asked, holder } = holding((n) => token(`t${n}`, hourMs));
    await holder.getToken();
    expect(await holder.getToken({ minLifetimeMs: Number.POSITIVE_INFINITY })).toMatchObject({ ok: true });
    expect(asked).toHaveLength(2);
  });

  it('serves callers with different needs with one request', async () => {
    const { asked, holder } = holding((n) => token(`t${n}`, hourMs));
    await Promise.all([holder.getToken(), holder.getToken({ minLifetimeMs: 300_000 }), holder.getToken({ minLifetimeMs: 600_000 })]);
    expect(asked).toHaveLength(1);
  });

  it('is asked for anew with claims, once for the same claims, and never two at a time', async () => {
    let running = 0;
    const { asked, holder } = holding(async (n) => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      running -= 1;
      return token(`t${n}`, hourMs);
    });
    await holder.getToken();
    await Promise.all([holder.getToken({ claims: 'a' }), holder.getToken({ claims: 'a' }), holder.getToken({ claims: 'b' })]);
    expect(asked).toEqual([undefined, 'a', 'b']);
    expect(await holder.getToken()).toMatchObject({ ok: true });
    expect(asked).toHaveLength(3);
  });

  it('is not asked for while Entra wants to be left alone, up to a minute', async () => {
    const { clock, asked, holder } = holding((n) => (n < 3 ? busy(n === 1 ? 10_000 : 3_600_000) : token('t', clock.elapsed() + hourMs)));
    expect(await holder.getToken()).toMatchObject({ failure: { kind: 'busy' } });
    clock.advance(9_999);
    expect(await holder.getToken()).toMatchObject({ failure: { kind: 'busy' } });
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await holder.getToken();
    expect(asked).toHaveLength(2);
    clock.advance(60_000);
    expect(await holder.getToken()).toMatchObject({ ok: true });
  });

  it.each([-hourMs, hourMs])(
    'is had again once Entra’s quiet time is over, though the wall clock was set by %i ms meanwhile',
    async (setBy) => {
      const { clock, asked, holder } = holding((n) => (n === 1 ? busy(10_000) : token('t', 2 * hourMs)));
      await holder.getToken();
      clock.set(clock.now() + setBy);
      clock.advance(9_999);
      expect(await holder.getToken()).toMatchObject({ ok: false });
      expect(asked).toHaveLength(1);
      clock.advance(1);
      expect(await holder.getToken()).toMatchObject({ ok: true });
    },
  );

  it.each([-hourMs, hourMs])('lives as long as Entra said, though the wall clock was set by %i ms meanwhile', async (setBy) => {
    const { clock, asked, holder } = holding((n) => token(`t${n}`, n * hourMs));
    await holder.getToken();
    clock.set(clock.now() + setBy);
    clock.advance(hourMs - 60_000);
    await holder.getToken();
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await holder.getToken();
    expect(asked).toHaveLength(2);
  });

  it('is asked for again at once after a 503 that names no time', async () => {
    const { holder } = holding((n) => (n === 1 ? busy(null) : token('t', hourMs)));
    expect(await holder.getToken()).toMatchObject({ ok: false });
    expect(await holder.getToken()).toMatchObject({ ok: true });
  });

  it('is gone for good once closed, also for those who already wait and for what still arrives', async () => {
    let arrive: (answer: Acquired) => void = () => undefined;
    const { asked, holder } = holding(
      () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    );
    const waiting = holder.getToken();
    const next = holder.getToken({ claims: 'a' });
    await Promise.resolve();
    await Promise.resolve();
    holder.close(plainFailure('cancelled'));
    arrive(token('late', hourMs));
    for (const result of [await waiting, await next, await holder.getToken()]) {
      expect(result).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    }
    holder.put({ token: new Secret('later'), expiresAt: hourMs });
    expect(await holder.getToken()).toMatchObject({ ok: false });
    expect(asked).toHaveLength(1);
  });
});
