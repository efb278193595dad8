import { describe, expect, test } from 'vitest';
import { times } from '../../../main/session/times.ts';
import type { DestinationView, JobStage, JobsScreen, PrinterView } from '../../../preload/contract.ts';
import { ada, bob, cardA2, cardB, type PlayOptions, play } from '../../support/session-play.ts';

const offline = { code: 'offline', reference: '' } as const;
const busy = { code: 'busy', reference: '' } as const;
const wanted = { oneGesture: true };
const printer = (state: PrinterView['state'], name = 'Lobby'): PrinterView => ({ name, state, problems: [], options: null });
const place = (key: string, state: PrinterView['state'] = 'ready'): DestinationView => ({ ...printer(state, key), key, waiting: null });

function signedIn(options?: PlayOptions, remembered: Parameters<ReturnType<typeof play>['signIn']>[1] = wanted) {
  const at = play(options);
  at.signIn(ada, remembered);
  return at;
}
type Played = ReturnType<typeof play>;
const counting = (at: Played) => (at.screen as JobsScreen).releasingAllIn;
const released = (at: Played) =>
  at.asked.flatMap((effect) =>
    effect.do === 'release'
      ? [
          effect.jobs
            .map(({ ref }) => ref.jobId)
            .toSorted()
            .join(' '),
        ]
      : [],
  );

describe('a tap releases everything', () => {
  test('three seconds after the first list, for whoever wants it so', () => {
    const at = signedIn();
    expect(counting(at)).toBeNull();
    at.list(['1', '2']);
    expect(at.screen).toMatchObject({ oneGesture: 'on', releasingAllIn: { remainingMs: 3_000, totalMs: 3_000 } });
    at.wait(times.oneGestureMs - 1);
    expect(released(at)).toEqual([]);
    at.wait(1);
    expect(released(at)).toEqual(['1 2']);
    expect(at.screen).toMatchObject({ releasingAllIn: null, jobs: [{ stage: { is: 'releasing' } }, { stage: { is: 'releasing' } }] });
  });
  test('also after a sign-in on the phone, and after a card was linked', () => {
    const at = play();
    at.phone(ada, wanted);
    at.list(['1']);
    at.wait(times.oneGestureMs);
    expect(released(at)).toEqual(['1']);
    at.intent('signOut', {});
    at.tap(cardB);
    at.send({ is: 'cardUnknown', epoch: at.epoch });
    at.send({ is: 'signedIn', epoch: at.epoch, person: bob, remembered: wanted });
    at.tap(cardB);
    at.intent('answerLink', { link: true });
    at.send({ is: 'linked', epoch: at.epoch });
    at.list(['2']);
    at.wait(times.oneGestureMs);
    expect(released(at)).toEqual(['1', '2']);
  });
  test('not for somebody who did not ask for it', () => {
    const at = signedIn({}, {});
    at.list(['1']);
    expect(at.screen).toMatchObject({ oneGesture: 'off', releasingAllIn: null });
    at.wait(10_000);
    expect(released(at)).toEqual([]);
  });
  test('for everybody where the policy says always, and it is nobody’s to choose', () => {
    const at = signedIn({ screen: { oneGesture: 'always' } }, {});
    at.list(['1']);
    expect(at.screen).toMatchObject({ oneGesture: 'notOffered', releasingAllIn: { remainingMs: 3_000 } });
    expect(at.accepts('setOneGesture', { on: false })).toBe(false);
    expect(counting(at)).not.toBeNull();
  });
  test('for nobody where the policy says never, whatever they once chose', () => {
    const at = signedIn({ screen: { oneGesture: 'never' } });
    at.list(['1']);
    expect(at.screen).toMatchObject({ oneGesture: 'notOffered', releasingAllIn: null });
    expect(at.accepts('setOneGesture', { on: true })).toBe(false);
    at.wait(10_000);
    expect(released(at)).toEqual([]);
  });
  test('never twice in a session, and not what came later', () => {
    const at = signedIn();
    at.list(['1']);
    at.list(['1', '2']);
    at.wait(times.oneGestureMs);
    expect(released(at)).toEqual(['1']);
    at.list(['1', '2', '3']);
    expect(counting(at)).toBeNull();
    at.wait(20_000);
    at.tap(cardA2);
    at.list(['1', '2', '3']);
    at.wait(20_000);
    expect(released(at)).toEqual(['1']);
  });
  test('not when the first list is empty and something comes later', () => {
    const at = signedIn();
    at.list([['1', { is: 'arriving' }]]);
    at.list(['1', '2']);
    expect(counting(at)).toBeNull();
  });
  test('never from a list of a session that has ended', () => {
    const at = signedIn();
    const old = at.epoch;
    at.tap(cardB);
    at.send({ is: 'cardOpened', epoch: at.epoch, person: bob, remembered: {} });
    at.send({ is: 'listed', epoch: old, trouble: null, printers: [], destinations: [], jobs: [] });
    at.list(['9']);
    at.wait(10_000);
    expect(released(at)).toEqual([]);
  });
  test('not after the person has left within the three seconds', () => {
    const at = signedIn();
    at.list(['1']);
    at.wait(2_000);
    at.tap(cardB);
    at.wait(10_000);
    expect(released(at)).toEqual([]);
  });
});

