import { contextBridge, ipcRenderer } from 'electron';
import { coverPage } from './cover.ts';
import { answerPings, showsScreen } from './pulse.ts';
import { coverInSilence } from './silence.ts';
import { buildStationApi } from './station-api.ts';

// The whole bridge: `window.station` and nothing else. In a browser `electron` is `browser/electron.ts`.
contextBridge.exposeInMainWorld('station', buildStationApi(ipcRenderer));
answerPings(ipcRenderer, () => showsScreen(document));
// A browser's stand-in covers the page itself, and knows more of the reasons.
if (!('coversItself' in ipcRenderer)) {
  const after = (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  };
  coverInSilence(ipcRenderer, after, coverPage(document));
}
