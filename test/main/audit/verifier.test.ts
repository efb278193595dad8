import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { verify } from '../../../main/audit/verifier.ts';
import { dayMs, foundAfter, trail } from '../../support/audit.ts';
import { oldFile, runNode } from '../../support/disk.ts';

describe('the verifier', () => {
  const run = (...words: string[]) => verify(words);

  test('says whole with the head, or the first row that does not fit, and ends with 0 or 1', () => {
    const { file, head } = trail(10);
    const plainHash = head.hash.replaceAll(' ', '');
    expect(run(file)).toEqual({ stdout: `Whole: 10 rows. Head 10:${plainHash}\n`, stderr: '', code: 0 });
    expect(run(file, '--head', `10:${plainHash}`).code).toBe(0);
    expect(run(file, '--head', `10:${head.hash}`).code).toBe(0);
    const cut = run(file, '--head', `12:${plainHash}`);
    expect(cut).toEqual({ stdout: 'Broken at row 11: rows from here up to the known head are missing.\n', stderr: '', code: 1 });
    foundAfter(file, "update entries set person = 'ben' where seq = 7");
    expect(run(file)).toEqual({ stdout: 'Broken at row 7: it, or the row before it, was changed.\n', stderr: '', code: 1 });
  });

  test('says how far a pruned trail was pruned', () => {
    const { stdout, code } = run(trail(30, 20 * dayMs).file);
    expect(stdout).toMatch(/^Whole: \d+ rows\. Rows up to \d+ were removed by the rule\. Head /);
    expect(code).toBe(0);
  });

  test('ends with 64 for words that it does not know and 66 where there is no such file', () => {
    const { file } = trail(1);
    const codes = [run(), run(file, file), run(file, '--other'), run(file, '--head', '3'), run(`${file}.no`), run(join(file, '..'))];
    expect(codes.map(({ code }) => code)).toEqual([64, 64, 64, 64, 66, 66]);
  });

  test('takes no other file for an audit trail', () => {
    const { stdout, code } = run(oldFile('journal-v2.db'));
    expect(stdout).toMatch(/^Broken: /);
    expect(code).toBe(1);
    expect(run(import.meta.filename).code).toBe(1);
  });
});

test('node main/audit/verify.ts says what the verifier says, where it says it, and ends with its code', async () => {
  const { file } = trail(3);
  const program = fileURLToPath(new URL('../../../main/audit/verify.ts', import.meta.url));
  expect(await runNode([program, file])).toEqual(verify([file]));
  expect(await runNode([program, '--head'])).toEqual(verify(['--head']));
});
