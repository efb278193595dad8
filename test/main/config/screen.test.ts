import { describe, expect, it } from 'vitest';
import { bestTextOn, contrastOf } from '../../../main/config/contrast.ts';
import { goodConfig, type Json, loadFrom, pemText, set } from '../../support/config.ts';

/** Loads a good file with these changes, and a logo where one is given. */
function load(changes: Readonly<Record<string, unknown>>, logo?: string | Uint8Array) {
  const file: Json = goodConfig();
  for (const [path, value] of Object.entries(changes)) set(file, path, value);
  return loadFrom({
    '/etc/release-station/config.json': JSON.stringify(file),
    '/etc/release-station/station.pem': pemText,
    ...(logo !== undefined && { '/etc/release-station/logo': logo }),
  });
}

async function screen(changes: Readonly<Record<string, unknown>>, logo?: string | Uint8Array) {
  const result = await load(changes, logo);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.screen;
}

async function problems(changes: Readonly<Record<string, unknown>>, logo?: string | Uint8Array) {
  const result = await load(changes, logo);
  return result.ok ? [] : result.problems;
}

describe('the languages of the screen', () => {
  it('are all but the pseudo-locale where nothing is said', async () => {
    expect((await screen({})).languages).toHaveLength(13);
    expect((await screen({})).languages).not.toContain('en-XA');
  });
  it('are those that are listed, in that order, and the pseudo-locale where it is asked for', async () => {
    expect(await screen({ 'screen.language': 'ar', 'screen.languages': ['he', 'ar'] })).toMatchObject({
      language: 'ar',
      languages: ['he', 'ar'],
    });
    expect((await screen({ 'screen.language': 'en-XA' })).languages).toContain('en-XA');
    expect((await screen({ 'screen.languages': ['en', 'en-XA'] })).languages).toEqual(['en', 'en-XA']);
  });
  it.each<[string, Json, string, RegExp]>([
    [
      'without the one that the screen begins with',
      { 'screen.language': 'de', 'screen.languages': ['en', 'fr'] },
      'languages',
      /not among them/,
    ],
    ['without English, where nothing else begins', { 'screen.languages': ['de'] }, 'languages', /"en" where it is left out/],
    ['with one twice', { 'screen.languages': ['en', 'en'] }, 'languages', /twice/],
    ['with one that is not there', { 'screen.languages': ['en', 'kl'] }, 'languages[1]', /must be one of "en"/],
    ['empty', { 'screen.languages': [] }, 'languages', /must not be empty/],
    ['beginning with one that is not there', { 'screen.language': 'deutsch' }, 'language', /must be one of "en"/],
  ])('%s are refused', async (_, changes, path, problem) => {
    expect(await problems(changes)).toMatchObject([{ path: `screen.${path}`, problem: expect.stringMatching(problem) as unknown }]);
  });
});

describe('the other settings of the screen', () => {
  it('are taken as they are written', async () => {
    const wanted = { theme: 'contrast', largeText: true, reach: true, sounds: true, titles: 'masked', widthMm: 521.4 };
    expect(await screen(Object.fromEntries(Object.entries(wanted).map(([key, value]) => [`screen.${key}`, value])))).toMatchObject(wanted);
  });
  it.each<[string, Json, string, RegExp]>([
    ['a theme', { 'screen.theme': 'blue' }, 'screen.theme', /one of "light", "dark", "contrast"/],
    ['a width', { 'screen.widthMm': 49 }, 'screen.widthMm', /at least 50, but it is 49/],
    ['a greater width', { 'screen.widthMm': 3001 }, 'screen.widthMm', /at most 3000/],
    ['a way to show names', { 'screen.titles': 'hidden' }, 'screen.titles', /one of "shown", "masked"/],
    ['a policy of one gesture', { 'release.oneGesture': 'on' }, 'release.oneGesture', /one of "never", "personChooses", "always"/],
    ['a colour', { 'screen.brand.color': 'teal' }, 'screen.brand.color', /not allowed/],
  ])('%s that is none is refused', async (_, changes, path, problem) => {
    expect(await problems(changes)).toMatchObject([{ path, problem: expect.stringMatching(problem) as unknown }]);
  });
});

