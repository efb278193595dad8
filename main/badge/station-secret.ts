import { link, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setAsidePath } from '../disk/set-aside.ts';
import type { Log } from '../log/log.ts';
import type { Clock, RandomBytes } from '../ports.ts';
import { Secret } from '../secret.ts';
import { stationSecretLength } from './seal.ts';

/** Protects the station's secret at rest with what the machine offers. */
export interface SecretProtection {
  /** Names the protection truthfully, e.g. `dpapi` or `plain-file`; written into the file. */
  readonly name: string;
  seal(bytes: Uint8Array): Promise<Uint8Array>;
  /** Rejects with `ProtectionUnavailable` where trying again later may help, with anything else where it will not. */
  open(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The protection cannot work just now (a key store that is locked or starting). Nothing is thrown away for it. */
export class ProtectionUnavailable extends Error {
  override readonly name = 'ProtectionUnavailable';
}

/** No protection beyond the file's mode 0600: whoever reads the disk has the secret. */
export const plainProtection: SecretProtection = {
  name: 'plain-file',
  seal: async (bytes) => bytes,
  open: async (bytes) => bytes,
};

/** What `loadStationSecret` needs. */
export interface StationSecretOptions {
  /** Absolute; made with mode 0700 when it is missing. */
  readonly folder: string;
  readonly protect: SecretProtection;
  readonly random: RandomBytes;
  readonly clock: Clock;
  readonly log: Log;
}

/** The station's secret, or why it cannot be had now. */
export type LoadedStationSecret =
  /** `secret` is 32 bytes in base64. `replaced`: the old file was set aside, so every enrolment is void and people link again. */
  | { readonly is: 'ready'; readonly secret: Secret; readonly was: 'read' | 'created' | 'replaced' }
  /** Nothing was changed. `storage`: folder or file; `protection`: the machine's key store. Trying again later may help. */
  | { readonly is: 'unavailable'; readonly why: 'storage' | 'protection' };

const fileName = 'station-secret.json';
/** A file longer than this is none of ours, in bytes. */
const largestFile = 65_536;

type Stored =
  | { readonly is: 'none' }
  | { readonly is: 'read'; readonly bytes: Uint8Array }
  | { readonly is: 'unusable'; readonly why: 'damaged' | 'otherProtection' | 'refused' }
  | { readonly is: 'unavailable'; readonly why: 'storage' | 'protection' };

/** Reads the station's secret, or creates it once. A file that does not open is set aside under another name, never overwritten. */
export async function loadStationSecret(options: StationSecretOptions): Promise<LoadedStationSecret> {
  const file = join(options.folder, fileName);
  try {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const stored = await read(file, options.protect);
    if (stored.is === 'read') return ready(stored.bytes, 'read');
    if (stored.is === 'unavailable') return unavailable(options, stored.why);
    if (stored.is === 'unusable') await setAside(file, stored.why, options);
    return await create(file, stored.is === 'none' ? 'created' : 'replaced', options);
  } catch (error) {
    if (isSystemError(error)) return unavailable(options, 'storage');
    throw error;
  }
}

/** Name of the protection that wrote the station's secret; null where there is no readable file. For choosing the same one again. */
export async function storedProtection(folder: string): Promise<string | null> {
  const text = await readSmall(join(folder, fileName)).catch(() => null);
  return text === null ? null : (parse(text)?.protection ?? null);
}

function ready(bytes: Uint8Array, was: 'read' | 'created' | 'replaced'): LoadedStationSecret {
  const secret = new Secret(Buffer.from(bytes).toString('base64'));
  bytes.fill(0);
  return { is: 'ready', secret, was };
}

function unavailable({ protect, log }: StationSecretOptions, why: 'storage' | 'protection'): LoadedStationSecret {
  log('stationSecret.unavailable', { why, protection: protect.name });
  return { is: 'unavailable', why };
}

async function read(file: string, protect: SecretProtection): Promise<Stored> {
  const text = await readSmall(file);
  if (text === null) return { is: 'none' };
  const parsed = parse(text);
  if (parsed === null) return { is: 'unusable', why: 'damaged' };
  if (parsed.protection !== protect.name) return { is: 'unusable', why: 'otherProtection' };
  try {
    // A copy, since a protection may hand back what it was given, and this is wiped by whoever takes it.
    const bytes = Uint8Array.from(await protect.open(parsed.sealed));
    return bytes.length === stationSecretLength ? { is: 'read', bytes } : { is: 'unusable', why: 'damaged' };
  } catch (error) {
    return error instanceof ProtectionUnavailable ? { is: 'unavailable', why: 'protection' } : { is: 'unusable', why: 'refused' };
  }
}

/** The file's text, cut at the largest size that could be ours; null where there is no file. */
async function readSmall(file: string): Promise<string | null> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(largestFile), 0, largestFile, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string): { readonly protection: string; readonly sealed: Uint8Array } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (!('format' in value && 'protection' in value && 'sealed' in value)) return null;
  if (value.format !== 1 || typeof value.protection !== 'string' || typeof value.sealed !== 'string') return null;
  return { protection: value.protection, sealed: Buffer.from(value.sealed, 'base64') };
}

async function setAside(file: string, why: string, { clock, log, protect }: StationSecretOptions): Promise<void> {
  const aside = setAsidePath(file, clock);
  await rename(file, aside);
  log('stationSecret.setAside', { why, file: aside, protection: protect.name });
}

async function create(file: string, was: 'created' | 'replaced', options: StationSecretOptions): Promise<LoadedStationSecret> {
  const { protect, random, log } = options;
  const bytes = Uint8Array.from(random(stationSecretLength));
  const sealed = await sealProven(bytes, protect);
  if (sealed === null) return unavailable(options, 'protection');
  const text = JSON.stringify({ format: 1, protection: protect.name, sealed: Buffer.from(sealed).toString('base64') });
  if (await writeOnce(file, `${text}\n`, random)) {
    log('stationSecret.created', { protection: protect.name });
    return ready(bytes, was);
  }
  // Another process of this station was faster: its secret is the one.
  const theirs = await read(file, protect);
  return theirs.is === 'read' ? ready(theirs.bytes, 'read') : unavailable(options, 'storage');
}

/** Seals and opens again before anything is kept: a key store that cannot give back would void every enrolment at the next start. */
async function sealProven(bytes: Uint8Array, protect: SecretProtection): Promise<Uint8Array | null> {
  try {
    const sealed = await protect.seal(Uint8Array.from(bytes));
    const opened = await protect.open(sealed);
    return Buffer.compare(opened, bytes) === 0 ? sealed : null;
  } catch {
    return null;
  }
}

/** Writes a whole file or none, with mode 0600, and never over another: false where one has appeared meanwhile. */
async function writeOnce(file: string, text: string, random: RandomBytes): Promise<boolean> {
  const draft = `${file}.${Buffer.from(random(6)).toString('hex')}.new`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return await putInPlace(draft, file);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

async function putInPlace(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EEXIST' || (await exists(file))) return false;
    // A file system without hard links.
    await rename(draft, file);
  }
  await syncFolder(file);
  return true;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Makes the new name durable where folders can be synced at all (not on Windows). */
async function syncFolder(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(join(file, '..'), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
