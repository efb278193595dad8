import type { ConfigProblem } from './model.ts';
import { type NotPlain, whyNotPlain } from './plain-picture.ts';
import { problemAt } from './problems.ts';
import { decodeText, type ReadFile, readBytes } from './read-text.ts';

/** The organisation's picture, or what is wrong with its file. */
export type Logo =
  /** `data:` address. */
  { readonly ok: true; readonly address: string } | { readonly ok: false; readonly problem: ConfigProblem };

/** Largest file in bytes: the picture travels with every snapshot. */
const maxBytes = 200_000;
const path = 'screen.brand.logo';
const what = 'The logo';

/** Reads a PNG or SVG file and makes a `data:` address of it. What it is, its first bytes say, not its name. */
export async function readLogo(readFile: ReadFile, file: string): Promise<Logo> {
  const read = await readBytes(readFile, file, what, maxBytes);
  if (!read.ok) return { ok: false, problem: problemAt(path, read.problem, read.remedy) };
  if (isPng(read.bytes)) return { ok: true, address: `data:image/png;base64,${Buffer.from(read.bytes).toString('base64')}` };
  const text = decodeText(read.bytes, file, what);
  if (!text.ok || !/<(?:\w+:)?svg[\s>]/i.test(text.text)) return refused('The file is neither a PNG nor an SVG picture.');
  // A declared encoding would have the browser read other characters than were looked at here.
  const svg = text.text.replace(/^\s*<\?xml\s[^>]*\?>/, '');
  const why = whyNotPlain(svg);
  if (why !== null) return refused(notPlain[why]);
  return { ok: true, address: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` };
}

function refused(problem: string): Logo {
  return { ok: false, problem: problemAt(path, problem) };
}

const notPlain: Readonly<Record<NotPlain, string>> = {
  notSvg: 'The SVG file does not begin with an "svg" element of the namespace "http://www.w3.org/2000/svg", so nothing would be shown.',
  unfinished: 'The SVG file is not well-formed: something in it is not closed.',
  entities: 'The SVG file defines entities, which a picture has no need of.',
  script: 'The SVG file holds a script.',
  foreign: 'The SVG file holds content other than a drawing, e.g. "foreignObject".',
  event: 'The SVG file holds an event attribute, e.g. "onload".',
  reference: 'The SVG file refers to something outside itself.',
  moves: 'The SVG file holds an animation.',
};

/** Signature and first chunk (PNG, third edition, 5.2). */
function isPng(bytes: Uint8Array): boolean {
  const begins = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
  return bytes.length > 32 && begins.every((byte, index) => bytes[index] === byte);
}
