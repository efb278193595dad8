import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The product as a real process starts it. */
export interface ProductView {
  /** What Node is started with: its options, then `main/launch/start.ts`. */
  readonly arguments: readonly string[];
  remove(): Promise<void>;
}

/** The checkout whose product is started: this one, unless `RELEASE_STATION_ROOT` names another. */
function productRoot(): string {
  return resolve(process.env.RELEASE_STATION_ROOT ?? join(import.meta.dirname, '../..'));
}

/**
 * A folder with the product's own sources, linked, beside a blank page in place of the built ones: the browser host lists its pages at the
 * start, nobody looks at them here, and these tests run before the build.
 */
export async function makeProductView(): Promise<ProductView> {
  const root = productRoot();
  const folder = await mkdtemp(join(tmpdir(), 'release-station-product-'));
  // `junction` counts on Windows only, where it needs no right of its own; a file cannot be one.
  for (const name of ['main', 'preload', 'node_modules']) await symlink(join(root, name), join(folder, name), 'junction');
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await mkdir(join(folder, 'out/renderer'), { recursive: true });
  await mkdir(join(folder, 'out/browser-preload'));
  await writeFile(join(folder, 'out/renderer/index.html'), '<!doctype html><title>Blank</title>');
  await writeFile(join(folder, 'out/browser-preload/preload.js'), '');
  return {
    // Without these two Node would look for the pages where the links lead.
    arguments: ['--preserve-symlinks', '--preserve-symlinks-main', join(folder, 'main/launch/start.ts')],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
