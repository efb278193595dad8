import type { Look, Setup } from '../../preload/contract.ts';
import type { StationConfig } from '../config/model.ts';
import type { ScreenPolicy } from '../session/wishes.ts';

/** How a station looks before anybody has chosen anything. */
export const plainLook: Look = { language: 'en', theme: 'light', largeText: false, reach: false };

/** What a station shows before anybody has set anything: also where it has no configuration to read. */
export const plainSetup: Setup = {
  languages: ['en'],
  sounds: false,
  widthMm: null,
  brand: { logo: null, color: null, text: null },
  look: plainLook,
};

/** What every screen of a station has around it, whatever is on it. */
export interface Surroundings {
  readonly station: { readonly name: string; readonly helpContact: string };
  readonly setup: Setup;
  readonly look: Look;
}

/** Around the screens of a station without a configuration. */
export const plainSurroundings: Surroundings = { station: { name: '', helpContact: '' }, setup: plainSetup, look: plainLook };

/** Around the screens of a configured station, before anybody has chosen anything. */
export function surroundingsOf({ station, screen }: StationConfig): Surroundings {
  const { languages, sounds, widthMm, brand, language, theme, largeText, reach } = screen;
  const look = { language, theme, largeText, reach };
  return {
    station: { name: station.name, helpContact: station.helpContact },
    setup: { languages, sounds, widthMm, brand, look },
    look,
  };
}

/** What the session goes by. A tap cannot say to which of several printers: there one gesture is not enough. */
export function screenPolicyOf(config: StationConfig): ScreenPolicy {
  const { release, print, screen } = config;
  const severalPlaces = release.mode === 'redirect' && print.destinations.length > 1;
  return {
    look: surroundingsOf(config).look,
    languages: screen.languages,
    titles: screen.titles,
    oneGesture: severalPlaces ? 'never' : release.oneGesture,
  };
}
