import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type BadgeListOptions, type FileVersion, firstListMs, lookEveryMs, openBadgeList } from '../../../main/badge/badge-list.ts';
import { type CsvSeparator, csvRecords } from '../../../main/badge/badge-list-csv.ts';
import { normalNumber, readBadgeList } from '../../../main/badge/badge-list-lines.ts';
import { decodeKey, idleDecoder, type ReaderRules } from '../../../main/badge/decoder.ts';
import { Secret } from '../../../main/secret.ts';
import { handClock, ownFolder, printedSeed, recordingLog, typed } from '../../support/badge.ts';

const rules: ReaderRules = { minLength: 4, maxLength: 64, maxKeyGapMs: 60, terminator: 'enter' };
const tid = '6f3c0d52-1111-4000-8000-000000000001';
const oid = (end: number) => `6f3c0d52-aaaa-4000-8000-${String(end).padStart(12, '0')}`;
const header = 'badge,oid,userPrincipalName,name';
const ada = `04A1B2C3,${oid(1)},ada@contoso.com,Ada Lovelace`;
const grace = `04D4E5F6,${oid(2)},grace@contoso.com,Grace Hopper`;
const list = (...lines: readonly string[]) => `${[header, ...lines].join('\r\n')}\r\n`;
const card = (number: string) => ({ number: new Secret(number) });

/** A list over a real file, with a clock that moves by hand. */
async function opened(content: string | Uint8Array | null, change: Partial<BadgeListOptions> = {}) {
  const file = join(ownFolder(), 'cards.csv');
  if (content !== null) await writeFile(file, content);
  const clock = handClock();
  const { log, lines } = recordingLog();
  const badges = openBadgeList({ file, tid, rules, readFile, stat, clock, random: randomBytes, log, ...change });
  onTestFinished(() => badges.close());
  /** Until the look that is under way has ended: only then is the next one due. */
  const looked = () => vi.waitFor(() => expect(clock.waiting()).toBe(1), { interval: 1 });
  let version = 1_000;
  return {
    badges,
    lines,
    clock,
    file,
    looked,
    events: () => lines.map(({ event }) => event),
    async nextLook() {
      clock.advance(lookEveryMs);
      await looked();
    },
    /** Writes the file anew, with a time of its own whatever the file system's clock can tell apart. */
    async write(text: string | Uint8Array) {
      await writeFile(file, text);
      version += 1;
      await utimes(file, version, version);
    },
    async who(number: string) {
      const found = await badges.find(card(number));
      return found.is === 'known' ? found.person.name : found.is;
    },
  };
}

describe('a card of the list', () => {
  test('opens for its person', async () => {
    const { badges } = await opened(list(ada, grace));
    expect(await badges.find(card('04A1B2C3'))).toEqual({
      is: 'known',
      person: { oid: oid(1), tid, name: 'Ada Lovelace', userPrincipalName: 'ada@contoso.com' },
    });
    expect(await badges.find(card('04A1B2C4'))).toEqual({ is: 'unknown' });
  });

  test('may be written in small letters and with the delimiters that a reader types around it', async () => {
    const { who } = await opened(list(`;04a1b2c3?,${oid(1).toUpperCase()},ada@contoso.com,Ada Lovelace`));
    expect(await who('04A1B2C3')).toBe('Ada Lovelace');
  });

  test('that stands there for two people opens for nobody, also when a third line repeats one of them', async () => {
    const { who, lines } = await opened(list(ada, grace, `04a1b2c3,${oid(3)},eve@contoso.com,Eve`, ada));
    expect(await who('04A1B2C3')).toBe('unknown');
    expect(await who('04D4E5F6')).toBe('Grace Hopper');
    expect(lines).toContainEqual({ event: 'badgeList.claimedTwice', fields: { count: 3, lines: '2, 4, 5' } });
  });

  test('that stands there twice for the same person opens', async () => {
    const { who, events } = await opened(list(ada, ada));
    expect(await who('04A1B2C3')).toBe('Ada Lovelace');
    expect(events()).not.toContain('badgeList.claimedTwice');
  });

  test('compares as the decoder reads it, whatever is written', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789abcdefXYZ-./;=? %:_#'), maxLength: 24 });
    const short = { ...rules, maxLength: 12 };
    fc.assert(
      fc.property(
        text.filter((written) => written.length <= short.maxLength + 8),
        (written) => {
          const read = typed(`${written}\n`, 0).reduce(
            (step, key) => {
              const next = decodeKey(step.state, key, short);
              return { state: next.state, reads: [...step.reads, ...next.reads] };
            },
            { state: idleDecoder, reads: [] } as ReturnType<typeof decodeKey>,
          ).reads;
          const numbers = read.flatMap((one) => (one.is === 'card' ? [one.card.number.reveal()] : []));
          expect(normalNumber(written, short)).toBe(numbers[0] ?? null);
        },
      ),
      { seed: printedSeed('normalNumber'), numRuns: 3_000 },
    );
  });
});

