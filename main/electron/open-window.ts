import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, Screen } from 'electron';
import { chooseDisplay, windowBounds } from './choose-display.ts';
import { windowOptions } from './window-options.ts';

/** What opening the window needs. */
export interface WindowParts {
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly screen: Screen;
  readonly kiosk: boolean;
  readonly packaged: boolean;
  readonly preload: string;
}

/** Opens the one window, still empty, and keeps it in its place when displays come, go or turn. Loading a page is the caller's. */
export function openWindow({ createWindow, screen, kiosk, packaged, preload }: WindowParts): BrowserWindow {
  const bounds = () => windowBounds(chooseDisplay(screen.getAllDisplays(), primaryId(screen)), kiosk);
  const window = createWindow(windowOptions({ bounds: bounds(), kiosk, packaged, preload }));
  // Higher than toasts and update prompts.
  if (kiosk) window.setAlwaysOnTop(true, 'screen-saver');
  window.once('ready-to-show', () => {
    window.show();
    window.focus();
  });
  const place = () => {
    if (kiosk && !window.isDestroyed() && screen.getAllDisplays().length > 0) fill(window, bounds());
  };
  screen.on('display-added', place);
  screen.on('display-removed', place);
  screen.on('display-metrics-changed', place);
  return window;
}

/** First the place, then full screen: done in one step, Windows cuts the window to the old display's size (reference 3.6). */
function fill(window: BrowserWindow, bounds: Rectangle): void {
  window.setKiosk(false);
  window.setBounds(bounds);
  window.setKiosk(true);
}

function primaryId(screen: Screen): number | null {
  // Electron throws while no display is connected.
  return screen.getAllDisplays().length === 0 ? null : screen.getPrimaryDisplay().id;
}
