import { type PageFiles, readPageFile } from './page-files.ts';

/** What `servePage` needs beside the request. */
export interface PageSource {
  readonly files: PageFiles;
  readonly headers: Readonly<Record<string, string>>;
  /** Put in place of `<!--HEAD-->` in the first page; empty where the preload does not come by address. */
  readonly head: () => string;
}

/** Longer paths than this are not ours. Characters. */
const longestPath = 500;

/** Marks the place in `index.html` where a host puts its own tags. */
const headMark = '<!--HEAD-->';

/**
 * Answers a request for a page: 200 with a listed file, 404 for any other path, 400 for a path that cannot be
 * read, 405 for anything but GET and HEAD. The address's scheme and host are the caller's to check.
 */
export async function servePage(request: Request, source: PageSource): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sentence(405, 'The kiosk only hands out its own pages.', source.headers);
  }
  const path = pagePath(request.url);
  if (path === null) return sentence(400, 'The kiosk cannot read this address.', source.headers);
  const page = source.files.get(path === '/' ? '/index.html' : path);
  if (page === undefined) return sentence(404, 'The kiosk has no such page.', source.headers);
  const bytes = await readPageFile(page);
  const body = path === '/' || path === '/index.html' ? withHead(bytes, source.head()) : bytes;
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: { ...source.headers, 'content-type': page.contentType },
  });
}

/** A refusal as one plain sentence. */
export function sentence(status: number, text: string, headers: Readonly<Record<string, string>>): Response {
  return new Response(text, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } });
}

/** Decodes once; null for what is too long or not valid. Nothing is normalised: only exact names are listed. */
function pagePath(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    return path.length > longestPath || path.includes('\0') ? null : path;
  } catch {
    return null;
  }
}

function withHead(bytes: Uint8Array, head: string): string {
  const html = new TextDecoder().decode(bytes);
  return html.split(headMark).join(head);
}
