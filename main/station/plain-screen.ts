import type { Look, Setup } from '../../preload/contract.ts';

/** What a station shows before anybody has set anything: also where it has no configuration to read. */
export const plainSetup: Setup = { languages: ['en'], sounds: false, widthMm: null, brand: { logo: null, color: null, text: null } };

/** How a station looks before anybody has chosen anything. */
export const plainLook: Look = { language: 'en', theme: 'light', largeText: false, reach: false };
