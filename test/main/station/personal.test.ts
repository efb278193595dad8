import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'vitest';
import { serveBrowserHost } from '../../../main/browser/host.ts';
import { loadConfig } from '../../../main/config/load.ts';
import { systemClock } from '../../../main/ports.ts';
import { rulerStation } from '../../../main/station/ruler-station.ts';
import type { Screen, Snapshot } from '../../../preload/contract.ts';
import { comeIn, openSocket } from '../../support/browser-client.ts';
import { goodConfig, loadText, set } from '../../support/config.ts';
import { type OwnStation, startOwnStation } from '../../support/own-station.ts';
import { enrol, listRead, signInWithPhone } from '../../support/station.ts';

const atOnce = { timeout: 60_000 };
const onFirst = (screen: Screen) => screen.name === 'welcome' && !screen.opening;
const allDone = (screen: Screen) => screen.name === 'jobs' && screen.jobs.length > 0 && screen.jobs.every((job) => job.stage.is === 'done');
const counting = (screen: Screen) => screen.name === 'jobs' && screen.releasingAllIn !== null;

async function tapAgain(at: OwnStation) {
  at.tap(at.person().badge);
  return at.until(listRead);
}

describe.concurrent('what a person chooses at a station', atOnce, () => {
  test('is there at their next tap, and after a restart; nobody else sees it', async (context) => {
    const at = await startOwnStation(context);
    await enrol(at, at.person());
    await at.intend('setLook', { language: 'ar', theme: 'dark' });
    context.expect(at.snapshot().look).toEqual({ language: 'ar', theme: 'dark', largeText: false, reach: false });
    await at.intend('signOut', {});
    context.expect(at.snapshot().look).toEqual({ language: 'en', theme: 'light', largeText: false, reach: false });
    await signInWithPhone(at, at.person(1));
    context.expect(at.snapshot().look.language).toBe('en');
    await tapAgain(at);
    context.expect(at.snapshot().look).toMatchObject({ language: 'ar', theme: 'dark' });
    await at.face.close();
    const later = await at.restart();
    context.onTestFinished(() => later.face.close());
    later.tap(at.person().badge);
    await later.until(listRead);
    context.expect(later.snapshot().look).toMatchObject({ language: 'ar', theme: 'dark' });
  });
  test('of the wrong person is as it was after "not you?"', async (context) => {
    const at = await startOwnStation(context);
    await enrol(at, at.person());
    await at.intend('setLook', { language: 'ar' });
    await at.intend('signOut', {});
    await at.intend('setLook', { language: 'de' });
    await tapAgain(at);
    await at.intend('setLook', { theme: 'dark' });
    await at.intend('setOneGesture', { on: true });
    await at.intend('notMe', {});
    context.expect(at.screen()).toMatchObject({ name: 'welcome', notice: { is: 'cardUnlinked' } });
    const screen = await signInWithPhone(at, at.person());
    context.expect(screen.oneGesture).toBe('off');
    context.expect(at.snapshot().look).toMatchObject({ language: 'ar', theme: 'light' });
  });
  for (const mode of ['app', 'redirect'] as const)
    test(`is remembered in the mode ${mode} too`, async (context) => {
      const at = await startOwnStation(context, { mode, tenant: {} });
      await tapAgain(at);
      await at.intend('setLook', { largeText: true });
      await at.intend('signOut', {});
      context.expect(at.snapshot().look.largeText).toBe(false);
      await tapAgain(at);
      context.expect(at.snapshot().look.largeText).toBe(true);
    });
  test('cannot be remembered where the disk does not let it: everything else works', async (context) => {
    const at = await startOwnStation(context);
    await at.face.close();
    const file = join(at.folder, 'data', 'preferences.db');
    for (const ending of ['', '-wal', '-shm']) await rm(`${file}${ending}`, { force: true });
    await mkdir(file);
    const later = await at.restart();
    context.onTestFinished(() => later.face.close());
    await at.print(0);
    const screen = await enrol(later, at.person());
    await later.intend('setLook', { language: 'de' });
    context.expect(later.snapshot().look.language).toBe('de');
    await later.intend('release', { jobs: screen.jobs.map((job) => job.key) });
    await later.until(allDone);
    await later.intend('signOut', {});
    context.expect(onFirst(later.screen())).toBe(true);
    context.expect(later.log.join('')).toContain('preferences.failed');
  });
});