describe('contrast', () => {
  it.each<[string, string, number]>([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    // Figures that every checker of WCAG contrast gives.
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#0000ff', '#ffffff', 8.59],
  ])('of %s and %s is %s to 1, whichever is the ground', (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 2);
    expect(contrastOf(other, one)).toBe(contrastOf(one, other));
  });
  it('decides which text the station takes where none is named', async () => {
    expect((await screen({ 'screen.brand.color': '#0B3D91' })).brand).toEqual({ logo: null, color: '#0B3D91', text: '#ffffff' });
    expect((await screen({ 'screen.brand.color': '#ffd400' })).brand.text).toBe('#10241f');
    expect((await screen({ 'screen.brand.color': '#ffd400', 'screen.brand.text': '#333333' })).brand.text).toBe('#333333');
    expect(bestTextOn('#ffffff')).toBe('#10241f');
  });
  it('that is too little is refused, with the measured ratio and never rounded up', async () => {
    const [problem] = await problems({ 'screen.brand.color': '#777777', 'screen.brand.text': '#ffffff' });
    expect(problem).toMatchObject({ path: 'screen.brand.text', remedy: expect.stringMatching(/lighter or darker/) as unknown });
    expect(problem?.problem).toContain('4.47 to 1, and WCAG 2.2 asks for 4.5 to 1');
    expect(await problems({ 'screen.brand.color': '#767676', 'screen.brand.text': '#ffffff' })).toEqual([]);
  });
  it('that neither white nor ink reaches on a colour is refused too', async () => {
    expect(await problems({ 'screen.brand.color': '#828282' })).toMatchObject([
      {
        path: 'screen.brand.color',
        problem: expect.stringMatching(/Neither white nor dark text.*4\.\d\d to 1/) as unknown,
        remedy: expect.stringMatching(/darker or lighter/) as unknown,
      },
    ]);
  });
  it('has nothing to measure where the ground is missing', async () => {
    expect(await problems({ 'screen.brand.text': '#ffffff' })).toMatchObject([
      { path: 'screen.brand.text', problem: expect.stringMatching(/"color", which is missing/) as unknown },
    ]);
  });
});

const named = { 'screen.brand.logo': 'logo' };
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const svg = (inside: string, attributes = '') => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"${attributes}>${inside}</svg>`;

