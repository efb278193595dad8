import { z } from 'zod';
import type { RandomBytes } from '../../ports.ts';
import { fraction, guid } from '../random.ts';
import type { Settings } from '../settings.ts';
import { type Answer, type Refusal, refuse, toResponse } from './answer.ts';
import { BatchItem } from './batch-item.ts';
import { RawPage } from './fault-answers.ts';

const itemSchema = z.object({
  id: z.string().min(1),
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'get', 'post', 'patch', 'put', 'delete']),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
});
const batchSchema = z.object({ requests: z.array(itemSchema).min(1) });
type Item = z.infer<typeof itemSchema>;

interface ItemAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Stands raw in the answer, which is no JSON then. */
  readonly page?: string;
}

/** What a batch needs besides its body. */
export interface BatchOptions {
  /** `{origin}/v1.0` or `{origin}/beta`: item addresses are relative to it. */
  readonly root: string;
  /** The outer request: its token is everybody's. */
  readonly outer: Request;
  readonly settings: Settings;
  readonly random: RandomBytes;
  readonly nowMs: number;
  /** Carries out one item. */
  readonly send: (request: Request) => Promise<Response>;
}

/** Most items of one batch (reference 5.5). */
export const batchMaxItems = 20;

/** Carries out a batch: 400 where it cannot be parsed, else 200 with each item's own status. */
export async function runBatch(body: unknown, options: BatchOptions): Promise<Answer | Refusal> {
  const parsed = batchSchema.safeParse(body);
  if (!parsed.success) return refuse(400, 'The batch cannot be parsed.');
  const items = parsed.data.requests;
  const wrong = problemWith(items);
  if (wrong !== null) return refuse(400, wrong);
  const running = new Map<string, Promise<ItemAnswer>>();
  // Items only depend on earlier ones, so every promise that is waited for exists by then.
  for (const item of items) running.set(item.id, runItem(item, running, options));
  const settled = await Promise.allSettled(running.values());
  // A batch has one connection: an item that loses it takes the whole answer along, after all items have had their turn.
  const broken = settled.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const responses = options.settings.batchOrder === 'shuffled' ? shuffled(answers, options.random) : answers;
  if (responses.every(({ page }) => page === undefined)) return { status: 200, body: { responses } };
  return { status: 200, text: `{"responses":[${responses.map(withPage).join(',')}]}` };
}

function withPage({ page, ...item }: ItemAnswer): string {
  const text = JSON.stringify(item);
  return page === undefined ? text : `${text.slice(0, -1)},"body":${page}}`;
}

function problemWith(items: readonly Item[]): string | null {
  if (items.length > batchMaxItems) return `A batch holds at most ${batchMaxItems} requests.`;
  const before = new Set<string>();
  const folded = new Set<string>();
  for (const { id, dependsOn = [] } of items) {
    if (folded.has(id.toLowerCase())) return 'The ids of a batch are unique.';
    if (dependsOn.some((other) => !before.has(other))) return 'dependsOn names a request that does not come before.';
    before.add(id);
    folded.add(id.toLowerCase());
  }
  return null;
}

async function runItem(item: Item, running: ReadonlyMap<string, Promise<ItemAnswer>>, options: BatchOptions): Promise<ItemAnswer> {
  for (const other of item.dependsOn ?? []) {
    const before = await running.get(other);
    if (before === undefined || before.status >= 400)
      return itemError(item, refuse(424, 'A request that this one depends on failed.'), options);
  }
  if (/^\/?\$batch/i.test(item.url)) return itemError(item, refuse(400, 'A batch holds no batch.'), options);
  if (!options.settings.batchPrintCalls && /^\/?print(\/|$|\?)/i.test(item.url)) {
    const refused = refuse(options.settings.batchRefusalStatus, 'Print calls are not carried in a batch.', 'notSupported');
    return itemError(item, refused, options);
  }
  const headers = new Headers(item.headers);
  if (item.body !== undefined && !headers.has('content-type')) {
    return itemError(item, refuse(400, 'A request with a body names its content type.'), options);
  }
  const authorization = options.outer.headers.get('authorization');
  headers.delete('authorization');
  if (authorization !== null) headers.set('authorization', authorization);
  const url = `${options.root}/${item.url.replace(/^\//, '')}`;
  const method = item.method.toUpperCase();
  const body = item.body === undefined || method === 'GET' ? {} : { body: JSON.stringify(item.body) };
  return toItem(item.id, await options.send(new BatchItem(url, { method, headers, signal: options.outer.signal, ...body })));
}

async function toItem(id: string, response: Response): Promise<ItemAnswer> {
  const text = await response.text();
  const headers = Object.fromEntries(response.headers);
  if (response instanceof RawPage) return { id, status: response.status, headers, page: text };
  if (text === '') return { id, status: response.status, headers };
  // What is not JSON travels as base64, as in a real batch.
  const body: unknown = response.headers.get('content-type')?.includes('json') ? parsedOrText(text) : Buffer.from(text).toString('base64');
  return { id, status: response.status, headers, body };
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function itemError({ id }: Item, refusal: Refusal, { nowMs, random, settings }: BatchOptions): Promise<ItemAnswer> {
  return toItem(id, toResponse(refusal, { nowMs, requestId: guid(random), clientRequestId: null, errorCodes: settings.errorCodes }));
}

function shuffled<T>(items: readonly T[], random: RandomBytes): T[] {
  return items
    .map((item) => ({ item, order: fraction(random) }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
