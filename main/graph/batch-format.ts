import { z } from 'zod';
import type { GraphCall } from './send.ts';
import type { WireResult } from './transport.ts';

/** Most items of one batch (reference 5.5). */
export const batchMaxItems = 20;

/** A call in a batch. `id` is its request id: unique everywhere, so that no answer of another batch can be taken for it. */
export interface BatchItem {
  readonly id: string;
  readonly call: GraphCall;
  /** Address below the version root, with its first slash. */
  readonly path: string;
}

/** The body of a batch: side by side, or each item after the one before it (reference 5.5). */
export function batchBody(items: readonly BatchItem[], order: 'sideBySide' | 'inOrder'): unknown {
  return {
    requests: items.map(({ id, call, path }, index) => {
      const before = order === 'inOrder' ? items[index - 1] : undefined;
      return {
        id,
        method: call.method,
        url: path,
        headers: {
          'client-request-id': id,
          ...(call.method === 'GET' ? { Prefer: 'include-unknown-enum-members' } : {}),
          ...(call.json === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(call.json === undefined ? {} : { body: call.json }),
        ...(before === undefined ? {} : { dependsOn: [before.id] }),
      };
    }),
  };
}

const batchAnswer = z.object({ responses: z.array(z.unknown()) });
const itemId = z.object({ id: z.string() });
const itemAnswer = z.object({
  status: z.int().min(100).max(599),
  headers: z.record(z.string(), z.unknown()).nullish().catch(null),
  // An answer without a body may lack the member: 204, or a bare refusal.
  body: z.unknown().optional(),
});

/**
 * The answer of each item as if it had come alone, in the order asked; null where there is none to rely on. Null as a whole where this
 * is no batch's answer. An id that is answered twice counts as not answered: of two answers nobody can say which one is true, and taking
 * a refusal for true could send an effect again that was carried out. Answers to ids that nobody asked about are passed over.
 */
export function readBatchAnswer(json: unknown, items: readonly BatchItem[], outer: Headers): readonly (WireResult | null)[] | null {
  const parsed = batchAnswer.safeParse(json);
  if (!parsed.success) return null;
  return items.map(({ id }) => {
    const [answer, ...more] = parsed.data.responses.filter((response) => itemId.safeParse(response).data?.id === id);
    return more.length > 0 ? null : readItem(answer, outer);
  });
}

function readItem(answer: unknown, outer: Headers): WireResult | null {
  const item = itemAnswer.safeParse(answer).data;
  if (item === undefined) return null;
  const headers = readHeaders(item.headers ?? {}, outer);
  const isObject = typeof item.body === 'object' && item.body !== null;
  // What arrived as an object within JSON is JSON, also where nobody says so.
  if (isObject && !headers.has('content-type')) headers.set('content-type', 'application/json');
  return { got: true, status: item.status, headers, body: { ok: true, text: isObject ? JSON.stringify(item.body) : textOf(item.body) } };
}

/** Those headers that are looked at. `Date` is the outer answer's where an item has none: Retry-After dates are measured against it. */
const readNames = ['content-type', 'retry-after', 'date', 'request-id', 'www-authenticate', 'x-ms-ags-diagnostic'];

function readHeaders(from: Readonly<Record<string, unknown>>, outer: Headers): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(from)) {
    const text = typeof value === 'number' ? String(value) : value;
    // Anything else is no header's value; `Headers` would throw.
    if (readNames.includes(name.toLowerCase()) && typeof text === 'string' && /^[\t\x20-\x7e]*$/.test(text)) headers.set(name, text);
  }
  const date = outer.get('date');
  if (date !== null && !headers.has('date')) headers.set('date', date);
  return headers;
}

/** What is not JSON travels as base64, and some services send their JSON so. Text that is JSON already holds signs that base64 does not. */
function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body !== 'string') return JSON.stringify(body);
  if (body === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(body)) return body;
  return Buffer.from(body, 'base64').toString('utf8');
}
