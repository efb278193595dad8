import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGraphAddresses, versionRoot } from '../../../main/graph/address.ts';
import { challengeOf } from '../../../main/graph/challenge.ts';
import { newGuid, shortReference } from '../../../main/graph/correlation.ts';

const root = 'https://graph.example.test/v1.0';
describe('addresses below the version root', () => {
  const addresses = createGraphAddresses(versionRoot('https://graph.example.test/'));

  it('are built from encoded ids', () => {
    expect(addresses.build(['print', 'shares', 'a b', 'jobs'], '$expand=documents')).toBe(
      `${root}/print/shares/a%20b/jobs?$expand=documents`,
    );
  });

  it.each(['', '.', '..', '\ud800', 'x'.repeat(513)])('are not built from the id %j', (id) => {
    expect(addresses.build(['print', 'shares', id, 'jobs'])).toBeNull();
  });

  it('no id climbs out of its place', () => {
    const seed = Date.now();
    console.info(`seed ${seed}`);
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('../..', '..%2f..', '%2e%2e', '..\\..', 'a/../../b', '?x', '#x', '//evil.test', '\u2025'),
    );
    fc.assert(
      fc.property(nasty, (id) => {
        const url = addresses.build(['print', 'shares', id, 'jobs']);
        return (
          url === null || /^\/v1\.0\/print\/shares\/[^/?#]+\/jobs$/.test(new URL(url).pathname + new URL(url).search + new URL(url).hash)
        );
      }),
      { seed },
    );
  });

  it.each([
    'https://evil.test/v1.0/print/shares',
    'https://graph.example.test.evil.test/v1.0/x',
    'https://graph.example.test:444/v1.0/x',
    'http://graph.example.test/v1.0/x',
    'https://me@graph.example.test/v1.0/x',
    'https://graph.example.test/beta/x',
    'https://graph.example.test/v1.0/../beta/x',
    'https://graph.example.test/v1.0evil/x',
    '//evil.test/v1.0/x',
    '/v1.0/x',
    'not an address',
    'javascript:alert(1)',
  ])('the next page %s is refused', (link) => {
    expect(addresses.pin(link)).toBeNull();
  });

  it('a next page below the root is taken as it is', () => {
    expect(addresses.pin(`${root}/print/shares?$skiptoken=a%20b`)).toBe(`${root}/print/shares?$skiptoken=a%20b`);
  });
});

describe('a refused token', () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
  const header = (encoded: string) =>
    new Headers({
      'www-authenticate': `Bearer realm="", authorization_uri="https://idp.test", error="insufficient_claims", claims="${encoded}"`,
    });

  it('asks for a fresh one after a plain 401', () => {
    expect(challengeOf(401, new Headers())).toEqual({ is: 'freshToken' });
  });
  it.each([401, 403])('asks for one with the decoded claims after a %i with a challenge', (status) => {
    expect(challengeOf(status, header(Buffer.from(claims).toString('base64')))).toEqual({ is: 'claims', claims });
    expect(challengeOf(status, header(Buffer.from(claims).toString('base64url')))).toEqual({ is: 'claims', claims });
  });
  it('is no challenge after a plain 403 or a success', () => {
    expect(challengeOf(403, new Headers())).toEqual({ is: 'none' });
    expect(challengeOf(200, header(Buffer.from(claims).toString('base64')))).toEqual({ is: 'none' });
  });
  it('ignores claims that are not a JSON object', () => {
    expect(challengeOf(401, header(Buffer.from('nonsense').toString('base64')))).toEqual({ is: 'freshToken' });
    expect(challengeOf(401, header('%%%'))).toEqual({ is: 'freshToken' });
  });
});

describe('correlation', () => {
  it('makes GUIDs of version 4', () => {
    expect(newGuid((length) => new Uint8Array(length).fill(0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  });
  it('shortens a request id to eight figures, and says nothing where there are fewer', () => {
    expect(shortReference('4f2a91c0-0000-4000-8000-000000000000')).toBe('4F2A-91C0');
    expect(shortReference('abc')).toBeNull();
    expect(shortReference(null)).toBeNull();
  });
});
