/*
 * A second net under every text field of the log. The first is that nothing secret is given to the log at all; this one catches
 * what slips in with a text from outside. It would rather take too much than too little.
 */

/** Takes one kind of secret out of a text. */
export type Redactor = (text: string) => string;

/** `Bearer` and whatever stands behind it. */
export const redactBearer: Redactor = (text) => text.replace(/\bbearer\s+\S+/gi, '[token]');

/** JSON Web Tokens: groups of base64url joined by dots, the first one a JSON object. */
export const redactJwt: Redactor = (text) => text.replace(/\bey[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)+/g, '[token]');

/** Mail addresses and user principal names: anything joined by an @. */
export const redactAddress: Redactor = (text) => text.replace(/[^\s"'<>(),;]+@[^\s"'<>(),;]+/g, '[address]');

/** Paths below somebody's home folder, to the end of the line: both the person's name and those of documents may hold blanks. */
export const redactHome: Redactor = (text) =>
  text.replace(
    /(?:\b[A-Za-z]:)?(?:[\\/]|%2f|%5c)+(?:Users|home|root|Documents and Settings)(?:[\\/]|%2f|%5c)[^"'<>|\r\n]*/gi,
    '[home path]',
  );

/** Digits as badges carry them, in any script. */
export const redactDigits: Redactor = (text) => text.replace(/\p{Nd}{8,}/gu, '[digits]');

/** Hexadecimal as badges and keys carry it. */
export const redactHex: Redactor = (text) =>
  text.replace(/(?<![A-Za-z0-9])[0-9a-f]{8,}(?![A-Za-z0-9])/gi, (run) => (/\d/.test(run) || run.length >= 16 ? '[hex]' : run));

/** Long runs of base64 and of the characters of client secrets. Words, codes like `SELF_SIGNED_CERT_IN_CHAIN` and plain paths stay. */
export const redactLongRuns: Redactor = (text) => text.replace(/[A-Za-z0-9+/_~.=-]{20,}/g, (run) => (looksRandom(run) ? '[secret]' : run));

function looksRandom(run: string): boolean {
  const digits = /\d/.test(run);
  const both = /[a-z]/.test(run) && /[A-Z]/.test(run);
  // Words begin with a capital now and then; random text changes all the time.
  const rises = run.match(/[a-z0-9][A-Z]/g)?.length ?? 0;
  const changes = run.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return (digits && both) || rises >= 4 || changes >= 6;
}

const redactors: readonly Redactor[] = [redactBearer, redactJwt, redactAddress, redactHome, redactLongRuns, redactHex, redactDigits];

/** GUIDs that stand alone: request, job, printer and person ids, without which a log is of no use. */
const guid = /(?<![\w~+=-])([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![\w~+=-])/i;

/** All redactors; ids in the form of a GUID stay. */
export function redact(text: string): string {
  // What runs to the end of a line or a word has to be gone before the text is taken apart at its GUIDs.
  const first = redactHome(redactAddress(redactJwt(redactBearer(text))));
  return first
    .split(new RegExp(guid, 'i'))
    .map((part, index) => (index % 2 === 1 ? part : redactors.reduce((rest, redactor) => redactor(rest), part)))
    .join('');
}
