import type { App, BrowserWindow } from 'electron';

/**
 * Keeps an installed kiosk's window open: only the end of the whole program closes it (a stop of the service, the machine going down),
 * never Alt+F4 or a window manager.
 */
export function keepOpen(app: App, window: BrowserWindow): void {
  let ending = false;
  app.on('before-quit', () => {
    ending = true;
  });
  window.on('close', (event) => {
    if (app.isPackaged && !ending) event.preventDefault();
  });
}
