import { type ConfigPorts, type ConfigResult, loadConfig } from '../../main/config/load.ts';

/** Something of a made-up configuration file that a test may change. */
export type Json = Record<string, unknown>;

/** A complete configuration as IT would write it; ids are made up. */
export function goodConfig(): Json {
  return {
    station: { id: 'hq-2-west', name: 'HQ, floor 2, west', helpContact: 'IT desk, ext. 1200' },
    tenant: { id: '6f3c0d52-1111-4000-8000-000000000001', cloud: 'global' },
    app: { clientId: '6f3c0d52-2222-4000-8000-000000000002', certificate: { path: 'station.pem' } },
    print: {
      taskDefinitionId: '6f3c0d52-3333-4000-8000-000000000003',
      printers: [{ shareId: '6f3c0d52-4444-4000-8000-000000000004', printerId: '6f3c0d52-5555-4000-8000-000000000005', name: 'Lobby MFP' }],
    },
  };
}

/** A complete configuration for the mode `app` or `redirect`. */
export function modeConfig(mode: 'app' | 'redirect'): Json {
  const file = goodConfig();
  set(file, 'release.mode', mode);
  set(file, 'badge.list', 'cards.csv');
  if (mode === 'redirect')
    set(file, 'print.destinations', [
      { printerId: '6f3c0d52-6666-4000-8000-000000000006', name: 'Canteen, colour' },
      { printerId: '6f3c0d52-7777-4000-8000-000000000007', name: 'Library' },
    ]);
  return file;
}

/** A PEM in form only. */
export const pemText =
  '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n';

/** Sets the member at a path like `print.printers[0].name`; `undefined` removes it. */
export function set(file: Json, path: string, value: unknown): Json {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '');
  let place: Json = file;
  for (const part of parts.slice(0, -1)) {
    if (place[part] === undefined) place[part] = {};
    place = place[part] as Json;
  }
  const last = parts.at(-1) ?? '';
  if (value === undefined) delete place[last];
  else Object.defineProperty(place, last, { value, enumerable: true, configurable: true, writable: true });
  return file;
}

/** Loads a configuration from these files; others are not there. */
export function loadFrom(files: Readonly<Record<string, string | Uint8Array>>, changes: Partial<ConfigPorts> = {}): Promise<ConfigResult> {
  return loadConfig({
    path: '/etc/release-station/config.json',
    platform: 'linux',
    env: {},
    async readFile(path) {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error('not there'), { code: 'ENOENT' });
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    ...changes,
  });
}

/** Loads one file's text beside a good certificate. */
export function loadText(text: string | Uint8Array, changes: Partial<ConfigPorts> = {}): Promise<ConfigResult> {
  return loadFrom({ '/etc/release-station/config.json': text, '/etc/release-station/station.pem': pemText }, changes);
}
