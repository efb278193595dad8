import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy, pageHeaders } from '../../../main/pages/headers.ts';
import { listPageFiles, type PageFiles } from '../../../main/pages/page-files.ts';
import { servePage } from '../../../main/pages/serve-page.ts';

const headers = pageHeaders("'none'");
let folder: string;
let files: PageFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
  const root = join(folder, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await mkdir(join(root, 'folder.js'));
  await writeFile(join(root, 'index.html'), '<head><!--HEAD--></head>');
  await writeFile(join(root, 'assets/index.js'), 'go()');
  await writeFile(join(root, 'assets/type.woff2'), 'letters');
  await writeFile(join(root, 'assets/index.js.map'), 'sources');
  await writeFile(join(root, '.env'), 'secret');
  await writeFile(join(folder, 'outside.js'), 'outside');
  await symlink(join(folder, 'outside.js'), join(root, 'link.js'));
  await symlink(folder, join(root, 'up'));
  files = await listPageFiles(root);
});

afterAll(() => rm(folder, { recursive: true }));

const serve = (address: string, method = 'GET') =>
  servePage(new Request(address, { method }), { files, headers, head: () => '<b>$& $1</b>' });

test('the list holds regular files of known kinds, and nothing that a link leads to', () => {
  expect(new Set(files.keys())).toEqual(new Set(['/index.html', '/assets/index.js', '/assets/type.woff2']));
});

test.each(['app://station/', 'app://station/index.html', 'http://127.0.0.1:1/'])(
  '%s is the first page, with the host’s own tags',
  async (address) => {
    const answer = await serve(address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toBe('<head><b>$& $1</b></head>');
  },
);

test('a file is served as what it is', async () => {
  const answer = await serve('app://station/assets/type.woff2?version=1#part');
  expect(answer.headers.get('content-type')).toBe('font/woff2');
  expect(await answer.text()).toBe('letters');
});

test('HEAD has the headers of GET and no body', async () => {
  const answer = await serve('app://station/assets/index.js', 'HEAD');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await answer.text()).toBe('');
});

describe.each(['app://station', 'http://127.0.0.1:1'])('at %s', (origin) => {
  test.each([
    ['/../outside.js', 404],
    ['/%2e%2e/outside.js', 404],
    ['/..%2foutside.js', 404],
    ['/..%5coutside.js', 404],
    ['/%252e%252e%252foutside.js', 404],
    ['/up/outside.js', 404],
    ['/link.js', 404],
    ['/.env', 404],
    ['/assets/', 404],
    ['/folder.js', 404],
    ['/assets//index.js', 404],
    ['/ASSETS/INDEX.JS', 404],
    ['/assets/index.js.', 404],
    ['/assets/index.js%20', 404],
    ['/assets/index.js::$DATA', 404],
    ['/assets/index.js.map', 404],
    ['/assets/index.js%00.png', 400],
    ['/%ff', 400],
    [`/${'a'.repeat(600)}`, 400],
  ])('%s is refused with %i in one sentence and with every header', async (path, status) => {
    const answer = await serve(`${origin}${path}`);
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).toMatch(/^The kiosk [a-z ]+\.$/);
    for (const [name, value] of Object.entries(headers)) expect(answer.headers.get(name)).toBe(value);
  });
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
  expect((await serve('app://station/', method)).status).toBe(405);
});

describe('the policy of the pages', () => {
  test('starts from nothing and allows the pages’ own files and the logo’s data: address; not one source more', () => {
    expect(contentSecurityPolicy("'none'").split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "media-src 'self'",
      "connect-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-src 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  test('differs between the hosts in the one socket alone', () => {
    expect(contentSecurityPolicy("'self'")).toBe(contentSecurityPolicy("'none'").replace("connect-src 'none'", "connect-src 'self'"));
  });

  test('comes with headers that keep the page to itself', () => {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['permissions-policy']).toMatch(/^([a-z-]+=\(\)(, |$))+$/);
  });
});
