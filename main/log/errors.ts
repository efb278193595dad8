import { redact } from './redact.ts';

/** What a log line may say about something that was thrown. */
export interface ErrorDescription {
  /** Name of its class. */
  readonly name: string;
  /** Code of its own or of its cause, e.g. `ECONNREFUSED`; null where there is none. */
  readonly code: string | null;
}

/** Names and codes of anything thrown; never its message, which may quote an address, a file or a token. Never throws itself. */
export function describeError(thrown: unknown): ErrorDescription {
  if (typeof thrown !== 'object' || thrown === null) return { name: typeof thrown, code: null };
  return { name: nameOf(thrown), code: codeOf(thrown) ?? codeOf(field(thrown, 'cause')) };
}

function nameOf(thrown: object): string {
  const name = field(thrown, 'name');
  return typeof name === 'string' && isPlain(name) ? name : 'Error';
}

/** `code` as Node has it, `errcode` as SQLite, `errorCode` as MSAL; the most telling first. */
function codeOf(thrown: unknown): string | null {
  for (const key of ['errcode', 'errorCode', 'code', 'errno']) {
    const code = field(thrown, key);
    if (typeof code === 'number' && Number.isSafeInteger(code) && Math.abs(code) < 10_000_000) return String(code);
    if (typeof code === 'string' && isPlain(code)) return code;
  }
  return null;
}

function isPlain(word: string): boolean {
  return /^[A-Za-z_][\w.-]{0,63}$/.test(word) && redact(word) === word;
}

/** A getter of a strange object may throw. */
function field(thrown: unknown, key: string): unknown {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  try {
    return (thrown as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}
