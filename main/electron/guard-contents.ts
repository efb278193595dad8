import type { WebContents } from 'electron';
import type { Log } from '../log/log.ts';
import { mayNavigate } from './address.ts';

/** Keeps a page where it is: no other address, no window, no guest, no zoom, no tools (S11–S14). For every `WebContents` there is. */
export function guardContents(contents: WebContents, { packaged, log }: { readonly packaged: boolean; readonly log: Log }): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (mayNavigate(event.url)) return;
    event.preventDefault();
    log('screen.blocked', { what: 'navigation' });
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  // Frames have no page of ours at all; the main frame's navigation comes here too.
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame) return stay(event);
    event.preventDefault();
    log('screen.blocked', { what: 'frame' });
  });
  contents.setWindowOpenHandler(() => {
    log('screen.blocked', { what: 'window' });
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log('screen.blocked', { what: 'webview' });
  });
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault();
    callback('');
  });
  contents.on('context-menu', (event) => event.preventDefault());
  // A page may not hold up its own reload with "Leave this page?".
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  keepPlain(contents);
  if (packaged) {
    contents.on('devtools-opened', () => {
      contents.closeDevTools();
      log('screen.blocked', { what: 'devtools' });
    });
  }
}

/** No zoom and no way back. Both belong to the document, so they are set again for each. */
function keepPlain(contents: WebContents): void {
  contents.on('did-finish-load', () => {
    contents.navigationHistory.clear();
    contents.setZoomFactor(1);
    contents.setZoomMode('disabled');
    // Rejects only where the page has gone in the meantime.
    contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
  });
}