describe('the way out', () => {
  test('"hold back" stops it for this session, and nothing else does it later', () => {
    const at = signedIn();
    at.list(['1']);
    at.wait(2_999);
    expect(at.accepts('holdBack', {})).toBe(true);
    expect(counting(at)).toBeNull();
    at.list(['1', '2']);
    at.wait(20_000);
    expect(released(at)).toEqual([]);
    expect(at.accepts('holdBack', {})).toBe(false);
  });
  test('works before the first list too', () => {
    const at = signedIn();
    at.intent('holdBack', {});
    at.list(['1']);
    expect(counting(at)).toBeNull();
  });
  test('whoever chooses for themselves has chosen: release, delete, undo, turning it off', () => {
    for (const choose of ['release', 'deleteAtSignOut', 'undoDelete', 'off'] as const) {
      const at = signedIn();
      at.list(['1', '2']);
      if (choose === 'off') at.intent('setOneGesture', { on: false });
      else at.intent(choose, { jobs: ['p1/1'] });
      expect(counting(at), choose).toBeNull();
      at.wait(20_000);
      expect(released(at), choose).toEqual(choose === 'release' ? ['1'] : []);
    }
  });
  test('a touch that chooses nothing does not stop it', () => {
    const at = signedIn();
    at.list(['1']);
    at.intent('touch', {});
    at.intent('stay', {});
    at.intent('setLook', { theme: 'dark' });
    at.wait(times.oneGestureMs);
    expect(released(at)).toEqual(['1']);
  });
});

describe('only what can be released', () => {
  test('held jobs: not those of an earlier release, still uploading, or on their way', () => {
    const at = signedIn();
    const stages: readonly JobStage[] = [
      { is: 'checking' },
      { is: 'arriving' },
      { is: 'sent' },
      { is: 'unsure', trouble: offline },
      { is: 'notReleased', trouble: busy },
    ];
    at.list(['1', ...stages.map((stage, index) => [`x${index}`, stage] as const)]);
    at.wait(times.oneGestureMs);
    expect(released(at)).toEqual(['1']);
  });
  test('not what a release from before has word of, whenever it comes', () => {
    const at = signedIn();
    at.send({ is: 'progress', epoch: at.epoch, jobs: [{ key: 'p1/1', stage: { is: 'checking' }, listed: null }] });
    at.list(['1', '2', '3']);
    at.send({ is: 'progress', epoch: at.epoch, jobs: [{ key: 'p1/2', stage: { is: 'held' }, listed: null }] });
    at.wait(times.oneGestureMs);
    expect(released(at)).toEqual(['3']);
  });
  test.each(['stopped', 'moved'] as const)('not at a printer that is %s; the others are', (state) => {
    const alone = signedIn();
    alone.list(['1'], { printers: [printer(state)] });
    expect(counting(alone)).toBeNull();
    const at = signedIn();
    at.list(['1'], { printers: [printer('unknown'), printer(state, 'Canteen')] });
    expect(counting(at)).not.toBeNull();
    at.wait(1_000);
    at.list(['1'], { printers: [printer(state)] });
    expect(counting(at)).toBeNull();
    at.wait(10_000);
    expect(released(at)).toEqual([]);
  });
  test('not what is gone by then', () => {
    const at = signedIn();
    at.list(['1', '2']);
    at.list(['2']);
    at.wait(times.oneGestureMs);
    expect(released(at)).toEqual(['2']);
  });
});

