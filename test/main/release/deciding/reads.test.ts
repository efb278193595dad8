import { describe, expect, test } from 'vitest';
import type { JobConfiguration } from '../../../../main/graph/model.ts';
import { afterAnswer } from '../../../../main/release/deciding/answers.ts';
import type { EffectAnswer, EffectKind, JournalledEffect, ReleaseEffect } from '../../../../main/release/deciding/effect.ts';
import type { Finding } from '../../../../main/release/deciding/finding.ts';
import { afterRead, type Next } from '../../../../main/release/deciding/reads.ts';
import { inDoubt, newRelease as makeRelease, type Release, type ReleaseRules } from '../../../../main/release/deciding/release.ts';
import { replay } from '../../../../main/release/deciding/replay.ts';
import { signatureOf } from '../../../../main/release/deciding/signature.ts';

const inPlace: ReleaseRules = {
  settleMs: 15_000,
  resumeMs: 3_000,
  canStart: true,
  configures: false,
  signature: signatureOf('here'),
  blindUntil: 0,
  waits: false,
};
/** What a test says of the release or of its reads, besides the rules. */
interface About {
  readonly redirectTo?: string | null;
  readonly settings?: JobConfiguration | null;
  /** Its reads show the settings. */
  readonly asWanted?: boolean;
  readonly madeByRedirect?: boolean;
  readonly completedHere?: boolean;
  readonly unstartedSince?: number;
}
const newRelease = makeRelease({ at: 0, wish: { redirectTo: null, settings: null }, unstartedSince: null, completedHere: false });
const held: Finding = { is: 'held', taskId: 't1' };
const unstarted: Finding = { is: 'unstarted', ended: [] };
const freed: Finding = { is: 'unstarted', ended: [{ signedBy: null }] };
const freedBy = (station: string): Finding => ({ is: 'unstarted', ended: [{ signedBy: signatureOf(station) }] });
const moving: Finding = { is: 'moving', settled: true, acquired: false };
const complete: ReleaseEffect = { kind: 'complete', taskId: 't1' };
const start: ReleaseEffect = { kind: 'start' };
const redirect: ReleaseEffect = { kind: 'redirect', destinationPrinterId: 'p2', settings: null };
const twoCopies = { copies: 2 };
const configure: ReleaseEffect = { kind: 'configure', settings: twoCopies };
const sendConfigure: Next = { do: 'send', effect: configure };
const sendStart: Next = { do: 'send', effect: start };
const sendComplete: Next = { do: 'send', effect: complete };
const patient: Next = { do: 'wait', unanswered: false };
const doubtful: Next = { do: 'wait', unanswered: true };
const giveUp = (because: Extract<Next, { do: 'giveUp' }>['because']): Next => ({ do: 'giveUp', because });

/** A release for which these effects were sent and answered, all at the time 0. */
const sent = (...all: readonly (readonly [ReleaseEffect, EffectAnswer])[]): Release =>
  all.reduce((release, [effect, answer]) => afterAnswer(release, effect, answer, 0), newRelease);
const done: EffectAnswer = { is: 'done' };
const unknown: EffectAnswer = { is: 'unknown' };

/** Reads in their order, each with the time at which it was begun; the last decision. */
function decide(release: Release, reads: readonly (readonly [number, Finding])[], about: Partial<ReleaseRules> & About = {}): Next {
  const { redirectTo = release.wish.redirectTo, settings = release.wish.settings, asWanted, madeByRedirect, ...rest } = about;
  const { completedHere = false, unstartedSince = null, ...rules } = rest;
  const place = madeByRedirect ? { printerId: 'p2', jobId: '5000' } : null;
  let now: Release = { ...release, wish: { redirectTo, settings }, completedHere, unstartedSince, place };
  let next: Next = patient;
  const configuration = asWanted ? settings : {};
  for (const [at, finding] of reads) ({ release: now, next } = read(now, finding, at, at, { ...inPlace, ...rules }, configuration));
  return next;
}

function read(
  release: Release,
  finding: Finding,
  begun: number,
  done: number,
  rules: ReleaseRules,
  configuration: JobConfiguration | null = {},
) {
  return afterRead(release, { is: 'read', finding, spelt: 'paused', configuration, begun, done }, rules);
}

