import { describe, expect, test } from 'vitest';
import { times } from '../../../main/session/times.ts';
import { listed } from '../../support/print-jobs.ts';
import { ada, cardA, cardA2, cardB, type PlayOptions, play } from '../../support/session-play.ts';

const trouble = { code: 'offline', reference: '' } as const;

function signedInByCard(mode?: PlayOptions['mode']) {
  const at = play({ mode: mode ?? {} });
  at.tap(cardA);
  at.send({ is: 'cardOpened', epoch: at.epoch, person: ada, remembered: {} });
  return at;
}

function withJobs(ids: readonly string[], mode?: PlayOptions['mode']) {
  const at = signedInByCard(mode);
  at.send({
    is: 'listed',
    epoch: at.epoch,
    jobs: ids.map((id) => ({ ...listed({ id }), stage: { is: 'held' } })),
  });
  return at;
}

describe('a known card', () => {
  test('opens the jobs at once', () => {
    const at = play();
    expect(at.tap(cardA)).toEqual(['openCard']);
    expect(at.screen).toMatchObject({ name: 'welcome', opening: true });
    expect(at.send({ is: 'cardOpened', epoch: at.epoch, person: ada, remembered: {} })).toEqual(['listJobs']);
    expect(at.screen).toMatchObject({ name: 'jobs', personName: 'Ada Example', list: 'loading', badge: 'linked' });
  });
  test('that cannot be opened for lack of network says so on the first screen, for a while', () => {
    const at = play();
    at.tap(cardA);
    at.send({ is: 'cardFailed', epoch: at.epoch, trouble });
    expect(at.screen).toMatchObject({ name: 'welcome', notice: { is: 'trouble', trouble } });
    at.after(times.noticeMs);
    expect(at.screen).toMatchObject({ name: 'welcome', notice: null });
  });
});

describe('a late answer', () => {
  test('of an ended session changes nothing', () => {
    const at = signedInByCard();
    const old = at.epoch;
    at.intent('signOut', {});
    const before = at.state;
    at.send({
      is: 'listed',
      epoch: old,
      jobs: [{ ...listed(), stage: { is: 'held' } }],
    });
    at.send({ is: 'progress', epoch: old, jobs: [{ key: 'p1/4711', stage: { is: 'done' }, listed: null }] });
    at.send({ is: 'signedIn', epoch: old, person: ada, remembered: {} });
    expect(at.state).toBe(before);
  });
  test('of the person before does not show their jobs to the next', () => {
    const at = signedInByCard();
    const old = at.epoch;
    at.tap(cardB);
    at.send({ is: 'cardOpened', epoch: at.epoch, person: { oid: 'oid-bob', tid: 'tid', name: 'Bob Example' }, remembered: {} });
    const before = at.state;
    at.send({
      is: 'listed',
      epoch: old,
      jobs: [{ ...listed(), stage: { is: 'held' } }],
    });
    expect(at.state).toBe(before);
    expect(JSON.stringify(at.screen)).not.toContain('minutes.pdf');
  });
  test('of a card that was tapped before another does not open the first one’s session', () => {
    const at = play();
    at.tap(cardA);
    const old = at.epoch;
    at.tap(cardB);
    at.send({ is: 'cardOpened', epoch: old, person: ada, remembered: {} });
    expect(at.screen).toMatchObject({ name: 'welcome', opening: true });
  });
  test('of a sign-in that was cancelled does not sign anybody in', () => {
    const at = play();
    at.intent('signInWithPhone', {});
    const old = at.epoch;
    expect(at.intent('cancel', {})).toEqual(['endSession']);
    at.send({ is: 'signedIn', epoch: old, person: ada, remembered: {} });
    expect(at.screen.name).toBe('welcome');
  });
});

