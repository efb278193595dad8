import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, '..');

/** Bundles the real preload for a plain browser: only `electron` itself is exchanged. */
export default defineConfig({
  publicDir: false,
  resolve: { alias: { electron: resolve(root, 'preload/browser/electron.ts') } },
  build: {
    outDir: resolve(root, 'out/browser-preload'),
    lib: { entry: resolve(root, 'preload/index.ts'), formats: ['iife'], name: 'preload', fileName: () => 'preload.js' },
    minify: true,
  },
});
