import { describe, expect, it } from 'vitest';
import type { ConfigResult } from '../../../main/config/load.ts';
import { goodConfig, type Json, loadFrom, loadText, modeConfig, pemText, set } from '../../support/config.ts';

function problems(result: ConfigResult) {
  if (result.ok) throw new Error('It was accepted.');
  return result.problems;
}

const change =
  (...changes: readonly (readonly [string, unknown])[]) =>
  (file: Json) => {
    for (const [path, value] of changes) set(file, path, value);
  };
const otherGuid = '6f3c0d52-9999-4000-8000-000000000009';
const destination = { printerId: otherGuid, name: 'Canteen, colour' };
const printer = (goodConfig().print as { printers: readonly Json[] }).printers[0];

/** A mistake in a good file: what it is called, how it is made, where it is found, what is said of it and what to do. */
const mistakes: readonly (readonly [string, (file: Json) => unknown, string, RegExp, RegExp])[] = [
  ['no station', change(['station', undefined]), 'station', /^This is missing\.$/, /"helpContact"/],
  ['no name', change(['station.name', undefined]), 'station.name', /missing/, /people know/],
  ['an empty name', change(['station.name', '   ']), 'station.name', /must not be empty/, /people know/],
  ['a name that is a number', change(['station.name', 12]), 'station.name', /must be text.*but it is 12/, /people know/],
  ['a name of two lines', change(['station.name', 'a\nb']), 'station.name', /characters that are not allowed/, /one line/],
  ['an endless name', change(['station.name', 'x'.repeat(81)]), 'station.name', /too long.*80 characters/, /one line/],
  ['an id with spaces', change(['station.id', 'floor 2']), 'station.id', /not allowed/, /letters, digits/],
  ['a domain in place of the tenant id', change(['tenant.id', 'contoso.com']), 'tenant.id', /not a GUID/, /Directory \(tenant\) ID/],
  ['an id of zeros', change(['tenant.id', '00000000-0000-0000-0000-000000000000']), 'tenant.id', /GUID of zeros/, /Directory/],
  ['no cloud', change(['tenant.cloud', undefined]), 'tenant.cloud', /missing/, /"global"/],
  ['an unknown cloud', change(['tenant.cloud', 'Global']), 'tenant.cloud', /not the name of a cloud/, /"global"/],
  ['China', change(['tenant.cloud', 'china']), 'tenant.cloud', /China.*no print API/, /global or a US Government/],
  [
    'China by address',
    change(['tenant.cloud', { graph: 'https://microsoftgraph.chinacloudapi.cn', authority: 'https://login.chinacloudapi.cn' }]),
    'tenant.cloud.graph',
    /no print API/,
    /global/,
  ],
  ['a cloud that is a number', change(['tenant.cloud', 7]), 'tenant.cloud', /name of a cloud, or an object/, /"graph" and "authority"/],
  ['a test cloud without Entra', change(['tenant.cloud', { graph: 'https://g.test' }]), 'tenant.cloud.authority', /missing/, /Entra/],
  [
    'a test cloud with a key too many',
    change(['tenant.cloud', { graph: 'https://g.test', authority: 'https://a.test', grahp: 'x' }]),
    'tenant.cloud.grahp',
    /"grahp" is not a setting of "tenant\.cloud"/,
    /Did you mean "graph"/,
  ],
  [
    'plain http off loopback',
    change(['tenant.cloud', { graph: 'http://10.0.0.5:4100', authority: 'https://a.test' }]),
    'tenant.cloud.graph',
    /not protected/,
    /plain http is taken for 127/,
  ],
  [
    'plain http to a host that only begins like loopback',
    change(['tenant.cloud', { graph: 'http://localhost.evil.test', authority: 'https://a.test' }]),
    'tenant.cloud.graph',
    /not protected/,
    /https/,
  ],
  [
    'a version in the address',
    change(['tenant.cloud', { graph: 'https://g.test/v1.0', authority: 'https://a.test' }]),
    'tenant.cloud.graph',
    /origin alone/,
    /without version/,
  ],
  [
    'no address at all',
    change(['tenant.cloud', { graph: 'graph', authority: 'https://a.test' }]),
    'tenant.cloud.graph',
    /not an address/,
    /origin/,
  ],
  ['no client id', change(['app.clientId', undefined]), 'app.clientId', /missing/, /Application \(client\) ID/],
  ['no credential', change(['app.certificate', undefined]), 'app', /no credential/, /Add one of/],
  ['two credentials', change(['app.secret', 'canary']), 'app', /"secret" and "certificate"/, /Keep one/],
  [
    'the id of a secret',
    change(['app.certificate', undefined], ['app.secret', otherGuid]),
    'app.secret',
    /looks like the id of a client secret/,
    /"Value"/,
  ],
  ['an empty secret', change(['app.certificate', undefined], ['app.secret', '']), 'app.secret', /must not be empty/, /"Value"/],
  ['a certificate as text', change(['app.certificate', 'station.pem']), 'app.certificate', /object in curly brackets/, /\{ "path"/],
  ['a certificate that is not there', change(['app.certificate.path', 'no.pem']), 'app.certificate.path', /not there/, /correct the path/],
  ['a variable in a path', change(['app.certificate.path', '%APPDATA%\\a.pem']), 'app.certificate.path', /not filled in/, /in full/],
  [
    'a secret file that is not there',
    change(['app.certificate', undefined], ['app.secretFile', 'x']),
    'app.secretFile',
    /not there/,
    /Create/,
  ],
  ['no printer', change(['print.printers', []]), 'print.printers', /must not be empty/, /at least one/],
  ['printers as an object', change(['print.printers', {}]), 'print.printers', /list in square brackets, but it is an object/, /List/],
  ['too many printers', change(['print.printers', Array(21).fill(printer)]), 'print.printers', /at most 20 entries/, /at most 20/],
  [
    'a printer that is null',
    change(['print.printers', [null]]),
    'print.printers[0]',
    /object in curly brackets, but it is null/,
    /"shareId"/,
  ],
  ['a share that is no GUID', change(['print.printers[0].shareId', 'Lobby']), 'print.printers[0].shareId', /not a GUID/, /share id/],
  [
    'the same share twice',
    change(['print.printers', [printer, { ...printer, printerId: otherGuid, name: 'Other' }]]),
    'print.printers[1].shareId',
    /same as print\.printers\[0\]\.shareId/,
    /once/,
  ],
  [
    'the same printer twice, in other letters',
    change(['print.printers', [printer, { shareId: otherGuid, printerId: String(printer?.printerId).toUpperCase(), name: 'Other' }]]),
    'print.printers[1].printerId',
    /same as/,
    /once/,
  ],
  [
    'the share id in both places',
    change(['print.printers[0].printerId', printer?.shareId]),
    'print.printers[0].printerId',
    /same id as "shareId"/,
    /printer id/,
  ],
  ['an unknown mode', change(['release.mode', 'User']), 'release.mode', /one of "user", "app", "redirect"/, /"user"/],
  ['a mode that is a number', change(['release.mode', 3]), 'release.mode', /one of "user", "app", "redirect"/, /"user"/],
  ['a list of cards that people link', change(['badge.list', 'cards.csv']), 'badge.list', /link their cards themselves/, /Remove/],
  [
    'destinations without redirect',
    change(['print.destinations', [destination]]),
    'print.destinations',
    /Only the mode "redirect"/,
    /Remove.*or use/,
  ],
  ['options as text', change(['release.options', 'all']), 'release.options', /true or false, but it is text/, /true or false/],
  [
    'options where nobody may change a job',
    change(['release.options', true]),
    'release.options',
    /lets only an app change a job/,
    /mode "app" or "redirect"/,
  ],
  ['a switch as text', change(['release.allowDelete', 'yes']), 'release.allowDelete', /true or false, but it is text/, /true or false/],
  ['half a second', change(['release.settleSeconds', 1.5]), 'release.settleSeconds', /whole number, but it is 1\.5/, /1 to 120/],
  ['no way to sign in', change(['signIn.methods', []]), 'signIn.methods', /must not be empty/, /"badge"/],
  ['an unknown way to sign in', change(['signIn.methods', ['card']]), 'signIn.methods[0]', /one of "badge", "deviceCode"/, /"badge"/],
  ['a way to sign in twice', change(['signIn.methods', ['badge', 'badge']]), 'signIn.methods', /listed twice/, /once/],
  ['a countdown too short to answer', change(['session.warningSeconds', 19]), 'session.warningSeconds', /at least 20, but it is 19/, /20/],
  [
    'a countdown as long as the idle time',
    change(['session.warningSeconds', 60]),
    'session.warningSeconds',
    /\(60 s\) must be shorter/,
    /less/,
  ],
  [
    'an idle time as short as the countdown that nobody wrote',
    change(['session.idleTimeoutSeconds', 30], ['session.warningSeconds', 30]),
    'session.warningSeconds',
    /shorter/,
    /less/,
  ],
  [
    'lengths the wrong way round',
    change(['badge.minLength', 65]),
    'badge.minLength',
    /\(65\) is more than the greatest \(64\)/,
    /maxLength/,
  ],
  ['an unknown terminator', change(['badge.terminator', 'Enter']), 'badge.terminator', /one of "enter", "tab", "none"/, /"enter"/],
  ['a folder of somebody', change(['data.folder', '~/data']), 'data.folder', /not filled in/, /in full/],
  [
    'a misspelt key',
    change(['session.idleTimoutSeconds', 60]),
    'session.idleTimoutSeconds',
    /not a setting of "session"/,
    /"idleTimeoutSeconds"/,
  ],
  ['a misspelt section', change(['signin', {}]), 'signin', /not a setting of the file/, /Did you mean "signIn"/],
  [
    'a key in the wrong place',
    change(['taskDefinitionId', otherGuid]),
    'taskDefinitionId',
    /not a setting/,
    /belongs at "print\.taskDefinitionId"/,
  ],
  ['a key out of nowhere', change(['session.zzz', 1]), 'session.zzz', /not a setting/, /known here are "idleTimeoutSeconds"/],
  ['a key that is no name', change(['__proto__', { x: 1 }]), '__proto__', /not a setting of the file/, /Remove it/],
];

describe('a mistake is named with its place, what is wrong and what to do', () => {
  it.each(mistakes)('%s', async (_name, make, path, problem, remedy) => {
    const file = goodConfig();
    make(file);
    const found = problems(await loadText(JSON.stringify(file))).filter((one) => one.path === path);
    expect(found).toHaveLength(1);
    expect(found[0]?.problem).toMatch(problem);
    expect(found[0]?.remedy).toMatch(remedy);
    expect(found[0]?.problem).toMatch(/^("|[A-Z]).*\.$/);
    expect(found[0]?.remedy).toMatch(/^[A-Z].*[.}]$/s);
  });
});

/** Texts that are no configuration at all. */
const texts: readonly (readonly [string, string | Uint8Array, RegExp, RegExp])[] = [
  ['an empty file', '', /is empty/, /backup/],
  ['blanks', ' \n\t ', /is empty/, /backup/],
  ['only the mark of UTF-8', '\ufeff', /is empty/, /backup/],
  ['UTF-16', new Uint8Array(Buffer.from('\ufeff{}', 'utf16le')), /UTF-16/, /UTF-8/],
  ['bytes that are no text', new Uint8Array([0x7b, 0xc3, 0x28]), /not UTF-8 text/, /UTF-8/],
  ['a megabyte', ' '.repeat(1_000_001), /larger than 1000 kB/, /right file/],
  ['a list', '[]', /does not hold an object/, /"\{"/],
  ['a word', 'null', /does not hold an object/, /"\{"/],
  ['a file cut off', '{\n  "station": {', /line 2, column 15\. The text ends/, /closed/],
  ['a comma too many', '{\n  "a": 1,\n}', /line 3, column 1\. .*comma with nothing after/, /Remove the comma/],
  ['a comma too few', '{\n  "a": 1\n  "b": 2\n}', /line 3, column 3\. .*no comma/, /Put a comma/],
  ['a comment', '{\n  // station\n}', /line 2, column 3\. .*comment/, /JSON has no comments/],
  ['a Windows path with single backslashes', '{ "a": "C:\\Program Files" }', /line 1, column 11\. .*backslash/, /two backslashes/],
  ['single quotation marks', "{ 'a': 1 }", /line 1, column 3\. .*quotation marks/, /" marks/],
  ['quotation marks of a word processor', '{ \u201ca\u201d: 1 }', /line 1, column 3\. .*quotation marks/, /" marks/],
  ['a line break in a text', '{ "a": "x\ny" }', /line 1, column 10\. .*line break/, /same line/],
  ['brackets without end', '['.repeat(5_000), /nested too deeply/, /example/],
  ['something behind the end', '{} x', /line 1, column 4\./, /Correct that place/],
];

/** The same for the modes without a sign-in: which mode, then as above. */
const modeMistakes: readonly (readonly [string, 'app' | 'redirect', (file: Json) => unknown, string, RegExp, RegExp])[] = [
  ['no list of cards', 'app', change(['badge.list', undefined]), 'badge.list', /^This is missing: in the mode "app"/, /columns badge, oid/],
  ['no badge section', 'redirect', change(['badge', undefined]), 'badge.list', /missing: in the mode "redirect"/, /columns badge, oid/],
  ['an empty path', 'app', change(['badge.list', ' ']), 'badge.list', /must not be empty/, /path of a CSV file/],
  ['a list in a home folder', 'app', change(['badge.list', '~/cards.csv']), 'badge.list', /not filled in/, /in full/],
  [
    'a sign-in with the phone',
    'app',
    change(['signIn.methods', ['badge', 'deviceCode']]),
    'signIn.methods',
    /only the card/,
    /\["badge"\]/,
  ],
  ['a phone alone', 'redirect', change(['signIn.methods', ['deviceCode']]), 'signIn.methods', /only the card/, /\["badge"\]/],
  ['deleting without the right', 'app', change(['release.allowDelete', true]), 'release.allowDelete', /has no right/, /"user" only/],
  [
    'deleting where it is not offered',
    'redirect',
    change(['release.allowDelete', true]),
    'release.allowDelete',
    /not offered/,
    /"user" only/,
  ],
  ['destinations', 'app', change(['print.destinations', [destination]]), 'print.destinations', /Only the mode "redirect"/, /Remove/],
  [
    'no destinations',
    'redirect',
    change(['print.destinations', undefined]),
    'print.destinations',
    /^This is missing: in the mode/,
    /at most 50/,
  ],
  ['an empty list of them', 'redirect', change(['print.destinations', []]), 'print.destinations', /must not be empty/, /at least one/],
  [
    'too many of them',
    'redirect',
    change(['print.destinations', Array.from({ length: 51 }, (_, index) => ({ ...destination, name: `P${index}` }))]),
    'print.destinations',
    /at most 50 entries/,
    /at most 50/,
  ],
  [
    'a destination twice',
    'redirect',
    change(['print.destinations', [destination, { printerId: otherGuid.toUpperCase(), name: 'Library' }]]),
    'print.destinations[1].printerId',
    /same as print\.destinations\[0\]\.printerId/,
    /once/,
  ],
  [
    'two of one name',
    'redirect',
    change(['print.destinations[1].name', ' canteen, COLOUR']),
    'print.destinations[1].name',
    /same as print\.destinations\[0\]\.name/,
    /once/,
  ],
  [
    'a queue as destination',
    'redirect',
    change(['print.destinations[1].printerId', String(printer?.printerId).toUpperCase()]),
    'print.destinations[1].printerId',
    /is print\.printers\[0\], the queue/,
    /that prints/,
  ],
  [
    'the share of a queue as destination',
    'redirect',
    change(['print.destinations[0].printerId', printer?.shareId]),
    'print.destinations[0].printerId',
    /is print\.printers\[0\], the queue/,
    /that prints/,
  ],
  [
    'a destination of zeros',
    'redirect',
    change(['print.destinations[0].printerId', '00000000-0000-0000-0000-000000000000']),
    'print.destinations[0].printerId',
    /GUID of zeros/,
    /printer id/,
  ],
  [
    'a destination with a share',
    'redirect',
    change(['print.destinations[0].shareId', otherGuid]),
    'print.destinations[0].shareId',
    /not a setting/,
    /belongs at "print\.printers\[\]\.shareId"/,
  ],
];

describe('a mistake in a mode without a sign-in is named alone', () => {
  it.each(modeMistakes)('%s (%s)', async (_name, mode, make, path, problem, remedy) => {
    const file = modeConfig(mode);
    make(file);
    const found = problems(await loadText(JSON.stringify(file)));
    expect(found.filter((one) => one.path !== path && !/destinations\[\d+\]/.test(one.path))).toEqual([]);
    const [here, ...more] = found.filter((one) => one.path === path);
    expect(more).toEqual([]);
    expect(here?.problem).toMatch(problem);
    expect(here?.remedy).toMatch(remedy);
    expect(here?.problem).toMatch(/^("|[A-Z]).*\.$/);
    expect(here?.remedy).toMatch(/^[A-Z].*[.}]$/s);
  });

  it('nothing is said of what a mode would ask for while the mode itself is not known', async () => {
    const file = modeConfig('redirect');
    set(file, 'release.mode', 'Redirect');
    expect(problems(await loadText(JSON.stringify(file))).map(({ path }) => path)).toEqual(['release.mode']);
    set(file, 'release', 'redirect');
    expect(problems(await loadText(JSON.stringify(file))).map(({ path }) => path)).toEqual(['release']);
  });

  it('all at once', async () => {
    const file = modeConfig('redirect');
    change(
      ['badge.list', undefined],
      ['signIn.methods', ['deviceCode']],
      ['release.allowDelete', true],
      ['print.destinations', undefined],
    )(file);
    expect(problems(await loadText(JSON.stringify(file))).map(({ path }) => path)).toEqual([
      'print.destinations',
      'release.allowDelete',
      'signIn.methods',
      'badge.list',
    ]);
  });
});

describe('a file that is no configuration is told apart', () => {
  it.each(texts)('%s', async (_name, text, problem, remedy) => {
    const [first, ...rest] = problems(await loadText(text));
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ path: '', problem: expect.stringMatching(problem), remedy: expect.stringMatching(remedy) });
  });

  it.each([
    ['EACCES', /may not be read by the account/],
    ['EPERM', /may not be read by the account/],
    ['EISDIR', /is a folder/],
    ['ENOENT', /is not there/],
    ['EIO', /cannot be read \(EIO\)/],
  ])('a disk that answers %s', async (code, sentence) => {
    const result = await loadText('{}', { readFile: () => Promise.reject(Object.assign(new Error('x'), { code })) });
    expect(problems(result)).toMatchObject([{ path: '', problem: expect.stringMatching(sentence) }]);
  });
});

describe('all at once', () => {
  it('names every problem of a file, in the order of its sections', async () => {
    const file = goodConfig();
    change(
      ['badge.minLength', 0],
      ['station.id', ''],
      ['tenant.cloud', 'china'],
      ['app.clientId', 'x'],
      ['app.secret', 'y'],
      ['app.colour', 'blue'],
      ['app.certificate.path', 'no.pem'],
      ['release.mode', 'card'],
      ['session.warningSeconds', 500],
    )(file);
    expect(problems(await loadText(JSON.stringify(file))).map(({ path }) => path)).toEqual([
      'station.id',
      'tenant.cloud',
      'app.clientId',
      'app.colour',
      'app',
      'app.certificate.path',
      'release.mode',
      'session.warningSeconds',
      'session.warningSeconds',
      'badge.minLength',
    ]);
  });

  it('names a key that stands twice, with its line', async () => {
    const text = JSON.stringify(goodConfig(), null, 1).replace('"id": "hq-2-west",', '"id": "one",\n"id": "hq-2-west",');
    expect(problems(await loadText(text))).toEqual([
      { path: 'station.id', problem: 'This stands twice in the file, again in line 4.', remedy: 'Keep one of the two.' },
    ]);
  });
});

describe('a secret in the wrong place', () => {
  const canary = 'kQ8~CANARYcanaryCANARY';
  it('is never quoted, wherever it stands', async () => {
    const paths = [
      'station.id',
      'station.name',
      'tenant.id',
      'tenant.cloud',
      'app.clientId',
      'app.secret',
      'app.certificate',
      'release.mode',
      'badge.list',
      'print.destinations',
    ];
    for (const path of [
      ...paths,
      'print.taskDefinitionId',
      'signIn.methods',
      'session.warningSeconds',
      'badge.terminator',
      'data',
      'app.colour',
    ]) {
      const file = goodConfig();
      change([path, path === 'station.name' ? `${canary}\n` : canary])(file);
      if (path === 'app.secret') change(['app.clientId', 'x'])(file);
      const result = await loadText(JSON.stringify(file));
      expect(result.ok ? '' : JSON.stringify(result.problems), path).not.toContain('CANARY');
    }
    const cut = JSON.stringify(set(goodConfig(), 'app.secret', canary)).replace('CANARY"', 'CANARY');
    expect(JSON.stringify(problems(await loadText(cut)))).not.toContain('CANARY');
  });

  it.each([
    ['more than a secret', 'secret one\nsecret two', /more than a client secret/],
    ['the id of a secret', otherGuid, /id of a client secret/],
    ['nothing', '\n', /is empty/],
  ])('its file holds %s', async (_name, content, sentence) => {
    const file = goodConfig();
    change(['app.certificate', undefined], ['app.secretFile', 's.txt'])(file);
    const files = { '/etc/release-station/config.json': JSON.stringify(file), '/etc/release-station/s.txt': content };
    expect(problems(await loadFrom(files))).toMatchObject([{ path: 'app.secretFile', problem: expect.stringMatching(sentence) }]);
  });

  it.each([
    ['no key', pemText.slice(0, pemText.indexOf('-----BEGIN PRIVATE')), /no private key/],
    ['no PEM', 'MII', /no certificate and no private key/],
    ['a key with a password', pemText.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'), /protected by a password/],
  ])('the certificate file holds %s', async (_name, content, sentence) => {
    const files = { '/etc/release-station/config.json': JSON.stringify(goodConfig()), '/etc/release-station/station.pem': content };
    expect(problems(await loadFrom(files))).toMatchObject([{ path: 'app.certificate.path', problem: expect.stringMatching(sentence) }]);
  });
});

it('data on another machine is refused on Windows', async () => {
  const file = set(goodConfig(), 'data.folder', '\\\\server\\share');
  const result = await loadText(JSON.stringify(file), {
    platform: 'win32',
    path: 'C:\\c.json',
    readFile: async (path) => new TextEncoder().encode(path.endsWith('pem') ? pemText : JSON.stringify(file)),
  });
  expect(problems(result)).toMatchObject([{ path: 'data.folder', problem: expect.stringMatching(/another machine/) }]);
});

it('sixty thousand keys that nobody knows are refused at once, and five hundred of them named', async () => {
  const text = `{${Array.from({ length: 60_000 }, (_, i) => `"key${i}": 1`).join(',')}}`;
  const began = performance.now();
  expect(problems(await loadText(text))).toHaveLength(500);
  // A look at each key for itself took two minutes.
  expect(performance.now() - began).toBeLessThan(10_000);
});