describe('an unknown card', () => {
  function upToSecondTap() {
    const at = play();
    at.tap(cardA);
    expect(at.send({ is: 'cardUnknown', epoch: at.epoch })).toEqual(['startSignIn']);
    expect(at.screen).toMatchObject({ name: 'signIn', purpose: 'linkBadge' });
    at.send({ is: 'signedIn', epoch: at.epoch, person: ada, remembered: {} });
    return at;
  }
  test('is linked after sign-in, a second tap of the same card, and a yes', () => {
    const at = upToSecondTap();
    expect(at.screen).toMatchObject({ name: 'linkBadge', step: 'tapAgain', personName: 'Ada Example' });
    at.tap(cardA2);
    expect(at.screen).toMatchObject({ name: 'linkBadge', step: 'confirm' });
    expect(at.intent('answerLink', { link: true })).toEqual(['linkCard']);
    at.send({ is: 'linked', epoch: at.epoch });
    expect(at.screen).toMatchObject({ name: 'jobs', badge: 'linked' });
  });
  test('is not linked by a yes without the second tap', () => {
    const at = upToSecondTap();
    expect(at.intent('answerLink', { link: true })).toEqual([]);
    expect(at.screen).toMatchObject({ name: 'linkBadge', step: 'tapAgain' });
  });
  test.each([['before'], ['after']])('any other tap %s the second cancels and signs out', (when) => {
    const at = upToSecondTap();
    if (when === 'after') at.tap(cardA2);
    expect(at.tap(cardB)).toEqual(['endSession']);
    expect(at.screen).toMatchObject({ name: 'welcome', notice: { is: 'otherCard' } });
  });
  test('a no goes on to the jobs without linking', () => {
    const at = upToSecondTap();
    expect(at.intent('answerLink', { link: false })).toEqual(['listJobs']);
    expect(at.screen).toMatchObject({ name: 'jobs', badge: 'notLinked' });
  });
  test('left alone, linking ends and the person is signed out', () => {
    const at = upToSecondTap();
    expect(at.after(times.linkMs)).toEqual(['endSession']);
    expect(at.screen.name).toBe('welcome');
  });
  test('that could not be saved says so and shows the jobs', () => {
    const at = upToSecondTap();
    at.tap(cardA2);
    at.intent('answerLink', { link: true });
    at.send({ is: 'linkFailed', epoch: at.epoch });
    expect(at.screen).toMatchObject({ name: 'jobs', badge: 'linkFailed' });
  });
});

describe('signing in on a phone', () => {
  test('the idle time stands still while the code is shown', () => {
    const at = play();
    at.intent('signInWithPhone', {});
    at.send({
      is: 'codeShown',
      epoch: at.epoch,
      code: { userCode: 'ABC', verificationUri: 'https://x.test', expiresAt: at.now + 900_000 },
    });
    expect(at.deadline).toBeNull();
    at.after(800_000);
    expect(at.screen).toMatchObject({ name: 'signIn', code: { is: 'shown', left: { remainingMs: 100_000, totalMs: 900_000 } } });
  });
  test('a code that ran out can be renewed, and is left after a while', () => {
    const at = play();
    at.intent('signInWithPhone', {});
    at.send({ is: 'codeExpired', epoch: at.epoch });
    expect(at.screen).toMatchObject({ code: { is: 'expired' } });
    expect(at.intent('renewCode', {})).toEqual(['startSignIn']);
    at.send({ is: 'codeExpired', epoch: at.epoch });
    expect(at.after(times.signInLeaveMs)).toEqual(['endSession']);
    expect(at.screen.name).toBe('welcome');
  });
  test('a living code is not renewed', () => {
    const at = play();
    at.intent('signInWithPhone', {});
    at.send({ is: 'codeShown', epoch: at.epoch, code: { userCode: 'ABC', verificationUri: 'https://x.test', expiresAt: at.now + 1000 } });
    expect(at.intent('renewCode', {})).toEqual([]);
  });
});

describe('a session', () => {
  test('shows a countdown of at least 20 s before it ends, and any touch keeps it', () => {
    const at = withJobs(['1']);
    at.after(35_000);
    at.send({ is: 'listed', epoch: at.epoch, jobs: [] });
    at.after(0);
    expect(at.screen).toMatchObject({ idle: { remainingMs: 25_000, totalMs: 25_000 } });
    at.intent('touch', {});
    expect(at.screen).toMatchObject({ name: 'jobs', idle: null });
  });
  test('ends when nobody answers', () => {
    const at = withJobs(['1']);
    at.after(35_000);
    expect(at.after(25_000)).toEqual(['endSession']);
    expect(at.screen).toMatchObject({ name: 'welcome', notice: { is: 'timedOut' } });
  });
  test('is ended by another card, whose own jobs are opened', () => {
    const at = withJobs(['1']);
    expect(at.tap(cardB)).toEqual(['endSession', 'openCard']);
    expect(JSON.stringify(at.screen)).not.toContain('minutes.pdf');
  });
  test('is kept by a second tap of the same card', () => {
    const at = withJobs(['1']);
    expect(at.tap(cardA2)).toEqual([]);
    expect(at.screen.name).toBe('jobs');
  });
  test('"not you?" unlinks the card and deletes nothing', () => {
    const at = withJobs(['1']);
    at.intent('deleteAtSignOut', { jobs: ['p1/1'] });
    expect(at.intent('notMe', {})).toEqual(['endSession']);
    expect(at.effects).toMatchObject([{ unlink: cardA, remember: null, remove: [] }]);
    expect(at.screen).toMatchObject({ notice: { is: 'cardUnlinked', state: 'working' } });
  });
});

