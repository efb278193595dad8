import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadText } from '../support/config.ts';
import { configurationProblems, readConfiguration, readYaml, refusal, targetNames } from './configuration.ts';
import { type Manifest, manifestProblems } from './manifest.ts';

const root = resolve(import.meta.dirname, '../..');

describe('electron-builder.yml', () => {
  it('is valid for electron-builder and builds the MSI and the AppImage', async () => {
    expect(await configurationProblems(root)).toEqual([]);
  });

  it('would be refused with an option that electron-builder does not know', async () => {
    const configuration = await readConfiguration(root);
    expect(await refusal(Object.assign(configuration, { msi: { ...configuration.msi, perMachin: true } }))).toMatch(/configuration\.msi/);
  });

  it('makes an MSI that a fleet tool installs silently, once for the machine, over its own older versions', async () => {
    const { appId, productName, win, msi } = await readConfiguration(root);
    expect({ appId, productName }).toEqual({ appId: 'io.github.release-station', productName: 'Release Station' });
    expect(targetNames(win)).toEqual(['msi']);
    expect(msi).toMatchObject({ oneClick: true, perMachine: true, runAfterFinish: false, createStartMenuShortcut: true });
    // Written out: a change of this code leaves every installed station without its upgrade.
    expect(msi?.upgradeCode).toBe('4A25BCB9-41C1-482A-82E3-0613AFC69BAE');
  });

  it('makes an AppImage whose menu entry keeps the sandbox and that needs no libfuse2', async () => {
    const { linux, appImage, toolsets } = await readConfiguration(root);
    expect(targetNames(linux)).toEqual(['AppImage']);
    expect(appImage?.executableArgs).toEqual([]);
    expect(toolsets?.appimage).toBe('1.0.3');
    expect(linux).toMatchObject({ executableName: 'release-station', category: 'Office', desktop: { entry: { Name: 'Release Station' } } });
  });

  it('packs the three built folders and two files, publishes nothing and sets the fuses with our own hook', async () => {
    const configuration = await readConfiguration(root);
    expect(configuration.files).toEqual(['out/main/**', 'out/preload/**', 'out/renderer/**', 'package.json', 'LICENSE', '!**/*.map']);
    expect(configuration).toMatchObject({ asar: true, npmRebuild: false, publish: null, directories: { output: 'dist' } });
    expect(configuration.afterPack).toBe('./assets/package/after-pack.ts');
    expect(configuration.electronFuses).toBeUndefined();
  });

  it('puts an example configuration beside the program that the station accepts once the ids are real', async () => {
    const text = await readFile(join(root, 'assets/package/config.example.json'), 'utf8');
    const result = await loadText(text);
    expect(result.ok ? [] : result.problems).toEqual([]);
  });
});

describe('package.json', () => {
  it('has no dependency that would be packed', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
    expect(manifestProblems(manifest)).toEqual([]);
  });
});

describe.each(['package.yml', 'test.yml'])('.github/workflows/%s', (name) => {
  const file = join(root, '.github/workflows', name);

  it('may read the repository and nothing else', async () => {
    const { permissions, jobs } = (await readYaml(file)) as { permissions: unknown; jobs: Record<string, Record<string, unknown>> };
    expect(permissions).toEqual({ contents: 'read' });
    expect(Object.values(jobs).map((job) => job.permissions)).toEqual(Object.keys(jobs).map(() => undefined));
  });

  it('names each foreign action by a full commit, with its version beside it', async () => {
    const uses = (await readFile(file, 'utf8')).match(/uses:.*/g) ?? [];
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
});
