import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeCertificate } from './certificate.ts';

test('the certificate parses, is signed by its own key, and belongs to the private key', () => {
  const made = makeCertificate({ commonName: 'Lobby', notBeforeMs: Date.UTC(2026, 0, 2, 3, 4, 5), notAfterMs: Date.UTC(2027, 0, 1) });
  const certificate = new X509Certificate(made.certificatePem);
  expect(certificate.subject).toBe('CN=Lobby');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(made.privateKeyPem))).toBe(true);
  expect(new Date(certificate.validFrom).getTime()).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(made.thumbprintSha256).toMatch(/^[0-9A-F]{64}$/);
});
