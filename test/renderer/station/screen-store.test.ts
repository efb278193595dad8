import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../preload/contract.ts';
import { createActivity } from '../../../renderer/station/activity.ts';
import { createScreenStore } from '../../../renderer/station/screen-store.ts';
import { sendIntent } from '../../../renderer/station/station-context.tsx';
import { manyJobs, sampleDestinations, sampleJob, sampleJobs, samples, snapshotOf } from '../../support/snapshots.ts';
import { fakeStation } from '../gallery/fake-station.ts';

function page(answer: { ok: true } | { ok: false; error: 'notNow' | 'badArgument' | 'internal' }) {
  const store = createScreenStore();
  const fake = fakeStation(samples.welcome!);
  fake.answer = answer;
  return { store, fake, page: { station: fake.station, store, clocks: { monotonicMs: () => 0, wallMs: () => 0 }, locales: [] } };
}

describe('what a finger has chosen', () => {
  test('is forgotten with the session, so the next person starts with nothing chosen', () => {
    const store = createScreenStore();
    store.getState().receive(snapshotOf(sampleJobs(manyJobs(2))), 0);
    store.getState().toggle('job-0');
    store.getState().receive(samples.welcome!, 1);
    expect(store.getState().chosen.size).toBe(0);
  });

  test('does not pass to another person whose jobs follow at once', () => {
    const store = createScreenStore();
    store.getState().receive(snapshotOf(sampleJobs(manyJobs(2))), 0);
    store.getState().toggle('job-0');
    store.getState().receive(snapshotOf(sampleJobs(manyJobs(2), { personName: 'Grace Hopper' })), 1);
    expect(store.getState().chosen.size).toBe(0);
  });

  test('stays while the list lives, less the jobs that can no longer be chosen', () => {
    const store = createScreenStore();
    store.getState().receive(snapshotOf(sampleJobs(manyJobs(3))), 0);
    store.getState().toggle('job-0');
    store.getState().toggle('job-1');
    store.getState().receive(snapshotOf(sampleJobs(manyJobs(4, (index) => (index === 1 ? { stage: { is: 'sent' } } : {})))), 1);
    expect([...store.getState().chosen]).toEqual(['job-0']);
  });

  test('a second touch takes it back', () => {
    const store = createScreenStore();
    store.getState().toggle('a');
    store.getState().toggle('a');
    expect(store.getState().chosen.size).toBe(0);
  });
});

describe('the choice of a printer', () => {
  const listed = (count: number, change: Parameters<typeof sampleJobs>[1] = {}) =>
    snapshotOf(sampleJobs(manyJobs(count), { destinations: sampleDestinations(3), ...change }));
  const choosing = (next: Snapshot) => {
    const store = createScreenStore();
    store.getState().receive(listed(2), 0);
    store.getState().beginChoosing(['job-0', 'job-1']);
    store.getState().receive(next, 1);
    return store.getState().choosing;
  };

  test('stays while its jobs can be released, whatever comes beside them', () => {
    expect(choosing(listed(2))).toEqual(['job-0', 'job-1']);
    expect(choosing(snapshotOf(sampleJobs([...manyJobs(2), sampleJob('new')], { destinations: sampleDestinations(2) })))).toEqual([
      'job-0',
      'job-1',
    ]);
  });

  test('ends with its session, its person, one of its jobs, or when there is nothing to choose', () => {
    expect(choosing(samples.welcome!)).toBeNull();
    expect(choosing(listed(2, { personName: 'Grace Hopper' }))).toBeNull();
    expect(choosing(listed(1))).toBeNull();
    expect(choosing(listed(2, { jobs: manyJobs(2, (index) => (index === 1 ? { stage: { is: 'releasing' } } : {})) }))).toBeNull();
    expect(choosing(listed(2, { destinations: sampleDestinations(1) }))).toBeNull();
  });
});

describe('a snapshot', () => {
  test('replaces the last one whole, also after the station has started anew', () => {
    const store = createScreenStore();
    store.getState().receive({ ...samples['jobs-3']!, serial: 900 }, 5);
    store.getState().receive({ ...samples.welcome!, serial: 1 }, 7);
    expect(store.getState()).toMatchObject({ arrivedAtMs: 7, snapshot: { screen: { name: 'welcome' } } });
  });
});

describe('an intent', () => {
  test('keeps its button quiet until the answer', async () => {
    const { store, page: given } = page({ ok: true });
    const sent = sendIntent(given, 'signOut', {});
    expect([...store.getState().inFlight]).toEqual(['signOut {}']);
    await sent;
    expect(store.getState().inFlight.size).toBe(0);
    expect(store.getState().fault).toBe(false);
  });

  test('that came too late needs no word', async () => {
    const { store, page: given } = page({ ok: false, error: 'notNow' });
    await sendIntent(given, 'stay', {});
    expect(store.getState().fault).toBe(false);
  });

  test.each(['internal', 'badArgument'] as const)('that met a bug (%s) shows the one sentence', async (error) => {
    const { store, page: given } = page({ ok: false, error });
    await sendIntent(given, 'release', { jobs: ['a'] });
    expect(store.getState().fault).toBe(true);
    store.getState().clearFault();
    expect(store.getState().fault).toBe(false);
  });

  test('whose way to the station broke shows it too, and frees the button', async () => {
    const { store, page: given, fake } = page({ ok: true });
    const broken = { ...given, station: { ...fake.station, refresh: () => Promise.reject(new Error('gone')) } };
    await sendIntent(broken, 'refresh', {});
    expect(store.getState()).toMatchObject({ fault: true });
    expect(store.getState().inFlight.size).toBe(0);
  });
});

describe('touches', () => {
  test('are reported once a second at most', () => {
    let now = 0;
    const reports: number[] = [];
    const touched = createActivity(
      () => now,
      () => reports.push(now),
    );
    for (const at of [0, 10, 999, 1000, 1500, 2000, 2001]) {
      now = at;
      touched();
    }
    expect(reports).toEqual([0, 1000, 2000]);
  });
});