describe('a line that cannot be used is left out and named by its number alone', () => {
  const canary = '0477CANARY';
  test.each([
    ['a number with a letter that no card has', `04Ä1B2C3,${oid(9)},eve@contoso.com,Eve`, 'badge'],
    ['a number that Excel made a decimal of', `4.23457E+15,${oid(9)},eve@contoso.com,Eve`, 'badge'],
    ['a number shorter than the station reads', `123,${oid(9)},eve@contoso.com,Eve`, 'badge'],
    ['no number', `,${oid(9)},eve@contoso.com,Eve`, 'badge'],
    ['an id that is no GUID', `${canary},eve,eve@contoso.com,Eve`, 'oid'],
    ['an id of zeros', `${canary},00000000-0000-0000-0000-000000000000,eve@contoso.com,Eve`, 'oid'],
    ['a name in place of the user principal name', `${canary},${oid(9)},Eve,eve@contoso.com`, 'userPrincipalName'],
    ['a control character in it', `${canary},${oid(9)},eve\u0007@contoso.com,Eve`, 'userPrincipalName'],
    ['a line break in a name', `${canary},${oid(9)},eve@contoso.com,"Eve\nCanary"`, 'name'],
    ['a comma too many', `${canary},${oid(9)},eve@contoso.com,Canary, Eve`, 'columns'],
    ['a column too few', `${canary},${oid(9)},eve@contoso.com`, 'columns'],
    ['a quotation mark that nobody closed', `${canary},${oid(9)},eve@contoso.com,"Canary`, 'quotes'],
    ['text behind a quotation mark', `${canary},${oid(9)},eve@contoso.com,"Canary" Eve`, 'quotes'],
  ])('%s', async (_name, line, why) => {
    const { who, lines } = await opened(list(ada, line, grace));
    expect([await who('04A1B2C3'), await who('04D4E5F6'), await who(canary)]).toEqual(['Ada Lovelace', 'Grace Hopper', 'unknown']);
    expect(lines).toEqual([
      { event: 'badgeList.leftOut', fields: { why, count: 1, lines: '3' } },
      { event: 'badgeList.read', fields: { cards: 2 } },
    ]);
  });

  test('a quotation mark that finds its partner many people later takes nobody between them along', async () => {
    const between = Array.from({ length: 100 }, (_, index) => `0400${1000 + index},${oid(index)},p${index}@contoso.com,Person ${index}`);
    const open = `04E7E7E7,${oid(901)},eve@contoso.com,"Eve`;
    const { who, lines } = await opened(list(open, ...between, `04E8E8E8,${oid(902)},eva@contoso.com,Eva"`));
    expect([await who('04001000'), await who('04001099'), await who('04E8E8E8')]).toEqual(['Person 0', 'Person 99', 'Eva"']);
    expect(lines[0]?.fields).toEqual({ why: 'quotes', count: 1, lines: '2' });
  });

  test('a name in the letters of Windows', async () => {
    const eve = Buffer.from(`04E7E7E7,${oid(9)},eve@contoso.com,Ev\u00e9\r\n`, 'latin1');
    const { who, lines } = await opened(Buffer.concat([Buffer.from(list(ada)), eve, Buffer.from(`${grace}\r\n`)]));
    expect([await who('04E7E7E7'), await who('04D4E5F6')]).toEqual(['unknown', 'Grace Hopper']);
    expect(lines[0]).toEqual({ event: 'badgeList.leftOut', fields: { why: 'encoding', count: 1, lines: '3' } });
  });

  test('of many, the first twenty are named', async () => {
    const { looked, lines } = await opened(list(ada, ...Array.from({ length: 30 }, (_, index) => `${1000 + index},x,y,z`)));
    await looked();
    expect(lines[0]?.fields).toMatchObject({ count: 30, lines: expect.stringMatching(/^3, 4, .*, 22, …$/) });
  });

  test('lines of blanks and of separators alone are no fault of their own kind', async () => {
    const { who } = await opened(list('', ada, '', '', grace));
    expect(await who('04D4E5F6')).toBe('Grace Hopper');
  });
});

