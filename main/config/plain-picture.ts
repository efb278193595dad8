/** Why an SVG is not taken as a picture; each a sentence of its own in `logo.ts`. */
export type NotPlain =
  /** No `svg` element of the SVG namespace: a browser shows no picture. */
  'notSvg' | 'unfinished' | 'entities' | 'script' | 'foreign' | 'event' | 'reference' | 'moves';

/** Elements that hold or run something other than a drawing. */
const foreign = new Set([
  'foreignobject',
  'iframe',
  'object',
  'embed',
  'audio',
  'video',
  'canvas',
  'html',
  'body',
  'link',
  'handler',
  'listener',
]);
const moving = new Set(['animate', 'animatecolor', 'animatemotion', 'animatetransform', 'set', 'discard']);
/** Embedded pictures that cannot hold anything else in turn. */
const embedded = /^data:image\/(?:png|jpeg|gif|webp);base64,/i;

/**
 * Null where an SVG is nothing but a drawing: no script, no foreign content, no event attributes, nothing from elsewhere, nothing that moves.
 * Stricter than it has to be: a browser runs no script in an `img` and the page's policy lets nothing through. Pure.
 */
export function whyNotPlain(svg: string): NotPlain | null {
  // Definitions in the document itself can give any element any content or attribute.
  if (/<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)/i.test(svg)) return 'entities';
  let root = true;
  for (const part of partsOf(svg)) {
    const why = part === null ? 'unfinished' : whyNotPart(part, root);
    if (why !== null) return why;
    root = root && part?.is !== 'tag';
  }
  return root ? 'notSvg' : null;
}

function whyNotPart(part: Part, root: boolean): NotPlain | null {
  switch (part.is) {
    case 'tag':
      return whyNotTag(part, root);
    case 'style':
      return whyNotStyle(part.text);
    case 'instruction':
      // The XML declaration and nothing else: a style sheet could be named here.
      return /^<\?xml\s/.test(part.text) ? null : 'reference';
  }
}

interface Tag {
  readonly is: 'tag';
  /** In lower case, without its prefix. */
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

type Part = Tag | { readonly is: 'instruction' | 'style'; readonly text: string };

/** The opening tags, instructions and style sheets of the text in turn; null where something is not closed. */
function* partsOf(svg: string): Generator<Part | null> {
  let at = 0;
  const skip = (end: string) => {
    const found = svg.indexOf(end, at);
    const text = found === -1 ? null : svg.slice(at, found);
    at = found === -1 ? svg.length : found + end.length;
    return text;
  };
  for (;;) {
    at = svg.indexOf('<', at);
    if (at === -1) return;
    if (svg.startsWith('<!--', at)) {
      at += 4;
      if (skip('-->') === null) yield null;
    } else if (svg.startsWith('<![CDATA[', at)) {
      if (skip(']]>') === null) yield null;
    } else if (svg.startsWith('<?', at)) {
      const text = skip('?>');
      yield text === null ? null : { is: 'instruction', text };
    } else if (svg[at + 1] === '!' || svg[at + 1] === '/') {
      if (skip('>') === null) yield null;
    } else {
      const tag = tagAt(svg, at);
      yield tag && { is: 'tag', name: localName(tag.name), attributes: tag.attributes };
      if (tag === null) return;
      at = tag.end;
      if (localName(tag.name) !== 'style' || tag.empty) continue;
      // Words could be put together across comments and sections: one run of text, or one section.
      const sheet = /(?:\s*<!\[CDATA\[([^<\]]*)\]\]>\s*|([^<]*))(?=<\/)/y;
      sheet.lastIndex = at;
      const text = sheet.exec(svg);
      yield text && { is: 'style', text: text[1] ?? decoded(text[2] ?? '') };
      at = Math.max(at, sheet.lastIndex);
    }
  }
}

const nameChar = '[^\\s"\'<>/=]';

function tagAt(svg: string, start: number) {
  const begin = new RegExp(`<(${nameChar}+)`, 'y');
  const attribute = new RegExp(`\\s+(${nameChar}+)\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
  const close = /\s*(\/?)>/y;
  begin.lastIndex = start;
  const opened = begin.exec(svg);
  if (opened?.[1] === undefined) return null;
  let end = begin.lastIndex;
  const attributes: [string, string][] = [];
  for (;;) {
    attribute.lastIndex = end;
    const found = attribute.exec(svg);
    if (found === null) break;
    attributes.push([found[1]?.toLowerCase() ?? '', decoded(found[2] ?? found[3] ?? '')]);
    end = attribute.lastIndex;
  }
  close.lastIndex = end;
  const closed = close.exec(svg);
  return closed === null ? null : { name: opened[1], attributes, end: close.lastIndex, empty: closed[1] === '/' };
}

function localName(name: string): string {
  return (name.split(':').at(-1) ?? '').toLowerCase();
}

/** Character references read as a browser reads them: a word must not hide behind its numbers. */
function decoded(value: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return value.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

function whyNotTag({ name, attributes }: Tag, root: boolean): NotPlain | null {
  if (root && (name !== 'svg' || !attributes.some(([, value]) => value === 'http://www.w3.org/2000/svg'))) return 'notSvg';
  if (name === 'script') return 'script';
  if (foreign.has(name)) return 'foreign';
  if (moving.has(name)) return 'moves';
  for (const [full, value] of attributes) {
    const attribute = localName(full);
    if (/^on/.test(attribute)) return 'event';
    if (['href', 'src', 'base'].includes(attribute) && !isOwn(value)) return 'reference';
    // What drawing programs write down for themselves has a prefix, and no browser reads it.
    if (!full.includes(':') && attribute !== 'xmlns' && whyNotStyle(value) !== null) return 'reference';
  }
  return null;
}

/** A part of the same drawing, or a picture within it. */
function isOwn(value: string): boolean {
  const plain = value.replace(/[\s\p{Cc}]/gu, '');
  return plain.startsWith('#') || embedded.test(plain);
}

/** Escapes are refused whole: `u\72l(` is `url(`. */
function whyNotStyle(plain: string): NotPlain | null {
  if (/@import|@font-face|image-set\(|expression\(/i.test(plain) || plain.includes('\\')) return 'reference';
  if (/@keyframes|animation\s*:|animation-name/i.test(plain)) return 'moves';
  const addresses = [...plain.matchAll(/url\(\s*(["']?)([^)]*)/gi)];
  return addresses.every(([, , address]) => isOwn(address ?? '')) ? null : 'reference';
}
