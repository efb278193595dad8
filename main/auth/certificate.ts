import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Secret } from '../secret.ts';

/** Why a certificate file cannot serve as the station's credential. */
export type CertificateProblem =
  | 'fileUnreadable'
  | 'noCertificate'
  | 'noKey'
  | 'keyEncrypted'
  | 'keyUnreadable'
  | 'keyNotRsa'
  | 'keyMismatch'
  | 'notYetValid'
  | 'expired';

/** What MSAL signs with. */
export interface StationCertificate {
  /** SHA-256 of the certificate's DER, upper-case hex without colons; goes out as `x5t#S256` (reference 8.4). */
  readonly thumbprintSha256: string;
  /** PKCS #8 PEM. */
  readonly privateKey: Secret;
  /** End of the certificate, milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A checked certificate file, or what is wrong with it. */
export type CertificateReading =
  | { readonly ok: true; readonly certificate: StationCertificate }
  | { readonly ok: false; readonly problem: CertificateProblem };

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const keyBlock = /-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----[\s\S]+?-----END (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----/;

/** Checks a PEM text that holds a private key and, among its certificates, the one that belongs to it. `now`: milliseconds since the epoch. */
export function readCertificate(pem: string, now: number): CertificateReading {
  const certificates = [...pem.matchAll(certificateBlock)].map(([block]) => parseCertificate(block));
  if (certificates.length === 0 || certificates.includes(null)) return { ok: false, problem: 'noCertificate' };
  const block = keyBlock.exec(pem)?.[0];
  if (block === undefined) return { ok: false, problem: 'noKey' };
  if (block.includes('ENCRYPTED')) return { ok: false, problem: 'keyEncrypted' };
  const key = parseKey(block);
  if (!key) return { ok: false, problem: 'keyUnreadable' };
  // Entra takes PS256 assertions only from RSA keys.
  if (key.asymmetricKeyType !== 'rsa') return { ok: false, problem: 'keyNotRsa' };
  const own = certificates.find((certificate) => certificate?.checkPrivateKey(key));
  if (!own) return { ok: false, problem: 'keyMismatch' };
  if (own.validFromDate.getTime() > now) return { ok: false, problem: 'notYetValid' };
  const expiresAt = own.validToDate.getTime();
  if (expiresAt <= now) return { ok: false, problem: 'expired' };
  return {
    ok: true,
    certificate: {
      thumbprintSha256: own.fingerprint256.replaceAll(':', ''),
      privateKey: new Secret(key.export({ type: 'pkcs8', format: 'pem' }).toString()),
      expiresAt,
    },
  };
}

function parseCertificate(block: string): X509Certificate | null {
  try {
    return new X509Certificate(block);
  } catch {
    return null;
  }
}

function parseKey(block: string): KeyObject | null {
  try {
    return createPrivateKey(block);
  } catch {
    return null;
  }
}
