import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../../main/auth/certificate.ts';
import { makeCertificate } from '../../support/certificate.ts';

const now = Date.UTC(2026, 10, 21);
const dayMs = 86_400_000;
const good = makeCertificate({ notBeforeMs: now - dayMs, notAfterMs: now + dayMs });
const other = makeCertificate();
const encrypted = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
}).privateKey;
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('the certificate file', () => {
  it('gives thumbprint, key and end, in either order and with CRLF', () => {
    for (const pem of [
      `${good.certificatePem}\n${good.privateKeyPem}`,
      `${good.privateKeyPem}${good.certificatePem}`.replaceAll('\n', '\r\n'),
      `Bag Attributes\n  friendlyName: station\n${good.privateKeyPem}Bag Attributes\n${good.certificatePem}`,
    ]) {
      const reading = readCertificate(pem, now);
      expect(reading).toMatchObject({ ok: true, certificate: { thumbprintSha256: good.thumbprintSha256, expiresAt: now + dayMs } });
      expect(reading.ok && reading.certificate.privateKey.reveal().trim()).toBe(good.privateKeyPem.trim());
    }
  });

  it('picks the certificate that belongs to the key out of a chain', () => {
    expect(readCertificate(other.certificatePem + good.certificatePem + good.privateKeyPem, now)).toMatchObject({
      certificate: { thumbprintSha256: good.thumbprintSha256 },
    });
  });

  it.each([
    ['noCertificate', ''],
    ['noCertificate', good.privateKeyPem],
    ['noCertificate', `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${good.privateKeyPem}`],
    ['noKey', good.certificatePem],
    ['keyEncrypted', good.certificatePem + encrypted],
    ['keyUnreadable', `${good.certificatePem}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`],
    ['keyNotRsa', good.certificatePem + elliptic],
    ['keyMismatch', other.certificatePem + good.privateKeyPem],
  ] as const)('says %s', (problem, pem) => {
    expect(readCertificate(pem, now)).toEqual({ ok: false, problem });
  });

  it('says from when and until when it counts', () => {
    const pem = good.certificatePem + good.privateKeyPem;
    expect(readCertificate(pem, now - 2 * dayMs)).toEqual({ ok: false, problem: 'notYetValid' });
    expect(readCertificate(pem, now + dayMs)).toEqual({ ok: false, problem: 'expired' });
    expect(readCertificate(pem, now + dayMs - 1000).ok).toBe(true);
  });

  it('shows nothing of the key when printed', () => {
    const reading = readCertificate(good.certificatePem + good.privateKeyPem, now);
    expect(JSON.stringify(reading)).not.toContain('PRIVATE KEY');
  });
});