describe('a file as Excel writes it', () => {
  test.each([
    ['with the mark of UTF-8', `\ufeff${list(ada)}`],
    [
      'with semicolons, quotation marks and old line ends',
      `Badge;OID;"userPrincipalName";Name\r04A1B2C3;${oid(1)};ada@contoso.com;"Ada Lovelace"`,
    ],
    [
      'with its columns in another order and more of them',
      `note,name,userPrincipalName,oid,badge\n"a, ""b""\nc",Ada Lovelace,ada@contoso.com,${oid(1)},04A1B2C3\n`,
    ],
    ['with the number kept as text', list(`"=""04A1B2C3""",${oid(1)},ada@contoso.com,Ada Lovelace`)],
    ['with empty columns at the end', list(`${ada},,`)],
  ])('%s', async (_name, text) => {
    const { who } = await opened(text);
    expect(await who('04A1B2C3')).toBe('Ada Lovelace');
  });

  test('a person without a name is shown by the user principal name', async () => {
    const { who } = await opened(list(`04A1B2C3,${oid(1)},ada@contoso.com,`));
    expect(await who('04A1B2C3')).toBe('ada@contoso.com');
  });

  test.each([
    ['utf16', Buffer.from(`\ufeff${list(ada)}`, 'utf16le')],
    ['utf16', Buffer.from(list(ada), 'utf16le')],
    ['header', `${ada}\r\n`],
    ['header', 'badge,oid,userPrincipalName,name,badge\r\n'],
    ['empty', ''],
    ['empty', `${header}\r\n`],
    ['empty', list('x', 'y')],
    ['tooLarge', list(...Array.from({ length: 100_001 }, () => 'x'))],
  ])('is told apart where it is no list (%s)', async (why, content) => {
    const { who, lines } = await opened(content);
    expect(await who('04A1B2C3')).toBe('unreadable');
    expect(lines).toContainEqual({ event: 'badgeList.refused', fields: { why, kept: false } });
  });
});

