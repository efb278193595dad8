import { describe, expect, it } from 'vitest';
import { compareFiles, unbuiltFolders, unwantedFiles } from './contents.ts';
import { manifestProblems, packedManifestProblems } from './manifest.ts';
import { markersIn } from './markers.ts';
import { leftOutProblems } from './pack-unpacked.ts';

const shipped = ['LICENSE', 'out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'package.json'];

describe('the files of a package', () => {
  it('are accepted when they are what was built, and none of a kind that never ships', () => {
    expect(compareFiles('The package', shipped, shipped)).toEqual([]);
    expect(unwantedFiles('The package', shipped)).toEqual([]);
    expect(unbuiltFolders(shipped)).toEqual([]);
  });

  it('are named when one is missing or one is too many', () => {
    expect(compareFiles('The package', [...shipped.slice(1), 'secret.txt'], shipped)).toEqual([
      'The package holds secret.txt, which was not built for it.',
      'The package lacks LICENSE.',
    ]);
  });

  it('are named when a folder was not built', () => {
    expect(unbuiltFolders(shipped.filter((file) => !file.startsWith('out/preload')))).toEqual([
      'out/preload is empty or missing: run "npm run build" first.',
    ]);
  });

  it.each([
    ['out/main/index.js.map', 'a source map'],
    ['out/renderer/jobs.test.js', 'a test'],
    ['out/main/index.ts', 'TypeScript source'],
    ['out/main/node_modules/ms/index.js', 'part of node_modules'],
    ['node_modules/ms/index.js', 'part of node_modules'],
    ['main/index.js', 'a file of the project'],
    ['out/browser-preload/preload.js', 'the preload of the browser host'],
  ])('are refused when %s is among them', (file, kind) => {
    expect(unwantedFiles('The package', [...shipped, file])).toEqual([expect.stringContaining(`holds ${file}: ${kind}`)]);
  });
});

describe('package.json', () => {
  it.each(['dependencies', 'optionalDependencies', 'bundleDependencies'])('may not have %s', (key) => {
    expect(manifestProblems({ devDependencies: {} })).toEqual([]);
    expect(manifestProblems({ [key]: { ms: '2.1.3' } })).toEqual([expect.stringContaining(`"${key}"`)]);
  });

  it('is packed without what only developers need, and starts a file that is there', () => {
    expect(packedManifestProblems('the package', { main: 'out/main/index.js' }, shipped)).toEqual([]);
    expect(packedManifestProblems('the package', { main: 'out/main/index.js', scripts: {}, devDependencies: {} }, shipped)).toHaveLength(2);
    expect(packedManifestProblems('the package', { main: 'out/main/start.js' }, shipped)).toEqual([
      expect.stringContaining('out/main/start.js'),
    ]);
  });
});

describe('code that is never shipped', () => {
  it('is recognised by its sentences', () => {
    const part = { folder: 'main/simulator', markers: ['Copy room, unstarted', 'Second floor, waits'] };
    expect(markersIn(part, 'const name = "Second floor, waits";')).toEqual(['Second floor, waits']);
    expect(markersIn(part, 'const name = "Lobby";')).toEqual([]);
  });
});

describe('a package that electron-builder made with a warning', () => {
  it('is refused when a dependency was left out, in the words that this electron-builder has for it', async () => {
    const name: string = 'app-builder-lib/out/node-module-collector/moduleManager.js';
    const { LogMessageByKey } = (await import(name)) as { LogMessageByKey: Readonly<Record<string, string>> };
    const warning = `  • ${LogMessageByKey.PKG_NOT_FOUND}  dependencies=["ms"]`;
    expect(leftOutProblems({ system: 'linux', output: warning })).toEqual([expect.stringContaining('left something out')]);
    expect(leftOutProblems({ system: 'linux', output: '  • packaging' })).toEqual([]);
  });
});