describe('nothing prints later by surprise', () => {
  test('offline at the first list: not then, and not when the network is back', () => {
    const at = signedIn();
    at.list([], { trouble: offline });
    at.list(['1']);
    expect(counting(at)).toBeNull();
  });
  test('offline within the three seconds ends it, however it was noticed', () => {
    for (const how of ['list', 'look'] as const) {
      const at = signedIn();
      at.list(['1']);
      if (how === 'list') at.list(['1'], { trouble: offline });
      else at.send({ is: 'network', epoch: at.epoch, online: false });
      expect(counting(at), how).toBeNull();
      at.wait(10_000);
      expect(released(at), how).toEqual([]);
    }
  });
  test('a first list that could not be read for another reason is waited for, as long as the person seems to be there', () => {
    const at = signedIn();
    at.list([], { trouble: busy });
    at.wait(5_000);
    at.list(['1']);
    expect(counting(at)).not.toBeNull();
    const gone = signedIn();
    gone.list([], { trouble: busy });
    gone.wait(35_000);
    gone.list(['1']);
    expect(counting(gone)).toBeNull();
  });
  test('the idle countdown ends the other one: the person may have walked away', () => {
    const at = signedIn();
    at.wait(33_000);
    at.list(['1']);
    expect(counting(at)).not.toBeNull();
    at.wait(2_000);
    expect(at.screen).toMatchObject({ releasingAllIn: null, idle: { remainingMs: 25_000 } });
    at.wait(24_000);
    expect(released(at)).toEqual([]);
  });
  test('the release is no sign of life: the idle time goes on', () => {
    const at = signedIn();
    at.wait(20_000);
    at.list(['1']);
    at.wait(15_000);
    expect(released(at)).toEqual(['1']);
    expect(at.screen).toMatchObject({ idle: { remainingMs: 25_000 } });
  });
});

describe('with find-me printing', () => {
  const redirects: PlayOptions = { mode: { redirects: true, canDelete: false } };
  test('one destination is fine', () => {
    const at = signedIn(redirects);
    at.list(['1'], { printers: [printer('stopped')], destinations: [place('d1')] });
    at.wait(times.oneGestureMs);
    expect(at.asked.at(-1)).toMatchObject({ do: 'release', to: 'd1' });
  });
  test('not where that one is stopped', () => {
    const at = signedIn(redirects);
    at.list(['1'], { destinations: [place('d1', 'stopped')] });
    expect(counting(at)).toBeNull();
  });
});

describe('the choice', () => {
  test('is kept for the person, and counts from their next tap', () => {
    const at = signedIn({}, {});
    at.list(['1']);
    expect(at.accepts('setOneGesture', { on: true })).toBe(true);
    expect(at.screen).toMatchObject({ oneGesture: 'on', releasingAllIn: null });
    at.list(['1']);
    expect(counting(at)).toBeNull();
    at.intent('signOut', {});
    expect(at.effects).toMatchObject([{ do: 'endSession', remember: { oid: 'oid-ada', wishes: { oneGesture: true } } }]);
  });
  test('is nobody’s on the first screen', () => {
    expect(play().accepts('setOneGesture', { on: true })).toBe(false);
  });
});
