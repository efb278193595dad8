import type { Protocol } from 'electron';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import { pageHeaders } from '../pages/headers.ts';
import type { PageFiles } from '../pages/page-files.ts';
import { sentence, servePage } from '../pages/serve-page.ts';
import { isOwnAddress, outOfServicePage, scheme } from './address.ts';
import { outOfServiceResponse, type StationWords } from './out-of-service-page.ts';

/** What the pages are made of. */
export interface Pages {
  readonly files: PageFiles;
  readonly words: StationWords;
  readonly log: Log;
}

const headers = pageHeaders("'none'");

/** Answers `app:` on this session. */
export function servePages(protocol: Pick<Protocol, 'handle'>, pages: Pages): void {
  protocol.handle(scheme, (request) => answerPage(request, pages));
}

/** Answers one request: a listed file, the static page, or a refusal. Never rejects. */
export async function answerPage(request: Request, { files, words, log }: Pages): Promise<Response> {
  if (!isOwnAddress(request.url)) return sentence(400, 'This is not an address of the kiosk.', headers);
  if (request.url === outOfServicePage) return outOfServiceResponse(words);
  try {
    return await servePage(request, { files, headers, head: () => '' });
  } catch (error) {
    log('internal.error', { place: 'pages', ...describeError(error) });
    return sentence(500, 'The kiosk could not hand out this page. Its log says why.', headers);
  }
}
