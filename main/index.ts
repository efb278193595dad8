import { join } from 'node:path';
import { app, BrowserWindow, Menu, net, powerMonitor, powerSaveBlocker, protocol, safeStorage, screen, session } from 'electron';
import { openIpc } from './electron/ipc.ts';
import { startKiosk } from './electron/start-kiosk.ts';
import { systemClock } from './ports.ts';

/*
 * The product's entrance: hands Electron and the machine to the kiosk. The steps, in order, are in `startKiosk`.
 * Nothing is awaited here: Electron is only ready once this file has run to its end.
 */
void startKiosk(
  { app, BrowserWindow, Menu, net, powerMonitor, powerSaveBlocker, protocol, safeStorage, screen, session },
  {
    process,
    out: join(import.meta.dirname, '..'),
    openIpc,
    clock: systemClock,
    monotonicMs: () => performance.now(),
    say: (sentence) => console.error(sentence),
  },
);
