import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  currentSealCost,
  deriveContentKey,
  deriveRowId,
  drawPeppers,
  payable,
  type SealBinding,
  type SealCost,
  seal,
  unseal,
} from '../../../main/badge/seal.ts';
import { Secret } from '../../../main/secret.ts';

const cheap: SealCost = { id: { logN: 4, r: 1, p: 1 }, key: { logN: 4, r: 1, p: 1 } };
const newSecret = () => new Secret(randomBytes(32).toString('base64'));
const binding: SealBinding = { version: 1, id: randomBytes(32), salt: randomBytes(32), createdAtMs: 1000, cost: cheap };

test('a seal opens with its own key and binding, and gives back the very text', () => {
  const key = randomBytes(32);
  for (const text of ['', 'x', 'žluťoučký 🐎', 'y'.repeat(2044), 'z'.repeat(2045), 'w'.repeat(100_000)]) {
    expect(unseal(key, seal(key, new Secret(text), binding, randomBytes), binding)?.toString()).toBe(text);
  }
});

test('nothing opens with another key, another row, a younger date, another version, salt or cost', () => {
  const key = randomBytes(32);
  const sealed = seal(key, new Secret('content'), binding, randomBytes);
  expect(unseal(randomBytes(32), sealed, binding)).toBeNull();
  const others: Partial<SealBinding>[] = [
    { id: randomBytes(32) },
    { salt: randomBytes(32) },
    { createdAtMs: 1001 },
    { version: 2 },
    { cost: { ...cheap, id: { ...cheap.id, logN: 5 } } },
    { cost: { ...cheap, key: { ...cheap.key, p: 2 } } },
  ];
  for (const other of others) expect(unseal(key, sealed, { ...binding, ...other })).toBeNull();
});

test('no changed or shortened byte opens', () => {
  const key = randomBytes(32);
  const sealed = seal(key, new Secret('content'), binding, randomBytes);
  for (let at = 0; at < sealed.length; at += 7) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal(key, changed, binding)).toBeNull();
  }
  for (const length of [0, 11, 12, 28, 29, sealed.length - 1]) expect(unseal(key, sealed.subarray(0, length), binding)).toBeNull();
});

test('the length of the sealed bytes does not tell short names from long ones', () => {
  const key = randomBytes(32);
  const lengths = ['Li', 'Maximiliane von Hohenstein-Wittgenstein'].map((name) => seal(key, new Secret(name), binding, randomBytes).length);
  expect(new Set(lengths).size).toBe(1);
});

test('row id and key need the card and the station’s secret; the key also the salt and the PIN', async () => {
  const secret = newSecret();
  const peppers = drawPeppers(secret);
  const salt = randomBytes(32);
  const card = new Secret('12345678');
  const pin = new Secret('4711');
  const made = await Promise.all([
    deriveRowId(peppers, card, cheap.id),
    deriveRowId(peppers, new Secret('12345679'), cheap.id),
    deriveRowId(drawPeppers(newSecret()), card, cheap.id),
    deriveRowId(peppers, card, { ...cheap.id, logN: 5 }),
    deriveContentKey(peppers, card, null, salt, cheap.key),
    deriveContentKey(peppers, card, pin, salt, cheap.key),
    deriveContentKey(peppers, card, null, randomBytes(32), cheap.key),
    deriveContentKey(drawPeppers(newSecret()), card, null, salt, cheap.key),
    deriveContentKey(peppers, new Secret('1234'), new Secret('5678'), salt, cheap.key),
    deriveContentKey(peppers, new Secret('12345'), new Secret('678'), salt, cheap.key),
  ]);
  expect(new Set(made.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(made.length);
  const again = await Promise.all([
    deriveRowId(drawPeppers(secret), card, cheap.id),
    deriveContentKey(drawPeppers(secret), card, null, salt, cheap.key),
  ]);
  expect(again).toEqual([made[0], made[4]]);
});

test('a secret of the wrong length is refused', () => {
  for (const text of ['', 'short', randomBytes(31).toString('base64')]) expect(() => drawPeppers(new Secret(text))).toThrow(RangeError);
});

test('the current cost is payable, runs, and holds 64 and 32 MiB; a damaged row cannot ask for gigabytes', async () => {
  const peppers = drawPeppers(newSecret());
  expect(await deriveRowId(peppers, new Secret('1'), currentSealCost.id)).toHaveLength(32);
  expect(await deriveContentKey(peppers, new Secret('1'), null, randomBytes(32), currentSealCost.key)).toHaveLength(32);
  expect([currentSealCost.id, currentSealCost.key].map(({ logN, r }) => (128 * r * 2 ** logN) / 2 ** 20)).toEqual([64, 32]);
  expect(payable(currentSealCost.id) && payable(currentSealCost.key)).toBe(true);
  for (const bad of [{ logN: 19 }, { logN: 0 }, { r: 17 }, { r: 0 }, { p: 5 }, { p: 0 }, { logN: 14.5 }, { r: Number.NaN }]) {
    expect(payable({ ...currentSealCost.id, ...bad })).toBe(false);
  }
});
