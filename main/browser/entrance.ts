import { timingSafeEqual } from 'node:crypto';
import type { Clock, RandomBytes } from '../ports.ts';

/** Who may come in: the bearer of an unused link, then the browser that holds the cookie. */
export interface Entrance {
  /** A new link key: works once, for ten minutes. */
  newKey(): string;
  /** Spends a key; false where it is unknown, used or too old. */
  spend(key: string): boolean;
  /** `Set-Cookie` value for a browser that spent a key. */
  cookie(): string;
  /** Whether a `Cookie` header carries this host's cookie. */
  admits(cookieHeader: string | undefined): boolean;
}

/** Age at which an unused link ends. */
const keyLifeMs = 10 * 60_000;
/** 256 bits, twice what guessing would need. */
const secretBytes = 32;

/** Opens the entrance of one host. `port` names the cookie: browsers send cookies to every port of an address. */
export function openEntrance(port: number, random: RandomBytes, clock: Clock): Entrance {
  const name = `station-${port}`;
  const pass = token(random);
  const expiryByKey = new Map<string, number>();
  return {
    newKey() {
      const key = token(random);
      expiryByKey.set(key, clock.elapsed() + keyLifeMs);
      return key;
    },
    spend(key) {
      const expiresAtMs = expiryByKey.get(key);
      expiryByKey.delete(key);
      return expiresAtMs !== undefined && clock.elapsed() < expiresAtMs;
    },
    cookie: () => `${name}=${pass}; HttpOnly; SameSite=Strict; Path=/`,
    admits(cookieHeader) {
      const values = (cookieHeader ?? '').split(';').map((pair) => pair.trim());
      return values.some((pair) => pair.startsWith(`${name}=`) && equal(pair.slice(name.length + 1), pass));
    },
  };
}

function token(random: RandomBytes): string {
  return Buffer.from(random(secretBytes)).toString('base64url');
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
