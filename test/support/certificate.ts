import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';

/** A self-signed certificate and its private key, both PEM; the thumbprint is SHA-256 in upper-case hex without colons. */
export interface TestCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly thumbprintSha256: string;
}

/** What a test may choose; times are milliseconds since the epoch. */
export interface CertificateOptions {
  readonly commonName?: string;
  readonly notBeforeMs?: number;
  readonly notAfterMs?: number;
}

// DER tags and object identifiers, RFC 5280 and RFC 8017.
const integer = 0x02;
const bitString = 0x03;
const nothing = 0x05;
const objectIdentifier = 0x06;
const utf8String = 0x0c;
const generalizedTime = 0x18;
const sequence = 0x30;
const set = 0x31;
const commonNameOid = Buffer.from('550403', 'hex');
const sha256WithRsaOid = Buffer.from('2a864886f70d01010b', 'hex');

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const digits = body.length.toString(16);
  const size = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, body]);
}

function derTime(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
  return der(generalizedTime, Buffer.from(`${digits}Z`));
}

/** Makes a self-signed RSA 2048 certificate without openssl: Node reads X.509 but cannot write it. */
export function makeCertificate(options: CertificateOptions = {}): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = der(sequence, der(objectIdentifier, sha256WithRsaOid), der(nothing));
  const commonName = Buffer.from(options.commonName ?? 'Test station');
  const name = der(sequence, der(set, der(sequence, der(objectIdentifier, commonNameOid), der(utf8String, commonName))));
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);
  const toBeSigned = der(
    sequence,
    der(integer, serial),
    algorithm,
    name,
    der(sequence, derTime(options.notBeforeMs ?? Date.UTC(2020, 0, 1)), derTime(options.notAfterMs ?? Date.UTC(2120, 0, 1))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = new X509Certificate(der(sequence, toBeSigned, algorithm, der(bitString, Buffer.from([0]), signature)));
  return {
    certificatePem: certificate.toString(),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
  };
}