describe.concurrent('one gesture', atOnce, () => {
  test('once a person has turned it on, their tap alone releases everything, once', async (context) => {
    const at = await startOwnStation(context);
    const first = await enrol(at, at.person());
    context.expect(first.oneGesture).toBe('off');
    await at.intend('setOneGesture', { on: true });
    await at.intend('signOut', {});
    await at.print(0);
    await at.print(1, 'second.pdf');
    at.tap(at.person().badge);
    const counted = await at.until(counting);
    context.expect(counted).toMatchObject({ oneGesture: 'on', releasingAllIn: { totalMs: 3_000 } });
    await at.until(allDone);
    context.expect(at.tenant.tray()).toHaveLength(2);
    context.expect(at.screen()).toMatchObject({ releasingAllIn: null });
  });
  test('held back, everything stays where it is', async (context) => {
    const at = await startOwnStation(context, { config: { release: { oneGesture: 'always' } } });
    await at.print(0);
    await signInWithPhone(at, at.person());
    await at.until(counting);
    context.expect(await at.intend('holdBack', {})).toEqual({ ok: true });
    context.expect(at.screen()).toMatchObject({ releasingAllIn: null, jobs: [{ stage: { is: 'held' } }] });
    await at.intend('signOut', {});
    context.expect(at.tenant.tray()).toHaveLength(0);
  });
  test('is not offered where somebody has to choose among several printers', async (context) => {
    const at = await startOwnStation(context, { mode: 'redirect', tenant: {}, config: { release: { oneGesture: 'always' } } });
    await at.print(0);
    const screen = await tapAgain(at);
    context.expect(screen.destinations.length).toBeGreaterThan(1);
    context.expect(screen).toMatchObject({ oneGesture: 'notOffered', releasingAllIn: null });
    context.expect(await at.intend('setOneGesture', { on: true })).toEqual({ ok: false, error: 'notNow' });
  });
});

/** A browser that is connected to the station, and every byte that it was sent. */
async function watchWire({ onTestFinished }: TestContext, at: OwnStation) {
  const folder = { renderer: join(at.folder, 'renderer'), preload: join(at.folder, 'preload') };
  await mkdir(folder.renderer);
  await mkdir(folder.preload);
  await writeFile(join(folder.renderer, 'index.html'), '<html><head><!--HEAD--></head></html>');
  await writeFile(join(folder.preload, 'preload.js'), 'bridge()');
  const host = await serveBrowserHost({ face: at.face, folder, port: 0, random: randomBytes, clock: systemClock, log: () => undefined });
  onTestFinished(() => host.close());
  const { port, cookie } = await comeIn(host.url);
  const page = await openSocket(port, { cookie, origin: new URL(host.url).origin });
  const sent: string[] = [];
  page.socket.on('message', (data) => sent.push(String(data)));
  const heard = (...parts: readonly string[]) => page.message((message) => parts.every((part) => JSON.stringify(message).includes(part)));
  return { sent, heard };
}

describe.concurrent('masked document names', atOnce, () => {
  test('do not go over the wire before they are asked for, nor afterwards', async (context) => {
    const at = await startOwnStation(context, { config: { screen: { titles: 'masked' } } });
    await at.print(0, 'dismissal.pdf');
    const { sent, heard } = await watchWire(context, at);
    const screen = await signInWithPhone(at, at.person());
    context.expect(screen).toMatchObject({ titles: 'masked', jobs: [{ title: null, titleMasked: true }] });
    await heard('"stage":{"is":"held"}', '"titleMasked":true');
    context.expect(sent.join('')).not.toContain('dismissal');
    const jobs = screen.jobs.map((job) => job.key);
    await at.intend('showTitles', { show: true, jobs });
    context.expect(at.screen()).toMatchObject({ titles: 'masked', jobs: [{ title: 'dismissal.pdf', titleMasked: false }] });
    await heard('dismissal.pdf');
    const before = sent.length;
    await at.intend('showTitles', { show: false, jobs });
    await heard(`"serial":${at.snapshot().serial}`);
    context.expect(sent.slice(before).join('')).not.toContain('dismissal');
    context.expect(at.log.join('')).not.toContain('dismissal');
  });
});

describe('what IT set for the screen', () => {
  const shownBy = (face: { onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void }) => {
    let shown: Snapshot | null = null;
    face.onSnapshot((snapshot) => {
      shown = snapshot;
    })();
    return shown as Snapshot | null;
  };
  test('is in every snapshot', async (context) => {
    const screen = { language: 'de', languages: ['de', 'tr'], theme: 'dark', sounds: true, widthMm: 520, brand: { color: '#0b3d91' } };
    const at = await startOwnStation(context, { config: { screen } });
    context.expect(at.snapshot()).toMatchObject({
      setup: { languages: ['de', 'tr'], sounds: true, widthMm: 520, brand: { logo: null, color: '#0b3d91', text: '#ffffff' } },
      look: { language: 'de', theme: 'dark', largeText: false, reach: false },
    });
    context.expect(new Set(Object.keys(at.snapshot().setup))).toEqual(new Set(['brand', 'languages', 'look', 'sounds', 'widthMm']));
    context.expect(await at.intend('setLook', { language: 'en' })).toEqual({ ok: false, error: 'notNow' });
  });
  test('the ruler is a station on which nothing can be done, with the same colours', async ({ expect }) => {
    const file = set(set(goodConfig(), 'screen.language', 'de'), 'screen.widthMm', 300);
    const face = rulerStation(await loadText(JSON.stringify(file)));
    expect(shownBy(face)).toMatchObject({ screen: { name: 'ruler' }, look: { language: 'de' }, setup: { widthMm: 300 } });
    expect(await face.intend('signInWithPhone', {})).toEqual({ ok: false, error: 'notNow' });
    const nothing = await loadConfig({ platform: 'linux', env: {}, readFile: () => Promise.reject(new Error('not there')) });
    expect(shownBy(rulerStation(nothing))).toMatchObject({ screen: { name: 'ruler' }, look: { language: 'en' } });
  });
});
