import { describe, expect, test } from 'vitest';
import type { JobStage, Snapshot } from '../../../preload/contract.ts';
import { cueFor } from '../../../renderer/sounds/cue.ts';
import { peakGain, tones } from '../../../renderer/sounds/tones.ts';
import { manyJobs, sampleJobs, sampleSetup, samples, sampleTrouble, snapshotOf } from '../../support/snapshots.ts';

const loud = (snapshot: Snapshot): Snapshot => ({ ...snapshot, setup: { ...sampleSetup, sounds: true } });
const cue = (before: Snapshot, now: Snapshot) => cueFor(loud(before), loud(now));
const staged = (...stages: readonly JobStage[]): Snapshot =>
  snapshotOf(sampleJobs(manyJobs(stages.length, (index) => ({ stage: stages[index] ?? { is: 'held' } }))));

describe('a sound', () => {
  test('is heard when a card was taken, once', () => {
    expect(cue(samples.welcome!, samples['welcome-opening']!)).toBe('tap');
    expect(cue(samples['welcome-opening']!, { ...samples['welcome-opening']!, serial: 2 })).toBeNull();
  });

  test('is heard when the last of what was released is done, whatever else is still held', () => {
    const before = staged({ is: 'done' }, { is: 'printing' }, { is: 'held' });
    expect(cue(before, staged({ is: 'done' }, { is: 'done' }, { is: 'held' }))).toBe('done');
    expect(cue(staged({ is: 'sent' }, { is: 'printing' }), staged({ is: 'done' }, { is: 'printing' }))).toBeNull();
    expect(cue(staged({ is: 'held' }), staged({ is: 'done' }))).toBeNull();
  });

  test('never says done of what only went out of sight', () => {
    expect(cue(staged({ is: 'printing' }), staged({ is: 'gone', sent: true }))).toBeNull();
    expect(cue(staged({ is: 'printing' }), staged({ is: 'cancelled' }))).toBeNull();
    expect(cue(staged({ is: 'printing' }), snapshotOf(sampleJobs([])))).toBeNull();
  });

  test('is heard with every new trouble, and only while it is new', () => {
    const stuck = staged({ is: 'attention', why: 'printerStopped' }, { is: 'printing' });
    expect(cue(staged({ is: 'printing' }, { is: 'printing' }), stuck)).toBe('trouble');
    expect(cue(stuck, { ...stuck, serial: 2 })).toBeNull();
    expect(cue(samples['jobs-loading']!, samples['jobs-failed']!)).toBe('trouble');
    expect(cue(samples['sign-in']!, samples['sign-in-failed']!)).toBe('trouble');
    expect(cue(samples.welcome!, samples['welcome-offline']!)).toBe('trouble');
    expect(cue(samples['welcome-opening']!, samples['welcome-not-listed']!)).toBe('trouble');
    expect(cue(samples.welcome!, samples.trouble!)).toBe('trouble');
  });

  test('of a trouble is heard in place of one of success', () => {
    const before = staged({ is: 'printing' }, { is: 'printing' });
    expect(cue(before, staged({ is: 'done' }, { is: 'notReleased', trouble: sampleTrouble('printerStopped') }))).toBe('trouble');
  });

  test('does not part the end of a session from its beginning', () => {
    expect(cue(samples['jobs-done']!, samples['welcome-signed-out']!)).toBeNull();
    expect(cue(samples['jobs-3']!, samples['welcome-timed-out']!)).toBeNull();
  });

  test('is never heard where IT has not asked for sounds, nor for the first picture', () => {
    expect(cueFor(samples.welcome!, samples['welcome-opening']!)).toBeNull();
    expect(cueFor(loud(samples.welcome!), samples.trouble!)).toBeNull();
    expect(cueFor(null, loud(samples.trouble!))).toBeNull();
  });
});

describe('the three sounds', () => {
  test('are short, quiet, and unlike one another', () => {
    const notes = Object.values(tones);
    for (const tone of notes) expect(Math.max(...tone.map(({ atMs, forMs }) => atMs + forMs))).toBeLessThan(400);
    expect(peakGain).toBeLessThanOrEqual(0.2);
    const tunes = notes.map((tone) => tone.map(({ hertz }) => hertz).join(' '));
    expect(new Set(tunes).size).toBe(3);
    expect([tones.tap.length, tones.done.length, tones.trouble.length]).toEqual([1, 2, 2]);
    expect(tones.done[0]!.hertz).toBeLessThan(tones.done[1]!.hertz);
    expect(tones.trouble[0]!.hertz).toBeGreaterThan(tones.trouble[1]!.hertz);
  });
});
