import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';

/** Partition of the kiosk's session. Without `persist:` it lives in memory only. */
export const stationPartition = 'station';

/** Partition of a session for requests with an effect; in memory too. */
export const effectPartition = (place: number): string => `effects-${place}`;

/** What the window's options depend on. */
export interface WindowAsked {
  readonly bounds: Rectangle;
  /** Fill the screen and stay in front. */
  readonly kiosk: boolean;
  /** An installed package: no developer tools at all. */
  readonly packaged: boolean;
  /** Absolute path of the built preload. */
  readonly preload: string;
}

/** The window's options, complete: what Electron's defaults would give is written down too, so that no default can change it (S2–S11, S26). */
export function windowOptions({ bounds, kiosk, packaged, preload }: WindowAsked): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    title: 'Release Station',
    show: false,
    backgroundColor: '#123f3a',
    autoHideMenuBar: true,
    frame: !kiosk,
    fullscreen: kiosk,
    kiosk,
    alwaysOnTop: kiosk,
    resizable: !kiosk,
    minimizable: !kiosk,
    webPreferences: {
      preload,
      partition: stationPartition,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      devTools: !packaged,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      backgroundThrottling: false,
      zoomMode: 'disabled',
    },
  };
}
