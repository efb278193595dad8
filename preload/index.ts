import { contextBridge, ipcRenderer } from 'electron';
import { answerPings, showsScreen } from './pulse.ts';
import { buildStationApi } from './station-api.ts';

// The whole bridge: `window.station` and nothing else. In a browser `electron` is `browser/electron.ts`.
contextBridge.exposeInMainWorld('station', buildStationApi(ipcRenderer));
answerPings(ipcRenderer, () => showsScreen(document));
