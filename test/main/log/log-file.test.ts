import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLogFile, tryAgainMs } from '../../../main/log/log-file.ts';
import { handClock, ownFolder } from '../../support/badge.ts';

const source = resolve(import.meta.dirname, '../../../main/log/log-file.ts');

function opened(largestBytes = 1_000) {
  const folder = join(ownFolder(), 'logs');
  const file = join(folder, 'station.log');
  const clock = handClock();
  const elsewhere: string[] = [];
  const returned: number[] = [];
  const log = openLogFile({
    file,
    largestBytes,
    clock,
    otherwise: { write: (line) => elsewhere.push(line) },
    onReturn: (lost) => returned.push(lost),
  });
  return { folder, file, clock, log, elsewhere, returned, read: () => readFileSync(file, 'utf8') };
}

const line = (i: number) => `{"line":${String(i).padStart(4, '0')}}\n`;

describe('the size', () => {
  test('stays bounded while the station runs: two files, whole lines, the newest ones', () => {
    const { file, log, read, elsewhere } = opened();
    for (let i = 0; i < 1_000; i += 1) {
      log.write(line(i));
      expect(statSync(file).size).toBeLessThanOrEqual(1_000);
    }
    const kept = readFileSync(`${file}.1`, 'utf8') + read();
    expect(kept.length).toBeLessThanOrEqual(2_000);
    const wanted = Array.from({ length: kept.length / line(0).length }, (_, i) => line(1_000 - kept.length / line(0).length + i));
    expect(kept).toBe(wanted.join(''));
    expect(elsewhere).toEqual([]);
  });

  test('counts what an earlier run wrote, and bytes, not characters', () => {
    const { folder, file, log, read } = opened(100);
    mkdirSync(folder);
    writeFileSync(file, 'x'.repeat(90));
    log.write('ééééé\n');
    expect(read()).toBe('ééééé\n');
    expect(statSync(`${file}.1`).size).toBe(90);
  });

  test('is kept at the cost of older lines where the old file cannot be put aside', () => {
    const { folder, file, log, read } = opened(100);
    mkdirSync(join(folder, 'station.log.1/held'), { recursive: true });
    for (let i = 0; i < 50; i += 1) log.write(line(i));
    expect(statSync(file).size).toBeLessThanOrEqual(100);
    expect(read()).toContain(line(49));
  });

  test('a line longer than all of it is written all the same, alone', () => {
    const { log, read } = opened(10);
    log.write(line(1));
    log.write(line(2));
    expect(read()).toBe(line(2));
  });
});

describe('a disk in trouble', () => {
  test('never throws: lines go elsewhere, and the file takes them again when the disk is back, saying how many it lacks', () => {
    const { folder, clock, log, elsewhere, returned, read } = opened();
    log.write(line(1));
    renameSync(folder, `${folder}.away`);
    writeFileSync(folder, 'in the way');
    clock.advance(tryAgainMs);
    log.write(line(2));
    log.write(line(3));
    expect(elsewhere).toEqual([line(2), line(3)]);
    rmSync(folder);
    clock.advance(tryAgainMs - 1);
    log.write(line(4));
    expect(elsewhere).toHaveLength(3);
    clock.advance(1);
    log.write(line(5));
    expect([read(), returned]).toEqual([line(5), [3]]);
  });

  test('notices a file that was deleted under it', () => {
    const { folder, file, clock, log, read } = opened();
    log.write(line(1));
    rmSync(folder, { recursive: true });
    clock.advance(tryAgainMs);
    log.write(line(2));
    expect(existsSync(file)).toBe(true);
    expect(read()).toBe(line(2));
  });

  test('where even the other place fails, the station goes on', () => {
    const blocked = join(ownFolder(), 'file');
    writeFileSync(blocked, '');
    const broken = () => {
      throw new Error('broken pipe');
    };
    const log = openLogFile({
      file: join(blocked, 'station.log'),
      largestBytes: 10,
      clock: handClock(),
      otherwise: { write: broken },
      onReturn: () => undefined,
    });
    expect(() => log.write(line(1))).not.toThrow();
  });

  // The kernel refuses the bytes above the limit, in the middle of a line, as a full disk does. Windows knows no such limit for one process.
  test.runIf(process.platform !== 'win32')('that fills up in the middle of a line leaves whole lines, and nothing throws', () => {
    const folder = ownFolder();
    const program = `
      const { openLogFile } = await import(${JSON.stringify(source)});
      let elsewhere = 0;
      const log = openLogFile({ file: 'station.log', largestBytes: 1e9, clock: { now: () => 0, elapsed: () => 0, after: () => () => {} },
        otherwise: { write: () => { elsewhere += 1; } }, onReturn: () => {} });
      for (let i = 0; i < 100; i += 1) log.write('x'.repeat(99) + '\\n');
      console.log(elsewhere);`;
    writeFileSync(join(folder, 'fill.mjs'), program);
    const command = 'ulimit -f 4; exec "$0" fill.mjs';
    const ended = spawnSync('sh', ['-c', command, process.execPath], { cwd: folder, encoding: 'utf8' });
    expect(ended.stderr).toBe('');
    const written = readFileSync(join(folder, 'station.log'), 'utf8');
    expect(written).toMatch(/^(?:x{99}\n)+$/);
    expect(Number(ended.stdout)).toBe(100 - written.length / 100);
    expect(Number(ended.stdout)).toBeGreaterThan(0);
  });
});
