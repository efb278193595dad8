import { describe, expect, test } from 'vitest';
import { times } from '../../../main/session/times.ts';
import type { JobStage } from '../../../preload/contract.ts';
import { ada, cardA, cardB, play } from '../../support/session-play.ts';

type Play = ReturnType<typeof play>;
const notice = ({ screen }: Play) => (screen.name === 'welcome' ? screen.notice : undefined);
const nothing = { deleting: 0, deleted: 0, notDeleted: 0, notYet: 0 };

/** Somebody with three jobs, of which two are marked. */
function marking() {
  const at = play();
  at.signIn();
  at.list(['1', '2', '3']);
  at.intent('deleteAtSignOut', { jobs: ['p1/1', 'p1/2'] });
  return at;
}

/** Somebody who has released two jobs. */
function releasing() {
  const at = play();
  at.signIn();
  at.list(['1', '2']);
  at.intent('release', { jobs: ['p1/1', 'p1/2'] });
  return at;
}

const progress = (at: Play, epoch: number, key: string, stage: JobStage) =>
  at.send({ is: 'progress', epoch, jobs: [{ key, stage, listed: null }] });

describe('whoever marked jobs and signs out', () => {
  test('reads that they are being deleted, and then how many were and how many were not', () => {
    const at = marking();
    const visit = at.epoch;
    at.intent('signOut', {});
    expect(notice(at)).toEqual({ is: 'signedOut', ...nothing, deleting: 2 });
    at.send({ is: 'deleted', epoch: visit, deleted: 1, notDeleted: 1 });
    expect(notice(at)).toEqual({ is: 'signedOut', ...nothing, deleted: 1, notDeleted: 1 });
  });
  test('reads it as long as the answer takes, and then for the time of any notice', () => {
    const at = marking();
    const visit = at.epoch;
    at.intent('signOut', {});
    at.wait(times.noticeMs * 2);
    expect(notice(at)).toMatchObject({ deleting: 2 });
    at.send({ is: 'deleted', epoch: visit, deleted: 2, notDeleted: 0 });
    at.wait(times.noticeMs - 1);
    expect(notice(at)).toMatchObject({ deleted: 2 });
    at.wait(1);
    expect(notice(at)).toBeNull();
  });
  test('reads it no longer than an ended visit may take', () => {
    const at = marking();
    at.intent('signOut', {});
    at.wait(times.unfinishedNoticeMs);
    expect(notice(at)).toBeNull();
  });
  test('is not told what became of the jobs of somebody before them', () => {
    const at = marking();
    const visit = at.epoch;
    at.intent('signOut', {});
    at.signIn(ada, {}, cardB);
    at.intent('signOut', {});
    at.send({ is: 'deleted', epoch: visit, deleted: 2, notDeleted: 0 });
    expect(notice(at)).toEqual({ is: 'signedOut', ...nothing });
  });
  test('and left the screen to somebody else does not show in their visit', () => {
    const at = marking();
    const visit = at.epoch;
    at.tap(cardB);
    const before = at.state;
    at.send({ is: 'deleted', epoch: visit, deleted: 2, notDeleted: 0 });
    expect(at.state).toBe(before);
  });
});

describe('the next visit', () => {
  const again = (undeleted: readonly string[]) => {
    const at = play();
    at.signIn();
    at.list(['1', '2'], { undeleted: new Set(undeleted) });
    return at;
  };
  test('says once more what could not be deleted, as far as it is still held', () => {
    const at = again(['p1/1', 'p1/9']);
    expect(at.screen).toMatchObject({ notDeleted: 1 });
    at.list(['1', '2']);
    expect(at.screen).toMatchObject({ notDeleted: 1 });
  });
  test('counts what is marked again, released or gone no more', () => {
    const marked = again(['p1/1', 'p1/2']);
    marked.intent('deleteAtSignOut', { jobs: ['p1/1'] });
    expect(marked.screen).toMatchObject({ notDeleted: 1 });
    marked.intent('release', { jobs: ['p1/2'] });
    expect(marked.screen).toMatchObject({ notDeleted: 0 });
  });
});

describe('whoever releases and leaves', () => {
  test('reads how many are not on their way yet, and sees the number fall', () => {
    const at = releasing();
    const visit = at.epoch;
    progress(at, visit, 'p1/1', { is: 'sent' });
    at.intent('signOut', {});
    expect(notice(at)).toEqual({ is: 'signedOut', ...nothing, notYet: 1 });
    progress(at, visit, 'p1/2', { is: 'checking' });
    expect(notice(at)).toMatchObject({ notYet: 1 });
    progress(at, visit, 'p1/2', { is: 'printing' });
    expect(notice(at)).toEqual({ is: 'signedOut', ...nothing });
  });
  test('by not touching the screen reads it too', () => {
    const at = releasing();
    at.wait(60_000);
    expect(notice(at)).toEqual({ is: 'timedOut', ...nothing, notYet: 2 });
  });
  test('is not counted out by word of other jobs, or of one twice', () => {
    const at = releasing();
    const visit = at.epoch;
    at.intent('signOut', {});
    const before = at.state;
    progress(at, visit, 'p1/9', { is: 'done' });
    expect(at.state).toBe(before);
    progress(at, visit, 'p1/1', { is: 'sent' });
    progress(at, visit, 'p1/1', { is: 'done' });
    expect(notice(at)).toMatchObject({ notYet: 1 });
  });
});

describe('whoever says "not you?"', () => {
  const left = (mode: { linksCards?: boolean } = {}) => {
    const at = play({ mode });
    at.signIn();
    const visit = at.epoch;
    at.intent('notMe', {});
    return { at, visit };
  };
  test('is told that the card is unlinked once it is', () => {
    const { at, visit } = left();
    expect(notice(at)).toEqual({ is: 'cardUnlinked', state: 'working' });
    at.send({ is: 'unlinked', epoch: visit, done: true });
    expect(notice(at)).toEqual({ is: 'cardUnlinked', state: 'done' });
  });
  test('is told that it is not, and then that it is', () => {
    const { at, visit } = left();
    at.send({ is: 'unlinked', epoch: visit, done: false });
    expect(notice(at)).toEqual({ is: 'cardUnlinked', state: 'failed' });
    at.wait(5_000);
    at.send({ is: 'unlinked', epoch: visit, done: true });
    expect(notice(at)).toEqual({ is: 'cardUnlinked', state: 'done' });
  });
  test('hears nothing of it any more once the notice has gone', () => {
    const { at, visit } = left();
    at.wait(times.unfinishedNoticeMs);
    const before = at.state;
    at.send({ is: 'unlinked', epoch: visit, done: true });
    expect(at.state).toBe(before);
  });
  test('with a card of IT’s list is not told that it was unlinked: only IT can do that', () => {
    const { at } = left({ linksCards: false });
    expect(notice(at)).toEqual({ is: 'cardOfList' });
    expect(at.effects).toMatchObject([{ do: 'endSession', unlink: null }]);
  });
  test('taps the same card while it cannot be unlinked: it opens nothing, and says so', () => {
    const at = play();
    at.tap(cardA);
    at.send({ is: 'cardRefused', epoch: at.epoch });
    expect(notice(at)).toEqual({ is: 'cardUnlinked', state: 'failed' });
  });
});