describe('a job that nothing was sent for', () => {
  test('held: its task is completed', () => {
    expect(decide(newRelease, [[0, held]])).toEqual(sendComplete);
  });
  test('uploaded and not started: started, once it has rested for a while; whoever uploaded it may be about to start it', () => {
    expect(decide(newRelease, [[0, unstarted]])).toEqual(patient);
    expect(
      decide(newRelease, [
        [0, unstarted],
        [2_999, unstarted],
      ]),
    ).toEqual(patient);
    expect(
      decide(newRelease, [
        [0, unstarted],
        [3_000, unstarted],
      ]),
    ).toEqual(sendStart);
  });
  test('seen at rest in the list long enough ago: started at once', () => {
    expect(decide(newRelease, [[10_000, unstarted]], { unstartedSince: 7_000 })).toEqual(sendStart);
    expect(decide(newRelease, [[10_000, unstarted]], { unstartedSince: 7_001 })).toEqual(patient);
  });
  test('its task completed by another station: that station has the first right to start it', () => {
    expect(
      decide(newRelease, [
        [0, freed],
        [17_999, freed],
      ]),
    ).toEqual(patient);
    expect(
      decide(newRelease, [
        [0, freed],
        [18_000, freed],
      ]),
    ).toEqual(sendStart);
    // However long it has been in the list: the completion may be of a moment ago.
    expect(decide(newRelease, [[60_000, freed]], { unstartedSince: 0 })).toEqual(patient);
  });
  test('its task completed by this station in an earlier release: time to resume is enough', () => {
    expect(
      decide(
        newRelease,
        [
          [0, freed],
          [3_000, freed],
        ],
        { completedHere: true },
      ),
    ).toEqual(sendStart);
  });
  test('the journal was lost: nothing is started while something may still land of which nobody knows', () => {
    const rules = { blindUntil: 12_000, unstartedSince: 0 };
    expect(decide(newRelease, [[11_999, unstarted]], rules)).toEqual(patient);
    expect(decide(newRelease, [[12_000, unstarted]], rules)).toEqual(sendStart);
  });
  test('no longer what the list showed', () => {
    expect(decide(newRelease, [[0, { is: 'arriving' }]])).toEqual({ do: 'leave' });
    expect(decide(newRelease, [[0, { is: 'unclear' }]])).toEqual(patient);
    expect(decide(newRelease, [[0, { is: 'cancelled' }]])).toEqual({ do: 'end' });
    expect(decide(newRelease, [[0, moving]])).toEqual({ do: 'follow' });
    expect(decide(newRelease, [[0, { is: 'stopped' }]])).toEqual({ do: 'follow' });
  });
});

describe('after its task is completed', () => {
  test('it has time to resume by itself, counted from the first read that shows it free', () => {
    expect(
      decide(sent([complete, done]), [
        [2_000, freed],
        [4_999, freed],
      ]),
    ).toEqual(patient);
    expect(
      decide(sent([complete, done]), [
        [2_000, freed],
        [5_000, freed],
      ]),
    ).toEqual(sendStart);
  });
  test('the read that shows it free counts from when it came back, the one that ends the wait from when it was begun', () => {
    const first = read(sent([complete, done]), freed, 1_000, 1_500, inPlace).release;
    expect(read(first, freed, 4_499, 9_000, inPlace).next).toEqual(patient);
    expect(read(first, freed, 4_500, 4_600, inPlace).next).toEqual(sendStart);
  });
  test('also where the answer was lost: from then on the completion has landed', () => {
    expect(decide(sent([complete, unknown]), [[14_000, freed]])).toEqual(patient);
    expect(
      decide(sent([complete, unknown]), [
        [14_000, freed],
        [17_000, freed],
      ]),
    ).toEqual(sendStart);
  });
  test('what was answered is never sent again, however long the read lags', () => {
    expect(decide(sent([complete, done]), [[14_999, held]])).toEqual(doubtful);
    expect(decide(sent([complete, done]), [[15_000, held]])).toEqual(giveUp('notSettled'));
  });
  test('a read that falls behind again does not complete it again', () => {
    expect(
      decide(sent([complete, done]), [
        [1_000, freed],
        [2_000, held],
      ]),
    ).toEqual(doubtful);
  });
  test('a completion whose answer was lost is sent once more when it cannot land any more, and not a third time', () => {
    expect(decide(sent([complete, unknown]), [[14_999, held]])).toEqual(doubtful);
    expect(decide(sent([complete, unknown]), [[15_000, held]])).toEqual(sendComplete);
    expect(decide(sent([complete, unknown], [complete, unknown]), [[15_000, held]])).toEqual(giveUp('notSettled'));
  });
  test('refused because somebody else completed it: theirs is the first right to start it', () => {
    const refused = sent([complete, { is: 'refused', status: 409 }]);
    expect(
      decide(refused, [
        [0, freed],
        [17_999, freed],
      ]),
    ).toEqual(patient);
  });
  test('answered as done here, but signed by another station: that station has the first right to start it', () => {
    expect(
      decide(sent([complete, done]), [
        [0, freedBy('there')],
        [17_999, freedBy('there')],
      ]),
    ).toEqual(patient);
    expect(
      decide(sent([complete, done]), [
        [0, freedBy('here')],
        [3_000, freedBy('here')],
      ]),
    ).toEqual(sendStart);
  });
  test('another station’s completion that comes on top of ours counts from then on', () => {
    const reads = [
      [0, freedBy('here')],
      [2_900, freedBy('there')],
    ] as const;
    expect(decide(sent([complete, done]), [...reads, [20_899, freedBy('there')]])).toEqual(patient);
    expect(decide(sent([complete, done]), [...reads, [20_900, freedBy('there')]])).toEqual(sendStart);
  });
  test('a description that is no signature says nothing', () => {
    const signed: Finding = { is: 'unstarted', ended: [{ signedBy: 'The job was ended.' }] };
    expect(
      decide(sent([complete, done]), [
        [0, signed],
        [3_000, signed],
      ]),
    ).toEqual(sendStart);
  });
  test('a new task is another task', () => {
    expect(decide(sent([complete, done]), [[100, { is: 'held', taskId: 't2' }]])).toEqual({
      do: 'send',
      effect: { kind: 'complete', taskId: 't2' },
    });
  });
});

