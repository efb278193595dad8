/** `fs.promises.readFile` without an encoding, as far as it is used. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** A file's text, or a sentence about why there is none and one about what to do. */
export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string; readonly remedy: string; readonly notFound: boolean };

/** Reads a text file as UTF-8, with or without its mark; `what` begins the sentences. Quotes nothing of the file. */
export async function readText(readFile: ReadFile, path: string, what: string, maxBytes: number): Promise<FileText> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return unreadable(codeOf(error), path, what);
  }
  const no = (problem: string, remedy: string): FileText => ({ ok: false, problem, remedy, notFound: false });
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return no(`${what} is saved as UTF-16: ${path}.`, 'Save it as UTF-8.');
  if (bytes.byteLength > maxBytes) return no(`${what} is larger than ${maxBytes / 1000} kB: ${path}.`, 'Check that it is the right file.');
  try {
    // Takes the mark that Windows editors put in front of UTF-8 off.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' ? no(`${what} is empty: ${path}.`, 'Put its content in, or restore it from a backup.') : { ok: true, text };
  } catch {
    return no(`${what} is not UTF-8 text: ${path}.`, 'Save it as UTF-8.');
  }
}

function unreadable(code: string, path: string, what: string): FileText {
  const no = (problem: string, remedy: string, notFound = false): FileText => ({ ok: false, problem, remedy, notFound });
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
