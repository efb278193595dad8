import type { SafeStorage } from 'electron';
import { ProtectionUnavailable, plainProtection, type SecretProtection } from '../badge/station-secret.ts';
import type { Log } from '../log/log.ts';

/** The machine's key store as far as it is used. */
export type KeyStore = Pick<SafeStorage, 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'>;

/** What choosing the protection needs. */
export interface ProtectionParts {
  readonly keyStore: KeyStore;
  readonly platform: NodeJS.Platform;
  /** Name of the protection that wrote the station's secret; null before there is one. */
  readonly writtenBy: string | null;
  readonly log: Log;
}

/** First bytes of a ciphertext under Chromium's well-known key: not protected at all (reference 0.3). */
const unprotectedMark = 'v10';

/**
 * Chooses what protects the station's secret: the machine's key store, or nothing but the file's mode where there is none.
 * What wrote the secret stays in charge of it: a key store that is locked today must not void every badge, and one that appears
 * tomorrow neither.
 */
export async function protectSecret({ keyStore, platform, writtenBy, log }: ProtectionParts): Promise<SecretProtection> {
  const name = nameOf(keyStore, platform);
  const isPlain = writtenBy === null ? name === null || !(await protects(keyStore, platform)) : writtenBy === plainProtection.name;
  if (isPlain) {
    log('stationSecret.plainFile', { backend: name ?? 'none' });
    return plainProtection;
  }
  return byKeyStore(keyStore, platform, writtenBy ?? name ?? plainProtection.name, name);
}

function nameOf(keyStore: KeyStore, platform: NodeJS.Platform): string | null {
  if (platform === 'win32') return 'dpapi';
  if (platform === 'darwin') return 'keychain';
  const backend = keyStore.getSelectedStorageBackend();
  return backend === 'basic_text' || backend === 'unknown' ? null : backend;
}

/** A key store that does not answer when the station is first set up counts as none. */
async function protects(keyStore: KeyStore, platform: NodeJS.Platform): Promise<boolean> {
  try {
    return !isUnprotected(await keyStore.encryptStringAsync('test'), platform);
  } catch {
    return false;
  }
}

function byKeyStore(keyStore: KeyStore, platform: NodeJS.Platform, name: string, present: string | null): SecretProtection {
  return {
    name,
    async seal(bytes) {
      const sealed = await keyStore.encryptStringAsync(Buffer.from(bytes).toString('base64'));
      if (present !== name || isUnprotected(sealed, platform)) throw new ProtectionUnavailable('the key store offers no protection now');
      return sealed;
    },
    async open(sealed) {
      if (present !== name) throw new ProtectionUnavailable('another key store, or none, is there now');
      try {
        // The next key may be in charge (`shouldReEncrypt`); the text is the same, and the old key stays readable.
        const { result } = await keyStore.decryptStringAsync(Buffer.from(sealed));
        return Buffer.from(result, 'base64');
      } catch (error) {
        if (isTemporary(error) || !(await protects(keyStore, platform)))
          throw new ProtectionUnavailable('the key store does not answer now');
        throw error;
      }
    },
  };
}

function isUnprotected(sealed: Buffer, platform: NodeJS.Platform): boolean {
  // On Windows and macOS the same mark stands before a text under a key of the system's own store.
  return platform === 'linux' && sealed.subarray(0, unprotectedMark.length).toString('latin1') === unprotectedMark;
}

function isTemporary(error: unknown): boolean {
  return error instanceof Error && /temporar/i.test(error.message);
}