describe('after its start', () => {
  test('what was answered is never sent again', () => {
    expect(decide(sent([start, done]), [[14_999, unstarted]])).toEqual(doubtful);
    expect(decide(sent([start, done]), [[60_000, unstarted]])).toEqual(giveUp('notSettled'));
  });
  test('one whose answer was lost is not sent again while it may still land', () => {
    expect(decide(sent([start, unknown]), [[14_999, unstarted]])).toEqual(doubtful);
    expect(decide(sent([start, unknown]), [[15_000, unstarted]])).toEqual(sendStart);
    expect(decide(sent([start, unknown], [start, unknown]), [[15_000, unstarted]])).toEqual(giveUp('notSettled'));
  });
  test('a trigger that holds it now shows that it has landed: the task is completed', () => {
    expect(decide(sent([start, unknown]), [[100, held]])).toEqual(sendComplete);
    expect(
      decide(sent([start, done]), [
        [100, { is: 'moving', settled: false, acquired: false }],
        [200, held],
      ]),
    ).toEqual(sendComplete);
  });
  test('what has moved is never started again', () => {
    expect(
      decide(sent([start, done]), [
        [0, moving],
        [1_000, unstarted],
        [15_999, unstarted],
      ]),
    ).toEqual(doubtful);
    expect(
      decide(sent([start, done]), [
        [0, moving],
        [1_000, unstarted],
        [16_000, unstarted],
      ]),
    ).toEqual(giveUp('cameToRest'));
  });
  test('what came to rest stays its owner’s to ask for anew, once nothing can be in it any more', () => {
    const rested = [[0, moving] as const, [1_000, unstarted] as const];
    expect(decide(sent([start, done]), [...rested, [90_999, unstarted]])).toEqual(giveUp('cameToRest'));
    expect(decide(sent([start, done]), [...rested, [91_000, unstarted]])).toEqual({ do: 'leave' });
  });
  test('a refusal of what a read shows done is no error', () => {
    expect(decide(sent([start, { is: 'refused', status: 409 }]), [[10, moving]])).toEqual({ do: 'follow' });
  });
});

describe('a refusal', () => {
  test.each([
    [403, 'startNotAllowed'],
    [400, 'jobChanged'],
  ] as const)('with %i was not carried out and ends the release', (status, code) => {
    expect(decide(sent([start, { is: 'refused', status }]), [[10, unstarted]])).toEqual(giveUp(code));
  });
  test.each([404, 409, 410, 412])('with %i may mean that it was done before: the lag is waited out first', (status) => {
    expect(decide(sent([start, { is: 'refused', status }]), [[14_999, unstarted]])).toEqual(doubtful);
    expect(decide(sent([start, { is: 'refused', status }]), [[15_000, unstarted]])).toEqual(giveUp('jobChanged'));
  });
  test('of a task that is not ours says who holds the job', () => {
    expect(decide(sent([complete, { is: 'refused', status: 404 }]), [[15_000, held]])).toEqual(giveUp('heldElsewhere'));
  });
  test('for want of a token leaves it to the token to say why', () => {
    expect(decide(sent([start, { is: 'refused', status: 0 }]), [[10, unstarted]])).toEqual(giveUp(null));
  });
});

