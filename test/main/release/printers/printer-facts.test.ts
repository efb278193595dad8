import { describe, expect, test } from 'vitest';
import type { GraphResult, PrinterCapabilities, PrinterQueue } from '../../../../main/graph/model.ts';
import { capabilitiesOf, optionsOf } from '../../../../main/release/printers/capabilities.ts';
import { leastBusyFirst } from '../../../../main/release/printers/destinations.ts';
import {
  capabilitiesFreshMs,
  createPrinterFacts,
  factsOf,
  noFacts,
  waitingFreshMs,
} from '../../../../main/release/printers/printer-facts.ts';
import type { DestinationView } from '../../../../preload/contract.ts';
import { handClock } from '../../../support/badge.ts';

const full: PrinterCapabilities = {
  mostCopies: 999,
  duplexModes: ['flipOnLongEdge', 'somethingNew', 'oneSided'],
  colorModes: ['blackAndWhite', 'grayscale', 'color', 'auto'],
  isColorPrintingSupported: true,
  isPageRangeSupported: true,
  pagesPerSheet: [16, 3, 1, 2, 2],
};
const silent: PrinterCapabilities = {
  mostCopies: null,
  duplexModes: [],
  colorModes: [],
  isColorPrintingSupported: null,
  isPageRangeSupported: null,
  pagesPerSheet: [],
};
const options = (changes: Partial<PrinterCapabilities>) => optionsOf(capabilitiesOf({ ...full, ...changes }));

describe('what can be chosen', () => {
  test('is what the printer says, as far as the screen offers it', () => {
    expect(options({})).toEqual({ copies: 99, sides: ['oneSided', 'flipOnLongEdge'], color: true, pages: true, pagesPerSheet: [1, 2, 16] });
  });
  test.each([
    ['only colour', { colorModes: ['color'] }, false],
    ['only black', { colorModes: ['blackAndWhite', 'grayscale'] }, false],
    ['automatic and grey', { colorModes: ['auto', 'grayscale'] }, true],
    ['both listed, but no colour printing', { isColorPrintingSupported: false }, false],
    ['both listed, colour printing not mentioned', { isColorPrintingSupported: null }, true],
  ] as const)('colour with %s: %s', (_name, changes, color) => {
    expect(options(changes)).toMatchObject({ color });
  });
  test('is nothing where the printer says nothing, has nothing to choose, or nobody knows', () => {
    expect(optionsOf(capabilitiesOf(silent))).toBeNull();
    expect(optionsOf(capabilitiesOf({ ...silent, mostCopies: 1, duplexModes: ['oneSided'], pagesPerSheet: [1] }))).toBeNull();
    expect(optionsOf(null)).toBeNull();
  });
});

const ok = <T>(value: T): GraphResult<T> => ({ ok: true, value });
const failed: GraphResult<never> = { ok: false, failure: { kind: 'throttled', retryAfterMs: null, reference: null } };

/** Facts of two printers whose answers wait until the test lets them come. */
function bench(capable = ['a', 'b'], queues = ['a', 'b']) {
  const clock = handClock();
  const asked: string[] = [];
  const answers: { gate: Promise<void>; capabilities: GraphResult<PrinterCapabilities | null>[]; queues: GraphResult<PrinterQueue>[] } = {
    gate: Promise.resolve(),
    capabilities: [ok(full), ok(full)],
    queues: [ok({ waiting: 2 }), ok({ waiting: 0 })],
  };
  const facts = createPrinterFacts({
    clock,
    capable,
    queues,
    app: {
      getCapabilities: async (ids) => {
        asked.push(`capabilities ${ids.join(' ')}`);
        await answers.gate;
        return ids.map((id) => answers.capabilities[['a', 'b'].indexOf(id)] ?? failed);
      },
      readQueues: async (ids) => {
        asked.push(`queues ${ids.join(' ')}`);
        await answers.gate;
        return answers.queues;
      },
    },
  });
  return { clock, asked, answers, facts };
}

