import { createCipheriv, createDecipheriv, createHmac, hkdfSync, scrypt } from 'node:crypto';
import type { RandomBytes } from '../ports.ts';
import type { Secret } from '../secret.ts';

/** What one slow derivation costs: scrypt's numbers (RFC 7914). Memory is `128 * 2^logN * r` bytes. */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** The two derivations of a seal. Stored with each row, so that they can be raised without losing rows. */
export interface SealCost {
  /** Finds the row. This is what every guess of a card number pays, once for all rows of the station. */
  readonly id: ScryptCost;
  /** Opens the row. This is what every guess of a PIN would pay, once the card is known. */
  readonly key: ScryptCost;
}

/**
 * What new rows cost. Both follow one another on a tap and must stay within about a quarter of a second on a
 * two-core machine, since tap to jobs has one second; the larger share goes to the id, because with the
 * station's secret in hand that one alone tells whether a guessed number is right. scrypt and not Argon2,
 * because Electron's crypto library has no Argon2. What this buys is measured by `measure.ts`.
 */
export const currentSealCost: SealCost = { id: { logN: 16, r: 8, p: 1 }, key: { logN: 15, r: 8, p: 1 } };

/** Version of the sealed format; part of what is authenticated. */
export const sealVersion = 1;

/** Length of the station's secret, in bytes. */
export const stationSecretLength = 32;

const saltLength = 32;
const nonceLength = 12;
const tagLength = 16;
/** Sealed content grows in steps of this many bytes: its length says nothing about whose it is. */
const paddingStep = 2048;

/** What is authenticated beside the content: a sealed text moved to another row, or a row made younger, does not open. */
export interface SealBinding {
  readonly version: number;
  readonly id: Uint8Array;
  readonly salt: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  readonly cost: SealCost;
}

/** Keys drawn from the station's secret, one for each use. Wipe them when done. */
export interface Peppers {
  readonly id: Uint8Array;
  readonly key: Uint8Array;
}

/** Draws the peppers. Throws a `RangeError` where the secret is not 32 bytes in base64. */
export function drawPeppers(stationSecret: Secret): Peppers {
  const secret = Buffer.from(stationSecret.reveal(), 'base64');
  if (secret.length !== stationSecretLength) throw new RangeError('The station secret is not 32 bytes of base64.');
  const draw = (use: string) => new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `release-station enrolment ${use} 1`, 32));
  const peppers = { id: draw('row id'), key: draw('content key') };
  secret.fill(0);
  return peppers;
}

/** A fresh salt for a row. */
export function newSalt(random: RandomBytes): Uint8Array {
  return random(saltLength);
}

/** True for a cost that this machine may be asked to pay: a damaged row must not ask for gigabytes. */
export function payable(cost: ScryptCost): boolean {
  const whole = Number.isInteger(cost.logN) && Number.isInteger(cost.r) && Number.isInteger(cost.p);
  return whole && cost.logN >= 1 && cost.logN <= 18 && cost.r >= 1 && cost.r <= 16 && cost.p >= 1 && cost.p <= 4;
}

/** True when both derivations cost the same. */
export function sameCost(a: ScryptCost, b: ScryptCost): boolean {
  return a.logN === b.logN && a.r === b.r && a.p === b.p;
}

/** The row id of a card, 32 bytes: the same for the same card, station secret and cost; meaningless without the secret. */
export function deriveRowId(peppers: Peppers, number: Secret, cost: ScryptCost): Promise<Uint8Array> {
  return derive(peppers.id, [number.reveal()], Buffer.from('release-station row id'), cost);
}

/** The key of a row's content, 32 bytes. `pin` is empty where the station asks for none. Wipe it when done. */
export function deriveContentKey(
  peppers: Peppers,
  number: Secret,
  pin: Secret | null,
  salt: Uint8Array,
  cost: ScryptCost,
): Promise<Uint8Array> {
  return derive(peppers.key, [number.reveal(), pin === null ? '' : pin.reveal()], salt, cost);
}

function derive(pepper: Uint8Array, parts: readonly string[], salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> {
  // The pepper goes in before the slow part: without the station's secret there is nothing to guess but 256 random bits.
  const hmac = createHmac('sha256', pepper);
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  const input = hmac.digest();
  const memory = 128 * cost.r * (2 ** cost.logN + cost.p + 2);
  return new Promise((resolve, reject) => {
    // The asynchronous form runs on libuv's threads, so that screen and reader stay alive meanwhile. Node allows 32 MiB unless told otherwise.
    scrypt(input, salt, 32, { N: 2 ** cost.logN, r: cost.r, p: cost.p, maxmem: memory + 2 ** 20 }, (error, key) => {
      input.fill(0);
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function bound(binding: SealBinding): Buffer {
  const { id, key } = binding.cost;
  const head = JSON.stringify(['release-station seal', binding.version, binding.createdAtMs, id.logN, id.r, id.p, key.logN, key.r, key.p]);
  return Buffer.concat([Buffer.from(`${head}\n`), binding.id, binding.salt]);
}

/** Seals `content` with AES-256-GCM under a fresh nonce: nonce, tag, ciphertext. */
export function seal(key: Uint8Array, content: Secret, binding: SealBinding, random: RandomBytes): Uint8Array {
  const text = Buffer.from(content.reveal());
  const padded = Buffer.alloc(Math.ceil((text.length + 4) / paddingStep) * paddingStep);
  padded.writeUInt32BE(text.length);
  text.copy(padded, 4);
  const nonce = random(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(bound(binding));
  const sealed = Buffer.concat([cipher.update(padded), cipher.final()]);
  text.fill(0);
  padded.fill(0);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Opens what `seal` made, as the bytes of the content; null where key, binding or bytes are not those it was made with. */
export function unseal(key: Uint8Array, sealed: Uint8Array, binding: SealBinding): Buffer | null {
  if (sealed.length < nonceLength + tagLength + paddingStep) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), { authTagLength: tagLength });
  decipher.setAAD(bound(binding)).setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
  const padded = decipher.update(sealed.subarray(nonceLength + tagLength));
  try {
    decipher.final();
  } catch {
    padded.fill(0);
    return null;
  }
  const length = padded.readUInt32BE();
  const text = length <= padded.length - 4 ? Buffer.from(padded.subarray(4, 4 + length)) : null;
  padded.fill(0);
  return text;
}