describe('not carried out, says the service', () => {
  const throttled: EffectAnswer = { is: 'throttled', retryAfterMs: 1_000 };
  test('throttled: sent again when it may be, three times at most', () => {
    expect(decide(sent([start, throttled]), [[999, unstarted]])).toEqual(patient);
    expect(decide(sent([start, throttled]), [[1_000, unstarted]])).toEqual(sendStart);
    expect(decide(sent([start, throttled], [start, throttled], [start, throttled]), [[9_000, unstarted]])).toEqual(giveUp('busy'));
  });
  test('its turn in the sequence did not come: sent with the next round, and not counted', () => {
    const skipped = sent([start, { is: 'notSent' }], [start, { is: 'notSent' }], [start, { is: 'notSent' }]);
    expect(decide(skipped, [[0, unstarted]])).toEqual(sendStart);
    expect(skipped.happened).toBe(0);
  });
});

describe('a station that may not start jobs', () => {
  const rules = { canStart: false };
  test('completes the task, and lets the printer resume', () => {
    expect(decide(newRelease, [[0, held]], rules)).toEqual(sendComplete);
    expect(
      decide(
        sent([complete, done]),
        [
          [0, freed],
          [1_000, moving],
        ],
        rules,
      ),
    ).toEqual({ do: 'follow' });
  });
  test('says so of a job that would need a start, once every other hope is over', () => {
    expect(
      decide(
        newRelease,
        [
          [0, unstarted],
          [17_999, unstarted],
        ],
        rules,
      ),
    ).toEqual(patient);
    expect(
      decide(
        newRelease,
        [
          [0, unstarted],
          [18_000, unstarted],
        ],
        rules,
      ),
    ).toEqual(giveUp('notStartable'));
  });
});

describe('a redirect', () => {
  const rules = { canStart: false, redirectTo: 'p2' };
  test('is sent for a held job in place of completing its task', () => {
    expect(decide(newRelease, [[0, held]], rules)).toEqual({ do: 'send', effect: redirect });
  });
  test('waits while one that an earlier process sent may land', () => {
    expect(decide(newRelease, [[11_999, held]], { ...rules, blindUntil: 12_000 })).toEqual(patient);
    expect(decide(newRelease, [[12_000, held]], { ...rules, blindUntil: 12_000 })).toEqual({ do: 'send', effect: redirect });
  });
  test('whose answer was lost is read back; a second one is never sent while the first may land', () => {
    const lost = sent([redirect, unknown]);
    expect(decide(lost, [[14_999, held]], rules)).toEqual(doubtful);
    expect(decide(lost, [[100, { is: 'redirected', printerId: 'p2', jobId: '5000' }]], rules)).toEqual({
      do: 'goTo',
      place: { printerId: 'p2', jobId: '5000' },
    });
    expect(decide(lost, [[15_000, held]], rules)).toEqual({ do: 'send', effect: redirect });
  });
});

