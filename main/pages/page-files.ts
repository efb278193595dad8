import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file type that is served. What is not in the table does not exist for a page. */
const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  mp3: 'audio/mpeg',
};

/** One page file: where it is and what it is. */
export interface PageFile {
  readonly file: string;
  readonly contentType: string;
}

/** The pages by exact path, such as `/assets/index.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/**
 * Lists the files under `root` once. Only what this list names is ever served, so no path, however written,
 * reaches another file; links are left out, because a link may lead out of the folder.
 * Rejects when the folder cannot be read.
 */
export async function listPageFiles(root: string): Promise<PageFiles> {
  const found = new Map<string, PageFile>();
  const walk = async (folder: string, prefix: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name);
      const path = `${prefix}/${entry.name}`;
      if (entry.isDirectory()) await walk(file, path);
      else if (entry.isFile()) {
        const contentType = contentTypeOf(entry.name);
        if (contentType !== null) found.set(path, { file, contentType });
      }
    }
  };
  await walk(root, '');
  return found;
}

/** Reads one listed file. */
export function readPageFile(page: PageFile): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(page.file);
}

function contentTypeOf(name: string): string | null {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1) : '';
  return Object.hasOwn(contentTypes, extension) ? (contentTypes[extension] ?? null) : null;
}
