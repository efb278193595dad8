import { openBrowserBridge } from './open-bridge.ts';

// Stands in for `electron` when the preload is built for a browser: the same two names, nothing else.
export const { ipcRenderer, contextBridge } = openBrowserBridge(window);
