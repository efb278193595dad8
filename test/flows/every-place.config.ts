import { defineConfig } from '@playwright/test';
import usual from '../../playwright.config.ts';

/* Every row of the screen in every language at every size: `npm run test:rows`. Workers inherit what is set here. */
process.env.RELEASE_STATION_PLACES = 'all';

export default defineConfig(usual, { testDir: 'screen', outputDir: '../../out/rows', reporter: 'dot' });