describe('while the file changes', () => {
  test('a new list is taken up by itself once two looks find it the same', async () => {
    const { who, write, nextLook } = await opened(list(ada));
    expect(await who('04D4E5F6')).toBe('unknown');
    await write(list(grace));
    await nextLook();
    expect(await who('04A1B2C3')).toBe('Ada Lovelace');
    await nextLook();
    expect([await who('04A1B2C3'), await who('04D4E5F6')]).toEqual(['unknown', 'Grace Hopper']);
  });

  test('a copy that is still being written locks nobody out', async () => {
    const { who, write, nextLook } = await opened(list(ada, grace));
    await who('04A1B2C3');
    const whole = list(grace, ada, `04A7A7A7,${oid(7)},joan@contoso.com,Joan Clarke`);
    for (const length of [0, 20, header.length + 2, 90, 130]) {
      await write(whole.slice(0, length));
      await nextLook();
      expect([await who('04A1B2C3'), await who('04D4E5F6')]).toEqual(['Ada Lovelace', 'Grace Hopper']);
    }
    await write(whole);
    await nextLook();
    await nextLook();
    expect(await who('04A7A7A7')).toBe('Joan Clarke');
  });

  test('a copy that grows between the look and the end of reading is not taken', async () => {
    const versions: FileVersion[] = [];
    const { who, write, nextLook } = await opened(list(ada, grace), {
      stat: async (path) => versions.shift() ?? (await stat(path)),
    });
    await who('04A1B2C3');
    await write(list(grace));
    const still = { mtimeMs: 7, size: 90 };
    versions.push(still, still, { mtimeMs: 8, size: 120 });
    await nextLook();
    await nextLook();
    expect(versions).toEqual([]);
    expect(await who('04A1B2C3')).toBe('Ada Lovelace');
  });

  test.each(['', header, 'half a header', Buffer.from(list(grace), 'utf16le')])(
    'what is no list leaves the old one in place, and is said once',
    async (content) => {
      const { who, write, nextLook, events } = await opened(list(ada));
      await who('04A1B2C3');
      await write(content);
      for (let look = 0; look < 4; look += 1) await nextLook();
      expect(await who('04A1B2C3')).toBe('Ada Lovelace');
      expect(events().filter((event) => event === 'badgeList.refused')).toHaveLength(1);
    },
  );

  test('a file that is gone leaves the old list in place, and is said once until it is back', async () => {
    const { who, file, write, nextLook, lines } = await opened(list(ada));
    await who('04A1B2C3');
    await rm(file);
    for (let look = 0; look < 3; look += 1) await nextLook();
    expect(await who('04A1B2C3')).toBe('Ada Lovelace');
    expect(lines.slice(1)).toEqual([{ event: 'badgeList.unreadable', fields: { code: 'ENOENT', kept: true } }]);
    await write(list(grace));
    await nextLook();
    await nextLook();
    expect(await who('04D4E5F6')).toBe('Grace Hopper');
  });

  test('a file that does not change is not read again', async () => {
    let reads = 0;
    const { who, nextLook } = await opened(list(ada), {
      readFile: (path) => {
        reads += 1;
        return readFile(path);
      },
    });
    for (let look = 0; look < 3; look += 1) await nextLook();
    await who('04A1B2C3');
    expect(reads).toBe(1);
  });
});

describe('without a file', () => {
  test('every tap says that there is no list, and the first tap after it came opens', async () => {
    const { who, write, lines } = await opened(null);
    expect([await who('04A1B2C3'), await who('04A1B2C3')]).toEqual(['unreadable', 'unreadable']);
    expect(lines).toEqual([{ event: 'badgeList.unreadable', fields: { code: 'ENOENT', kept: false } }]);
    await write(list(ada));
    expect(await who('04A1B2C3')).toBe('Ada Lovelace');
  });

  test('a file server that never answers holds a tap up for 5 s at most, and is asked once', async () => {
    let asked = 0;
    const { badges, clock } = await opened(null, {
      stat: () => {
        asked += 1;
        return new Promise(() => {});
      },
    });
    const found = [badges.find(card('04A1B2C3')), badges.find(card('04A1B2C3'))];
    clock.advance(firstListMs);
    expect(await Promise.all(found)).toEqual([{ is: 'unreadable' }, { is: 'unreadable' }]);
    expect(asked).toBe(1);
  });

  test('a file server that goes silent later holds no tap up', async () => {
    let silent = false;
    const { who, clock } = await opened(list(ada), { stat: (path) => (silent ? new Promise(() => {}) : stat(path)) });
    await who('04A1B2C3');
    await vi.waitFor(() => expect(clock.waiting()).toBe(1), { interval: 1 });
    silent = true;
    clock.advance(lookEveryMs);
    expect(await who('04A1B2C3')).toBe('Ada Lovelace');
  });
});