describe('jobs', () => {
  test('marked ones are deleted at sign-out, unless undone', () => {
    const at = withJobs(['1', '2']);
    at.intent('deleteAtSignOut', { jobs: ['p1/1', 'p1/2'] });
    at.intent('undoDelete', { jobs: ['p1/2'] });
    at.intent('signOut', {});
    expect(at.effects).toMatchObject([{ do: 'endSession', remove: [{ jobId: '1' }] }]);
  });
  test('a marked one is not released with the others', () => {
    const at = withJobs(['1', '2']);
    at.intent('deleteAtSignOut', { jobs: ['p1/1'] });
    at.intent('release', { jobs: ['p1/1', 'p1/2'] });
    expect(at.effects).toMatchObject([{ do: 'release', jobs: [{ ref: { jobId: '2' } }] }]);
  });
  test('one is released once, however often the button is touched', () => {
    const at = withJobs(['1']);
    expect(at.intent('release', { jobs: ['p1/1'] })).toEqual(['release']);
    expect(at.intent('release', { jobs: ['p1/1'] })).toEqual([]);
  });
  test('a key that is not on the screen releases nothing', () => {
    const at = withJobs(['1']);
    expect(at.intent('release', { jobs: ['p1/other'] })).toEqual([]);
  });
  test('a released one keeps its place when it leaves the list', () => {
    const at = withJobs(['1', '2']);
    at.intent('release', { jobs: ['p1/1'] });
    at.send({ is: 'progress', epoch: at.epoch, jobs: [{ key: 'p1/1', stage: { is: 'printing' }, listed: null }] });
    at.send({
      is: 'listed',
      epoch: at.epoch,
      jobs: [{ ...listed({ id: '2' }), stage: { is: 'held' } }],
    });
    expect(at.screen).toMatchObject({
      jobs: [
        { key: 'p1/1', stage: { is: 'printing' } },
        { key: 'p1/2', stage: { is: 'held' } },
      ],
    });
  });
  test('a list that fails leaves what was known and says why', () => {
    const at = withJobs(['1']);
    at.send({ is: 'listed', epoch: at.epoch, trouble, jobs: [] });
    expect(at.screen).toMatchObject({ list: 'ready', trouble, jobs: [{ key: 'p1/1' }] });
  });
  test('of a printer whose list could not be read stay, with their marks, while the others are as just read', () => {
    const at = withJobs(['1', '2', '3']);
    at.intent('deleteAtSignOut', { jobs: ['p1/2'] });
    at.send({
      is: 'listed',
      epoch: at.epoch,
      trouble,
      jobs: [{ ...listed({ id: '1' }), stage: { is: 'held' } }],
    });
    expect(at.screen).toMatchObject({ trouble, jobs: [{ key: 'p1/1' }, { key: 'p1/2', deleting: true }, { key: 'p1/3' }] });
    at.send({
      is: 'listed',
      epoch: at.epoch,
      jobs: [{ ...listed({ id: '1' }), stage: { is: 'held' } }],
    });
    expect(at.screen).toMatchObject({ trouble: null, jobs: [{ key: 'p1/1' }] });
  });
  test('one that was not released and is gone from the list is gone from the screen', () => {
    const at = withJobs(['1', '2']);
    at.intent('release', { jobs: ['p1/1'] });
    at.send({ is: 'progress', epoch: at.epoch, jobs: [{ key: 'p1/1', stage: { is: 'notReleased', trouble }, listed: null }] });
    at.send({
      is: 'listed',
      epoch: at.epoch,
      jobs: [{ ...listed({ id: '2' }), stage: { is: 'held' } }],
    });
    expect(at.screen).toMatchObject({ jobs: [{ key: 'p1/2' }] });
  });
  test('a first list that fails is not an empty list', () => {
    const at = signedInByCard();
    at.send({ is: 'listed', epoch: at.epoch, trouble, jobs: [] });
    expect(at.screen).toMatchObject({ list: 'failed', trouble });
  });
  test('the list is read again while somebody is there, and by nobody afterwards', () => {
    const at = withJobs(['1']);
    expect(at.after(times.listEveryMs)).toEqual(['listJobs']);
    at.intent('signOut', {});
    at.after(times.noticeMs);
    expect(at.deadline).toBeNull();
  });
});

