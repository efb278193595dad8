import { describe, expect, test } from 'vitest';
import type { OptionsView, ReleaseOptions } from '../../../preload/contract.ts';
import { play } from '../../support/session-play.ts';

const able: OptionsView = { copies: 5, sides: ['oneSided', 'flipOnLongEdge'], color: true, pages: true, pagesPerSheet: [1, 2] };
const jobs = ['p1/1'];

/** Ada in front of one held job on the printer Lobby. */
function atPrinter(options: OptionsView | null) {
  const at = play({ mode: { redirects: false, canDelete: false } });
  at.signIn();
  at.list(['1'], { printers: [{ name: 'Lobby', state: 'ready', problems: [], options }] });
  return at;
}

/** Ada in front of one held job that can go to two printers, of which only the second offers something. */
function atQueue() {
  const at = play({ mode: { redirects: true, canDelete: false } });
  at.signIn();
  const destination = (key: string, options: OptionsView | null) =>
    ({ key, name: key, state: 'ready', problems: [], options, waiting: null }) as const;
  at.list(['1'], {
    printers: [{ name: 'Lobby', state: 'ready', problems: [], options: able }],
    destinations: [destination('p2', null), destination('p3', able)],
  });
  return at;
}

describe('options at release', () => {
  test('that the job’s printer offers go with it', () => {
    const at = atPrinter(able);
    const options: ReleaseOptions = { copies: 5, sides: 'oneSided', color: false, pages: { first: 2, last: 2 }, pagesPerSheet: 2 };
    expect(at.accepts('release', { jobs, options })).toBe(true);
    expect(at.effects).toMatchObject([{ do: 'release', to: null, options }]);
  });
  test.each<ReleaseOptions>([{ copies: 6 }, { sides: 'flipOnShortEdge' }, { pages: { first: 3, last: 2 } }, { pagesPerSheet: 4 }])(
    'that it does not offer release nothing: %j',
    (options) => {
      const at = atPrinter(able);
      expect(at.accepts('release', { jobs, options })).toBe(false);
      expect(at.effects).toEqual([]);
      expect(at.screen).toMatchObject({ jobs: [{ stage: { is: 'held' } }] });
    },
  );
  test('where nothing is offered, as in the mode "user", release nothing', () => {
    expect(atPrinter(null).accepts('release', { jobs, options: { copies: 2 } })).toBe(false);
  });
  test('that choose nothing are none', () => {
    const at = atPrinter(null);
    expect(at.accepts('release', { jobs, options: {} })).toBe(true);
    expect(at.effects).toMatchObject([{ do: 'release', options: {} }]);
  });
  test('of a printer that is not known release nothing', () => {
    const at = play({ mode: { redirects: false, canDelete: false } });
    at.signIn();
    at.list(['1'], { printers: [{ name: 'Another', state: 'ready', problems: [], options: able }] });
    expect(at.accepts('release', { jobs, options: { copies: 2 } })).toBe(false);
  });
  test('are those of the chosen destination, not of the queue', () => {
    expect(atQueue().accepts('release', { jobs, to: 'p2', options: { copies: 2 } })).toBe(false);
    const at = atQueue();
    expect(at.accepts('release', { jobs, to: 'p3', options: { copies: 2 } })).toBe(true);
    expect(at.effects).toMatchObject([{ do: 'release', to: 'p3', options: { copies: 2 } }]);
  });
});