describe('when the station stops', () => {
  test('nothing is looked at any more and nobody is known', async () => {
    const { badges, who, looked, clock } = await opened(list(ada));
    await looked();
    badges.close();
    expect(clock.waiting()).toBe(0);
    expect(await who('04A1B2C3')).toBe('unreadable');
  });
});

describe('the memory of a station', () => {
  test('holds no number of the list once it is read', async () => {
    const folder = ownFolder();
    const people = Array.from({ length: 2000 }, (_, index) => `77CANARY${index},${oid(index)},p${index}@contoso.com,Somebody${index}`);
    await writeFile(join(folder, 'cards.csv'), list(...people));
    const module = (path: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../..', path)).href);
    execFileSync(
      process.execPath,
      [
        '--expose-gc',
        '--input-type=module',
        '--eval',
        `import { randomBytes } from 'node:crypto';
        import { readFile, stat } from 'node:fs/promises';
        import { writeHeapSnapshot } from 'node:v8';
        import { openBadgeList } from ${module('main/badge/badge-list.ts')};
        import { systemClock } from ${module('main/ports.ts')};
        import { Secret } from ${module('main/secret.ts')};
        const rules = { minLength: 4, maxLength: 64 };
        const badges = openBadgeList({ file: 'cards.csv', tid: 't', rules, readFile, stat, clock: systemClock, random: randomBytes, log() {} });
        const found = await badges.find({ number: new Secret('none') });
        if (found.is !== 'unknown') throw new Error(found.is);
        gc();
        writeHeapSnapshot('heap.json');
        badges.close();`,
      ],
      { cwd: folder, stdio: 'pipe' },
    );
    const heap = readFileSync(join(folder, 'heap.json'), 'utf8');
    expect(heap).toContain('Somebody1999');
    expect(heap.match(/77CANARY\d+/g)).toBeNull();
  }, 30_000);
});

describe('the CSV reader', () => {
  const separators: readonly CsvSeparator[] = [',', ';'];
  const field = fc.oneof(fc.string({ unit: fc.constantFrom(...'ab,;"\r\n é€😀'), maxLength: 8 }), fc.string({ maxLength: 8 }));
  const table = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 12 });

  test('gives back every table that was written by the rules, and the line that each record begins on', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(...separators), fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, separator, end, always) => {
        const written = rows
          .map((row) => row.map((text) => (always || /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)))
          .map((row) => row.join(separator));
        const lines = written.map((_, index) => `${written.slice(0, index).join(end)}${index === 0 ? '' : end}`.split(/\r\n|\r|\n/).length);
        const records = [...csvRecords(Buffer.from(written.map((line) => line + end).join('')), separator)];
        const expected = rows
          .map((fields, index) => ({ line: lines[index], fields }))
          .filter(({ fields }) => fields.length > 1 || fields[0] !== '');
        expect(records).toEqual(expected);
      }),
      { seed: printedSeed('csv'), numRuns: 2_000 },
    );
  });

  test('loses no line but the damaged one, wherever a quotation mark falls into a file', async () => {
    const lines = Array.from({ length: 12 }, (_, index) => `0400000${index},${oid(index)},p${index}@contoso.com,"Person ${index}"`);
    const text = list(...lines);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: header.length + 2, max: text.length - 2 }), async (at) => {
        const read = await readBadgeList(Buffer.from(`${text.slice(0, at)}"${text.slice(at)}`), rules, (number) => number);
        expect(read.is === 'list' ? read.cards.size : 0).toBeGreaterThanOrEqual(lines.length - 2);
      }),
      { seed: printedSeed('stray mark'), numRuns: 500 },
    );
  });

  test('ends on any bytes, and never gives a record twice', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...separators), (bytes, separator) => {
        const lines = [...csvRecords(Buffer.from(bytes), separator)].map(({ line }) => line);
        expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b));
      }),
      { seed: printedSeed('bytes'), numRuns: 2_000 },
    );
  });
});
