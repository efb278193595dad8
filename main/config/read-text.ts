/** `fs.promises.readFile` without an encoding, as far as it is used. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** A file's text, or a sentence about why there is none and one about what to do. */
export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string; readonly remedy: string; readonly notFound: boolean };

/** Why a file cannot be used. */
type Unusable = Extract<FileText, { readonly ok: false }>;

/** Reads a text file as UTF-8, with or without its mark; `what` begins the sentences. Quotes nothing of the file. */
export async function readText(readFile: ReadFile, path: string, what: string, maxBytes: number): Promise<FileText> {
  const read = await readBytes(readFile, path, what, maxBytes);
  return read.ok ? decodeText(read.bytes, path, what) : read;
}

/** Reads a file of at most `maxBytes`; `what` begins the sentences. */
export async function readBytes(
  readFile: ReadFile,
  path: string,
  what: string,
  maxBytes: number,
): Promise<{ readonly ok: true; readonly bytes: Uint8Array } | Unusable> {
  try {
    const bytes = await readFile(path);
    if (bytes.byteLength <= maxBytes) return { ok: true, bytes };
    const problem = `${what} is larger than ${maxBytes / 1000} kB: ${path}.`;
    return { ok: false, problem, remedy: 'Check that it is the right file.', notFound: false };
  } catch (error) {
    return unreadable(codeOf(error), path, what);
  }
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** A file's bytes as UTF-8 text. */
export function decodeText(bytes: Uint8Array, path: string, what: string): FileText {
  const no = (problem: string, remedy: string): Unusable => ({ ok: false, problem, remedy, notFound: false });
  if (isUtf16(bytes)) return no(`${what} is saved as UTF-16: ${path}.`, 'Save it as UTF-8.');
  try {
    // Takes the mark that Windows editors put in front of UTF-8 off.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' ? no(`${what} is empty: ${path}.`, 'Put its content in, or restore it from a backup.') : { ok: true, text };
  } catch {
    return no(`${what} is not UTF-8 text: ${path}.`, 'Save it as UTF-8.');
  }
}

function unreadable(code: string, path: string, what: string): Unusable {
  const no = (problem: string, remedy: string, notFound = false): Unusable => ({ ok: false, problem, remedy, notFound });
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return no(`${what} is not there: ${path}.`, 'Create it, or correct the path.', true);
    case 'EISDIR':
      return no(`${what} is a folder: ${path}.`, 'Give the path of a file.');
    case 'EACCES':
    case 'EPERM':
      return no(`${what} may not be read by the account that the station runs under: ${path}.`, 'Give that account the right to read it.');
    case 'ERR_FS_FILE_TOO_LARGE':
      return no(`${what} is far too large: ${path}.`, 'Check that it is the right file.');
    default:
      return no(`${what} cannot be read (${code}): ${path}.`, 'Check the file and its disk.');
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'unknown error';
}