describe('the logo', () => {
  it('is read once and travels as an address that holds it', async () => {
    expect((await screen(named, png)).brand.logo).toBe(`data:image/png;base64,${png.toString('base64')}`);
    const { logo } = (await screen(named, `<?xml version="1.0" encoding="UTF-8"?>\n${svg('<path d="M0 0h9"/>')}`)).brand;
    const [head, body] = (logo ?? '').split(',');
    expect(head).toBe('data:image/svg+xml;base64');
    expect(
      Buffer.from(body ?? '', 'base64')
        .toString()
        .trim(),
    ).toBe(svg('<path d="M0 0h9"/>'));
  });
  it('may be a drawing as drawing programs save it', async () => {
    const saved = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
      <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
      <!-- made by hand -->
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://inkscape/ns"
        width='90' height='90' inkscape:export-filename="C:\\pictures\\logo.png">
        <metadata>R&amp;D</metadata>
        <defs><linearGradient id="a"><stop offset="0"/></linearGradient><style>.b{fill:url(#a)}</style>
        <style type="text/css"><![CDATA[ .c { stroke: #fff } ]]></style></defs>
        <use xlink:href="#a"/><rect class="b" style="fill:url('#a');stroke:none" width="9" height="9"/>
        <image href="data:image/png;base64,AAAA"/>
      </svg>`;
    expect(await problems(named, saved)).toEqual([]);
  });
  it.each<[string, string | Uint8Array, RegExp]>([
    ['a photograph', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]), /not UTF-8|neither a PNG nor an SVG/],
    ['a text', 'logo', /neither a PNG nor an SVG/],
    ['a page', '<html><body>hello</body></html>', /neither a PNG nor an SVG/],
    ['a PNG with only its name', Buffer.concat([png.subarray(0, 8), Buffer.alloc(60)]), /neither|UTF-8/],
    ['a picture that is too large', Buffer.concat([png, Buffer.alloc(200_001)]), /larger than 200 kB/],
    ['nothing', '', /empty|neither/],
  ])('is refused where the file is %s', async (_, logo, problem) => {
    expect(await problems(named, logo)).toMatchObject([{ path: 'screen.brand.logo', problem: expect.stringMatching(problem) as unknown }]);
  });
  it('that is not there is named', async () => {
    expect(await problems(named)).toMatchObject([
      { path: 'screen.brand.logo', problem: expect.stringMatching(/The logo is not there/) as unknown },
    ]);
    expect(await problems({ 'screen.brand.logo': '~/logo.svg' })).toMatchObject([
      { path: 'screen.brand.logo', problem: expect.stringMatching(/"~"/) as unknown },
    ]);
  });
  it.each<[string, string, RegExp]>([
    ['a script', svg('<script>alert(1)</script>'), /script/],
    ['a script under a prefix', svg('<s:script xmlns:s="http://www.w3.org/2000/svg"/>'), /script/],
    ['foreign content', svg('<foreignObject><p/></foreignObject>'), /other than a drawing/],
    ['a frame', svg('<iframe src="#"/>'), /other than a drawing/],
    ['an event attribute', svg('', ' onload="alert(1)"'), /event attribute/],
    ['an event attribute in capitals', svg("<g OnClick = 'x'/>"), /event attribute/],
    ['an address elsewhere', svg('<image href="https://example.test/x.png"/>'), /outside itself/],
    ['an address elsewhere, in numbers', svg('<use xlink:href="&#x68;ttps://example.test/x.svg#a"/>'), /outside itself/],
    ['a file', svg('<image href="logo.png"/>'), /outside itself/],
    ['a script as an address', svg('<a href="java&#10;script:alert(1)"/>'), /outside itself/],
    ['a drawing within', svg('<image href="data:image/svg+xml;base64,AAAA"/>'), /outside itself/],
    ['another base', svg('<g xml:base="https://example.test/"/>'), /outside itself/],
    ['a style from elsewhere', svg('<style>@import "https://example.test/a.css";</style>'), /outside itself/],
    ['a style with an address', svg('<style>rect{fill:url( "//example.test/a")}</style>'), /outside itself/],
    ['a style in numbers', svg('<style>rect{fill:u&#114;l(//example.test/a)}</style>'), /outside itself/],
    ['a style in escapes', svg('<rect style="fill:u\\72l(//example.test/a)"/>'), /outside itself/],
    ['a style around a comment', svg('<style><!-- </ --> @import "x";</style>'), /not well-formed/],
    ['a style in pieces', svg('<style><![CDATA[@im]]>port "x";</style>'), /not well-formed/],
    ['a fill from elsewhere', svg('<rect fill="url(https://example.test/a#b)"/>'), /outside itself/],
    ['a style sheet', `<?xml-stylesheet href="a.css"?>${svg('')}`, /outside itself/],
    ['entities', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('&a;')}`, /entities/],
    ['attributes by definition', `<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x">]>${svg('')}`, /entities/],
    ['an animation', svg('<rect><animate attributeName="x"/></rect>'), /animation/],
    ['an animation by style', svg('<style>@keyframes a{}</style>'), /animation/],
    ['no namespace', '<svg viewBox="0 0 9 9"/>', /namespace/],
    ['another root', '<g xmlns="http://www.w3.org/2000/svg"><svg /></g>', /namespace/],
    ['a tag that is not closed', svg('<rect width="9"'), /not well-formed/],
    ['a comment that is not closed', svg('<!-- '), /not well-formed/],
    ['an attribute without quotation marks', svg('<rect onload=alert(1) />'), /not well-formed/],
  ])('drawn as SVG is refused with %s', async (_, logo, problem) => {
    expect(await problems(named, logo)).toMatchObject([{ path: 'screen.brand.logo', problem: expect.stringMatching(problem) as unknown }]);
  });
});
