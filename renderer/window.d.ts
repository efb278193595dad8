import type { StationApi } from '../preload/contract.ts';

declare global {
  interface Window {
    /** Put there by the preload before the page's own code runs. */
    readonly station: StationApi;
  }
}