describe('what is known of the printers', () => {
  test('is read for all together, at most one read at a time, and says whether anything changed', async () => {
    const { asked, answers, facts } = bench();
    expect([facts.capabilities('a'), facts.waiting('a')]).toEqual([null, null]);
    const { promise, resolve } = Promise.withResolvers<void>();
    answers.gate = promise;
    const both = Promise.all([facts.refresh(), facts.refresh()]);
    // Whoever did not wait for the read under way would be through by now.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    resolve();
    expect(await both).toEqual([true, true]);
    expect(asked).toEqual(['capabilities a b', 'queues a b']);
    expect(facts.capabilities('b')).toMatchObject({ copies: 999 });
    expect([facts.waiting('a'), facts.waiting('b')]).toEqual([2, 0]);
    expect(await facts.refresh()).toBe(false);
  });
  test('capabilities are read once in ten minutes, queues once in five seconds', async () => {
    const { clock, asked, facts } = bench();
    await facts.refresh();
    clock.advance(waitingFreshMs - 1);
    await facts.refresh();
    expect(asked).toHaveLength(2);
    clock.advance(capabilitiesFreshMs - waitingFreshMs);
    await facts.refresh();
    clock.advance(waitingFreshMs);
    await facts.refresh();
    expect(asked.filter((one) => one.startsWith('capabilities'))).toEqual(['capabilities a b', 'capabilities a b']);
    expect(asked.filter((one) => one.startsWith('queues'))).toHaveLength(3);
  });
  test('a printer that could not be asked is asked again after a minute; the others are not', async () => {
    const { clock, asked, answers, facts } = bench();
    answers.capabilities[1] = failed;
    await facts.refresh();
    await facts.refresh();
    clock.advance(60_000);
    await facts.refresh();
    expect(asked.filter((one) => one.startsWith('capabilities'))).toEqual(['capabilities a b', 'capabilities b']);
  });
  test('what was read an hour ago and could not be read since is not believed any more', async () => {
    const { clock, answers, facts } = bench();
    await facts.refresh();
    answers.capabilities = [failed, failed];
    clock.advance(59 * 60_000);
    await facts.refresh();
    expect(facts.capabilities('a')).not.toBeNull();
    clock.advance(60_000);
    expect(facts.capabilities('a')).toBeNull();
  });
  test('how many wait is not said of a count from before', async () => {
    const { clock, answers, facts } = bench();
    await facts.refresh();
    answers.queues = [failed, ok({ waiting: null })];
    clock.advance(waitingFreshMs);
    await facts.refresh();
    expect([facts.waiting('a'), facts.waiting('b')]).toEqual([2, null]);
    clock.advance(10_000);
    expect(facts.waiting('a')).toBeNull();
  });
  test('where there is one place to send to, nobody counts', async () => {
    const { asked, facts } = bench([], ['a']);
    await facts.refresh();
    expect(asked).toEqual([]);
  });
  test('in the mode user nothing is read: only an app token may', () => {
    const release = {
      mode: 'user',
      allowDelete: true,
      options: false,
      oneGesture: 'never',
      settleSeconds: 1,
      resumeSeconds: 1,
      jobsKeptDays: 0,
    } as const;
    const never = async () => {
      throw new Error('Nothing may be read.');
    };
    const print = { taskDefinitionId: 'd', printers: [], destinations: [] };
    expect(factsOf({ release, print }, { getCapabilities: never, readQueues: never }, handClock())).toBe(noFacts);
  });
});

test('destinations: who can take a job first, then the least busy, then as configured; an unknown queue comes last', () => {
  const one = (name: string, state: DestinationView['state'], waiting: number | null): DestinationView => ({
    key: name,
    name,
    state,
    waiting,
    problems: [],
    options: null,
  });
  const order = leastBusyFirst([
    one('stopped and empty', 'stopped', 0),
    one('unknown', 'unknown', 0),
    one('who knows', 'ready', null),
    one('busy', 'ready', 5),
    one('first of two', 'ready', 1),
    one('second of two', 'ready', 1),
  ]);
  expect(order.map(({ name }) => name)).toEqual(['first of two', 'second of two', 'busy', 'who knows', 'unknown', 'stopped and empty']);
});
