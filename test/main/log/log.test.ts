import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../main/log/create-log.ts';
import { events } from '../../../main/log/events.ts';
import { eventsPage } from '../../../main/log/events-table.ts';
import type { LogFields } from '../../../main/log/log.ts';
import { Secret } from '../../../main/secret.ts';
import { createTestClock } from '../../support/graph.ts';

function lines(fields: LogFields, write: (line: string) => void = () => {}) {
  const written: string[] = [];
  const log = createLog({
    destination: {
      write(line) {
        written.push(line);
        write(line);
      },
    },
    clock: createTestClock(),
    stationId: 'hq-2-west',
  });
  log('graph.failed', fields);
  return written;
}

const fieldsOf = (fields: LogFields) => JSON.parse(lines(fields)[0] ?? '') as Record<string, unknown>;
/** What a cast or a bug could hand to the log. */
const smuggled = (value: unknown) => ({ smuggled: value }) as LogFields;

describe('a log line', () => {
  it('is one line of JSON with level, time, station, event and fields', () => {
    const [line, ...rest] = lines({ call: 'listJobs', status: 503, timedOut: false, code: null, absent: undefined });
    expect(rest).toEqual([]);
    expect(line?.endsWith('}\n')).toBe(true);
    expect(JSON.parse(line ?? '')).toEqual({
      level: 'warn',
      time: '2026-11-21T08:00:00.000Z',
      station: 'hq-2-west',
      event: 'graph.failed',
      call: 'listJobs',
      status: 503,
      timedOut: false,
      code: null,
    });
  });

  it('stays one line whatever a text holds', () => {
    const [line] = lines({ what: 'a\nb\r\n{"level":"info"}\u2028' });
    expect(line?.split('\n')).toHaveLength(2);
  });

  it('keeps its own level, time, station and event', () => {
    expect(fieldsOf({ event: 'x', level: 'y', station: 'z', time: 1 })).toMatchObject({
      level: 'warn',
      event: 'graph.failed',
      station: 'hq-2-west',
      event_: 'x',
      level_: 'y',
    });
  });

  it('carries no object, not even one that a cast let through', () => {
    const token = new Secret('CANARY');
    expect(lines(smuggled({ name: 'CANARY' }))[0]).not.toContain('CANARY');
    expect(fieldsOf(smuggled(token)).smuggled).toBe('[secret]');
    expect(fieldsOf(smuggled(new Error('CANARY'))).smuggled).toBe('[left out]');
    expect(fieldsOf(smuggled(['CANARY'])).smuggled).toBe('[left out]');
  });

  it('shows nothing of the secrets planted in its texts', () => {
    const canaries = [
      'eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiJhIn0.c2lnbmF0',
      '04123456789',
      'kQ8~Zr2.Yw5-Tn9_Lp3Vb7Xd1',
      'ada@example.test',
      '/home/ada/pay.pdf',
    ];
    for (const canary of canaries) expect(lines({ what: `got ${canary}`, diagnostic: canary })[0]).not.toContain(canary);
  });

  it('cuts long texts, and no secret in two', () => {
    expect(String(fieldsOf({ what: 'word '.repeat(1_000) }).what).length).toBeLessThan(510);
    const atTheCut = `/home/ada/${'x'.repeat(1_980)}\nkQ8~Zr2.Yw5-Tn9_Lp3Vb7Xd1`;
    expect(fieldsOf({ what: atTheCut }).what).toBe('[home path]\n');
  });

  it('never throws: a full disk must not stop a release', () => {
    expect(() =>
      lines({}, () => {
        throw new Error('ENOSPC');
      }),
    ).not.toThrow();
  });

  it('reaches a real file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const file = join(folder, 'station.log');
    const destination = pino.destination({ dest: file, sync: true });
    createLog({ destination, clock: createTestClock(), stationId: 's' })('station.started', { version: '0.1.0' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ event: 'station.started', version: '0.1.0' });
    destination.end();
    rmSync(folder, { recursive: true });
  });
});

describe("the operator's table", () => {
  it('is the one that the catalogue makes', () => {
    expect(readFileSync('docs/log-events.md', 'utf8'), 'run: npx node main/log/write-events-page.ts').toBe(eventsPage());
  });

  it('has one sentence for each event', () => {
    for (const [name, { means }] of Object.entries(events)) {
      expect(name).toMatch(/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/);
      expect(means, name).toMatch(/^[A-Z].*\.$/);
    }
  });
});
