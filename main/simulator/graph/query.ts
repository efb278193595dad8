import type { Settings } from '../settings.ts';
import { isRefusal, type Refusal, refuse } from './answer.ts';

/** Which OData options a call takes; every other option is refused or ignored. */
export interface QueryRules {
  readonly select?: boolean;
  /** Navigation properties that may be expanded. */
  readonly expand?: readonly string[];
  /** The one documented filter of job lists. */
  readonly filterByUpn?: boolean;
  readonly top?: boolean;
  /** Documented as unsupported: refused whatever the settings say (reference 11.4). */
  readonly unsupported?: readonly string[];
}

/** The options of one request, understood. */
export interface Query {
  readonly select: readonly string[] | null;
  readonly expand: readonly string[];
  readonly upn: string | null;
  readonly top: number | null;
  readonly skipToken: string | null;
}

/** Documented as unsupported on printers, shares and jobs. */
export const noCountNoSearch: readonly string[] = ['$count', '$search'];
/** Documented as unsupported on task definitions, tasks and triggers. */
export const noListOptions: readonly string[] = ['$count', '$format', '$search', '$select', '$skip', '$top'];

/** Reads the options, or says with 400 which one is not supported. */
export function readQuery(params: URLSearchParams, rules: QueryRules, settings: Settings): Query | Refusal {
  const allowed = new Set(['$skiptoken']);
  if (rules.select) allowed.add('$select');
  if (rules.expand) allowed.add('$expand');
  if (rules.filterByUpn) allowed.add('$filter');
  if (rules.top) allowed.add('$top');
  const given = new Map<string, string>();
  for (const [name, value] of params) {
    if (!name.startsWith('$')) continue;
    if (given.has(name)) return refuse(400, `The query option ${name} is given twice.`);
    if (rules.unsupported?.includes(name)) return refuse(400, `The query option ${name} is not supported here.`);
    if (allowed.has(name)) given.set(name, value);
    else if (settings.undocumentedQuery === 'refuse') return refuse(400, `The query option ${name} is not supported here.`);
  }
  return understand(given, rules, settings);
}

function understand(given: ReadonlyMap<string, string>, rules: QueryRules, settings: Settings): Query | Refusal {
  const expand = readExpand(given.get('$expand'), rules, settings);
  if (isRefusal(expand)) return expand;
  const filter = given.get('$filter');
  const upn = filter === undefined ? null : /^\s*createdBy\/userPrincipalName eq '((?:[^']|'')*)'\s*$/.exec(filter)?.[1];
  if (upn === undefined) return refuse(400, 'Jobs are filtered by createdBy/userPrincipalName eq only.');
  const top = given.get('$top');
  if (top !== undefined && !/^[1-9]\d{0,5}$/.test(top)) return refuse(400, '$top is a positive whole number.');
  return {
    select:
      given
        .get('$select')
        ?.split(',')
        .map((name) => name.trim()) ?? null,
    expand,
    upn: upn?.replaceAll("''", "'") ?? null,
    top: top === undefined ? null : Number(top),
    skipToken: given.get('$skiptoken') ?? null,
  };
}

function readExpand(value: string | undefined, rules: QueryRules, settings: Settings): readonly string[] | Refusal {
  const names = value?.split(',').map((name) => name.trim()) ?? [];
  const unknown = names.filter((name) => !rules.expand?.includes(name));
  if (unknown.length > 0 && settings.undocumentedQuery === 'refuse')
    return refuse(400, '$expand names a property that cannot be expanded here.');
  return names.filter((name) => !unknown.includes(name));
}

/** Leaves only the selected properties; control information stays. */
export function selected(object: Readonly<Record<string, unknown>>, select: readonly string[] | null): Record<string, unknown> {
  if (select === null) return { ...object };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name.startsWith('@') || select.includes(name)));
}

/** A page of a list, and the token of the next. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | null;
}

/**
 * Cuts a page. The token names the last object of the page, so that objects which come or go between two pages shift nothing.
 * With `emptyPages` an empty page comes before each full one.
 */
export function pageOf<T>(items: readonly T[], keyOf: (item: T) => string, query: Query, settings: Settings): Page<T> | Refusal {
  const token = /^(e|n)(\d+)\.(.*)$/.exec(Buffer.from(query.skipToken ?? '', 'base64url').toString('utf8'));
  if (query.skipToken !== null && token === null) return refuse(400, 'The $skiptoken is not one of ours.');
  const lastKey = token?.[3] ?? '';
  const found = lastKey === '' ? -1 : items.findIndex((item) => keyOf(item) === lastKey);
  // The object that the token names may be gone by now; its place is then the best guess.
  const from = lastKey === '' ? 0 : found >= 0 ? found + 1 : Number(token?.[2]);
  const encode = (kind: 'e' | 'n', at: number, key: string) => Buffer.from(`${kind}${at}.${key}`, 'utf8').toString('base64url');
  if (settings.emptyPages && token?.[1] !== 'e' && items.length > from) return { items: [], nextToken: encode('e', from, lastKey) };
  const size = Math.min(query.top ?? settings.pageSize, settings.pageSize);
  const page = items.slice(from, from + size);
  const last = page.at(-1);
  const more = items.length > from + size && last !== undefined;
  return { items: page, nextToken: more ? encode('n', from + size, keyOf(last)) : null };
}