describe('a job for which something was chosen', () => {
  const rules = { settings: twoCopies };
  test('is completed only once its settings are known to be set', () => {
    expect(decide(newRelease, [[0, held]], rules)).toEqual(sendConfigure);
    expect(decide(sent([configure, done]), [[100, held]], rules)).toEqual(sendComplete);
    expect(decide(sent([configure, unknown]), [[100, held]], rules)).toEqual(doubtful);
  });
  test('is configured even where it reads as wanted: the read may be older than what another station set', () => {
    expect(decide(newRelease, [[0, held]], { ...rules, asWanted: true })).toEqual(sendConfigure);
  });
  test('its answer lost: read back, and completed as soon as it reads as wanted', () => {
    expect(decide(sent([configure, unknown]), [[100, held]], { ...rules, asWanted: true })).toEqual(sendComplete);
  });
  test('its answer lost and not set: once more when the first cannot land any more, then no more', () => {
    expect(decide(sent([configure, unknown]), [[14_999, held]], rules)).toEqual(doubtful);
    expect(decide(sent([configure, unknown]), [[15_000, held]], rules)).toEqual(sendConfigure);
    expect(decide(sent([configure, unknown], [configure, unknown]), [[14_999, held]], rules)).toEqual(doubtful);
    expect(decide(sent([configure, unknown], [configure, unknown]), [[15_000, held]], rules)).toEqual(giveUp('notSettled'));
  });
  test.each([
    [400, 'optionsRefused'],
    [200, 'optionsRefused'],
    [403, 'notPermitted'],
    [0, null],
    [401, null],
  ] as const)('refused with %i: not released', (status, because) => {
    expect(decide(sent([configure, { is: 'refused', status }]), [[0, held]], rules)).toEqual(giveUp(because));
  });
  test.each([404, 409])('refused with %i it may have been set by an earlier try: waits out the lag', (status) => {
    const refused = sent([configure, { is: 'refused', status }]);
    expect(decide(refused, [[14_999, held]], rules)).toEqual(doubtful);
    expect(decide(refused, [[14_999, held]], { ...rules, asWanted: true })).toEqual(sendComplete);
    expect(decide(refused, [[15_000, held]], rules)).toEqual(giveUp('optionsRefused'));
  });
  test('throttled: set when the service allows, and not completed before', () => {
    const later = sent([configure, { is: 'throttled', retryAfterMs: 4_000 }]);
    expect(decide(later, [[3_999, held]], rules)).toEqual(patient);
    expect(decide(later, [[4_000, held]], rules)).toEqual(sendConfigure);
  });
  test('a change that was sent before may still land: nothing is set or completed until then', () => {
    const blind = { configures: true, blindUntil: 15_000 };
    expect(decide(newRelease, [[14_999, held]], { ...rules, ...blind })).toEqual(patient);
    expect(decide(newRelease, [[14_999, held]], blind)).toEqual(patient);
    expect(decide(newRelease, [[15_000, held]], { ...rules, ...blind })).toEqual(sendConfigure);
  });
  test('by redirect it goes with the redirect, and the new job, held again, is completed as it is where it has them', () => {
    const chosen = { ...redirect, settings: twoCopies };
    expect(decide(newRelease, [[0, held]], { ...rules, redirectTo: 'p2' })).toEqual({ do: 'send', effect: chosen });
    expect(decide(newRelease, [[0, held]], { ...rules, madeByRedirect: true, asWanted: true })).toEqual(sendComplete);
    expect(decide(newRelease, [[0, held]], { ...rules, madeByRedirect: true })).toEqual(sendConfigure);
    expect(decide(sent([chosen, { is: 'refused', status: 400 }]), [[0, held]], { ...rules, redirectTo: 'p2' })).toEqual(
      giveUp('optionsRefused'),
    );
  });
});

describe('a release that the journal brings back', () => {
  const row = (
    kind: EffectKind,
    answer: EffectAnswer['is'] | null,
    target: string | null = null,
    settings: JobConfiguration | null = null,
  ) => ({
    kind,
    target,
    settings,
    answer,
    status: null,
  });
  const replayed = (effects: readonly JournalledEffect[], at = 0) =>
    replay({ effects, moved: false, completedHere: false }, at, 'askedAgain');
  test('has its last effect in doubt from now on, whatever the clocks say', () => {
    const release = replayed([row('complete', 'done', 't1'), row('start', null)], 500_000);
    expect(inDoubt(release)).toBe(true);
    expect(release.happened).toBe(2);
    expect(decide(release, [[514_999, freed]])).toEqual(doubtful);
    expect(decide(release, [[515_000, freed]])).toEqual(sendStart);
  });
  test('does not complete again what it has completed', () => {
    const release = replayed([row('complete', 'done', 't1'), row('start', null)]);
    expect(decide(release, [[100, held]])).toEqual(doubtful);
  });
  test('knows where a redirect was sent', () => {
    expect(replayed([row('redirect', null, 'p2')]).wish.redirectTo).toBe('p2');
  });
  test('knows what went with a redirect, and sends it again with the same', () => {
    const release = replayed([row('redirect', null, 'p2', twoCopies)]);
    expect(release.wish).toEqual({ redirectTo: 'p2', settings: twoCopies });
    expect(decide(release, [[14_999, held]])).toEqual(doubtful);
    expect(decide(release, [[15_000, held]])).toEqual({
      do: 'send',
      effect: { ...redirect, settings: twoCopies },
    });
  });
  test('with nothing but a change of its settings has moved nothing', () => {
    const release = replayed([row('configure', null, null, twoCopies)]);
    expect(release.happened).toBe(0);
    expect(inDoubt(release)).toBe(false);
  });
  test('that had come to its completion does not configure again', () => {
    const release = replayed([row('configure', 'unknown', null, twoCopies), row('complete', null, 't1')]);
    expect(decide(release, [[15_000, held]])).toEqual(sendComplete);
  });
  test('with nothing but refusals, or a deletion, has nothing in doubt', () => {
    expect(replayed([row('start', 'refused'), row('start', 'notSent'), row('cancel', null)]).happened).toBe(0);
  });
});