describe('the network, while nobody is signed in', () => {
  const touched = () => {
    const at = play();
    expect(at.intent('touch', {})).toEqual(['lookAtNetwork']);
    return at;
  };
  test('is looked at when somebody touches the screen; that there is none is said, and looked at again until it is back', () => {
    const at = touched();
    at.send({ is: 'network', epoch: at.epoch, online: false });
    expect(at.screen).toMatchObject({ name: 'welcome', offline: true });
    expect(at.after(times.networkEveryMs)).toEqual(['lookAtNetwork']);
    at.send({ is: 'network', epoch: at.epoch, online: true });
    expect(at.screen).toMatchObject({ name: 'welcome', offline: false });
    expect(at.deadline).toBeNull();
  });
  test('is not looked at for every touch of one hand', () => {
    const at = touched();
    expect(at.intent('touch', {})).toEqual([]);
    at.after(times.networkEveryMs);
    expect(at.intent('touch', {})).toEqual(['lookAtNetwork']);
  });
  test('is left alone, and nothing is claimed, when nobody has touched the screen for a while', () => {
    const at = touched();
    at.send({ is: 'network', epoch: at.epoch, online: false });
    at.after(times.networkWatchMs);
    at.send({ is: 'network', epoch: at.epoch, online: false });
    expect(at.screen).toMatchObject({ offline: false });
    expect(at.deadline).toBeNull();
  });
  test('a look that answers when somebody has signed in changes nothing there', () => {
    const at = touched();
    const { epoch } = at;
    at.tap(cardA);
    at.send({ is: 'network', epoch, online: false });
    expect(at.screen).toMatchObject({ name: 'welcome', opening: true });
  });
  test('a bad read and a notice that goes leave what is known of the network', () => {
    const at = touched();
    at.send({ is: 'network', epoch: at.epoch, online: false });
    at.send({ is: 'badRead' });
    expect(at.screen).toMatchObject({ offline: true, notice: { is: 'badRead' } });
  });
});

describe('destinations', () => {
  const offered = (keys: readonly string[], redirects = true) => {
    const at = withJobs(['1'], { redirects, canDelete: false });
    at.send({
      is: 'listed',
      epoch: at.epoch,
      destinations: keys.map((key) => ({ key, name: key, state: 'ready' as const, problems: [], options: null, waiting: null })),
      jobs: [{ ...listed({ id: '1' }), stage: { is: 'held' } }],
    });
    return at;
  };
  test('one of several has to be named', () => {
    const at = offered(['p2', 'p3']);
    expect(at.intent('release', { jobs: ['p1/1'] })).toEqual([]);
    expect(at.intent('release', { jobs: ['p1/1'], to: 'p4' })).toEqual([]);
    at.intent('release', { jobs: ['p1/1'], to: 'p3' });
    expect(at.effects).toMatchObject([{ do: 'release', to: 'p3' }]);
  });
  test('a single one needs no choice', () => {
    const at = offered(['p2']);
    at.intent('release', { jobs: ['p1/1'] });
    expect(at.effects).toMatchObject([{ do: 'release', to: 'p2' }]);
  });
  test('a mode without destinations releases nothing to one that is named', () => {
    const at = offered([], false);
    expect(at.intent('release', { jobs: ['p1/1'], to: 'p2' })).toEqual([]);
  });
  test('before they are read nothing is released: it would come out in the queue', () => {
    const at = offered([]);
    expect(at.intent('release', { jobs: ['p1/1'] })).toEqual([]);
  });
  test('a mode without the right to delete marks nothing', () => {
    const at = offered(['p2']);
    at.intent('deleteAtSignOut', { jobs: ['p1/1'] });
    expect(at.screen).toMatchObject({ jobs: [{ deleting: false }] });
  });
});

test('a job that a release took up and the list no longer shows is on the screen all the same', () => {
  const at = withJobs(['1']);
  const listedElsewhere = { ...listed({ id: '9' }), printerName: 'Copy room' };
  at.send({ is: 'progress', epoch: at.epoch, jobs: [{ key: 'p1/9', stage: { is: 'checking' }, listed: null }] });
  expect(at.screen).toMatchObject({ jobs: [{ key: 'p1/1' }] });
  at.send({ is: 'progress', epoch: at.epoch, jobs: [{ key: 'p1/9', stage: { is: 'printing' }, listed: listedElsewhere }] });
  expect(at.screen).toMatchObject({ jobs: [{ key: 'p1/1' }, { key: 'p1/9', stage: { is: 'printing' }, printerName: 'Copy room' }] });
});

test('how long a job has rested counts from the first list that showed it so', () => {
  const at = withJobs([]);
  const list = (unstartedSince: number | null) =>
    at.send({
      is: 'listed',
      epoch: at.epoch,
      jobs: [{ ...listed({ id: '1' }), unstartedSince, stage: { is: 'held' } }],
    });
  list(100);
  list(2_600);
  at.intent('release', { jobs: ['p1/1'] });
  expect(at.effects).toMatchObject([{ do: 'release', jobs: [{ unstartedSince: 100 }] }]);
});
