import { describe, expect, test, vi } from 'vitest';
import type { Fetch } from '../../../main/ports.ts';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { Snapshot } from '../../../preload/contract.ts';
import { canariesIn, disguises } from '../../support/canaries.ts';
import { quickTenant, startOwnStation } from '../../support/own-station.ts';
import { enrol, filesBelow, listRead } from '../../support/station.ts';

describe('the search for canaries', () => {
  const text = 'canary-7f3a91c2e5';
  test.each(disguises(text).map((bytes, i) => [i, bytes] as const))('finds one in disguise %i, among other bytes', (_i, bytes) => {
    const haystack = Buffer.concat([Buffer.from('head '), bytes, Buffer.from(' tail')]);
    expect(canariesIn(haystack, { token: text })).toEqual(['token']);
  });
  test('finds one in the middle of a longer base64 text, wherever it begins', () => {
    for (const before of ['', 'x', 'xy', 'xyz']) {
      expect(canariesIn(Buffer.from(Buffer.from(`${before}${text}zz`).toString('base64')), { token: text })).toEqual(['token']);
    }
  });
  test('finds nothing where nothing is', () => {
    expect(canariesIn(Buffer.from('nothing to see'), { token: text })).toEqual([]);
  });
});

test('no token, secret, badge number or document name is in the log, on disk, or (but for the name) on the screen', async (context) => {
  const tokens: string[] = [];
  const wrapFetch =
    (next: Fetch): Fetch =>
    async (request) => {
      const sent = request.headers.get('authorization');
      if (sent) tokens.push(sent.replace('Bearer ', ''));
      const response = await next(request);
      if (!new URL(request.url).pathname.endsWith('/oauth2/v2.0/token')) return response;
      const body = (await response.clone().json()) as Record<string, unknown>;
      for (const key of ['access_token', 'refresh_token', 'id_token']) if (typeof body[key] === 'string') tokens.push(body[key]);
      return response;
    };
  const secret = 'canary-secret-9b1d44f0a7';
  const document = 'canary-document-51c7.pdf';
  const station = await startOwnStation(context, { wrapFetch, tenant: { ...quickTenant, station: { secret } } });
  const ada = station.person();
  const snapshots: Snapshot[] = [];
  station.face.onSnapshot((snapshot) => snapshots.push(snapshot));
  await station.tenant.printAs(ada, station.printer(1).shareId, { name: document, bytes: await demoDocument('x', 1) });
  const { jobs } = await enrol(station, ada);
  await station.intend('release', { jobs: [jobs[0]!.key] });
  await station.until((screen) => listRead(screen) && screen.jobs[0]?.stage.is === 'done');
  await station.intend('signOut', {});
  await vi.waitFor(() => expect(station.log.join('')).toContain('session.wiped'));

  expect(new Set(tokens).size).toBeGreaterThanOrEqual(4);
  // The distinctive part of a token is its signature or, where it has none, its end.
  const canaries: Record<string, string> = { secret, badge: ada.badge, document, person: ada.displayName, oid: ada.oid };
  [...new Set(tokens)].forEach((token, i) => {
    canaries[`token ${i}`] = token.slice(-40);
  });
  expect(canariesIn(Buffer.from(station.log.join('')), canaries)).toEqual([]);

  for (const { path, bytes } of await filesBelow(station.folder)) {
    const found = canariesIn(bytes, canaries);
    // The configuration holds the secret because this test put it there; the journal knows whose release it was by object id, not by name.
    const expected = path.endsWith('config.json') ? ['secret'] : [];
    expect(
      found.filter((name) => !(name === 'oid' && /(journal|audit|seen-jobs)\.db/.test(path))),
      path,
    ).toEqual(expected);
  }
  const onScreen = canariesIn(Buffer.from(JSON.stringify(snapshots)), canaries);
  expect(onScreen.toSorted()).toEqual(['document', 'person']);
  const afterSignOut = snapshots.slice(snapshots.findLastIndex(({ screen }) => screen.name === 'jobs') + 1);
  expect(canariesIn(Buffer.from(JSON.stringify(afterSignOut)), canaries)).toEqual([]);
});
