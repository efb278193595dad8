import { z } from 'zod';
import { type Clock, type RandomBytes, wait } from '../../ports.ts';
import { fraction } from '../random.ts';

const when = z.enum(['before', 'after']).default('before');

/** What goes wrong. `before`: nothing was carried out; `after`: it was, and only the answer is lost or wrong. */
const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterSeconds: z.int().min(0).optional(),
    code: z.string().optional(),
    when,
  }),
  /** The connection ends without an answer. */
  z.strictObject({ kind: z.literal('reset'), when }),
  z.strictObject({ kind: z.literal('latency'), ms: z.int().min(0), when }),
  /** What a proxy or captive portal would answer. */
  z.strictObject({ kind: z.literal('html'), status: z.int().min(200).max(599).default(200), when }),
  /** The body ends in the middle. */
  z.strictObject({ kind: z.literal('cutOff') }),
  /** A list whose next page is said to lie elsewhere. */
  z.strictObject({ kind: z.literal('nextLink'), url: z.url() }),
  /** States, details and reasons that no enum knows yet. */
  z.strictObject({ kind: z.literal('unknownEnums') }),
  /** Jobs that do not say whose they are. */
  z.strictObject({ kind: z.literal('noOwner') }),
  /** Jobs that say they are somebody else's. */
  z.strictObject({ kind: z.literal('otherOwner'), id: z.string() }),
  /** 401 with a claims challenge (reference 8.7). */
  z.strictObject({ kind: z.literal('claimsChallenge'), claims: z.string() }),
]);

const ruleSchema = z.strictObject({
  method: z.string().optional(),
  /**
   * Path below the version root, or from the origin (`/{tenant}/oauth2/…`). One star stands for one segment, two for any number.
   * Letter case does not matter.
   */
  path: z.string().startsWith('/'),
  /** Let this many matching calls pass first. */
  skip: z.int().min(0).default(0),
  /** How many matching calls are hit; null: all until the rules change. */
  count: z.int().positive().nullable().default(1),
  /** Chance that a matching call is hit, by the tenant's seed. */
  probability: z.number().min(0).max(1).default(1),
  fault: faultSchema,
});

/** A rule as written in a file or test. */
export type FaultRule = z.input<typeof ruleSchema>;
type Fault = z.output<typeof faultSchema>;

/** Thrown by `fetch` in place of an answer; the server on loopback closes the socket instead. */
export class ConnectionReset extends TypeError {
  constructor() {
    super('The connection was reset.');
  }
}

/** The rules in force. */
export interface Faults {
  /** Replaces all rules. Throws a `ZodError` that names everything wrong with them. */
  set(rules: readonly FaultRule[]): void;
  /** The rules, and how often each has hit. */
  list(): readonly { readonly rule: FaultRule; readonly hits: number }[];
  /** Carries out a call under the rules that match it. */
  around(request: Request, call: (request: Request) => Promise<Response>): Promise<Response>;
}

interface ActiveRule {
  readonly rule: z.output<typeof ruleSchema>;
  readonly pattern: RegExp;
  matched: number;
  hits: number;
}

/** No faults until some are set. */
export function createFaults(clock: Clock, random: RandomBytes): Faults {
  let active: ActiveRule[] = [];

  function hitting(request: Request): Fault[] {
    const path = new URL(request.url).pathname;
    const below = path.replace(/^\/(v1\.0|beta)(?=\/)/i, '');
    return active
      .filter((entry) => {
        const { rule } = entry;
        if (rule.method !== undefined && rule.method.toUpperCase() !== request.method) return false;
        if (!entry.pattern.test(path) && !entry.pattern.test(below)) return false;
        entry.matched += 1;
        if (entry.matched <= rule.skip || (rule.count !== null && entry.hits >= rule.count)) return false;
        if (rule.probability < 1 && fraction(random) >= rule.probability) return false;
        entry.hits += 1;
        return true;
      })
      .map(({ rule }) => rule.fault);
  }

  return {
    set(rules) {
      active = rules.map((rule) => {
        const parsed = ruleSchema.parse(rule);
        return { rule: parsed, pattern: pathPattern(parsed.path), matched: 0, hits: 0 };
      });
    },
    list: () => active.map(({ rule, hits }) => ({ rule, hits })),
    async around(request, call) {
      const faults = hitting(request);
      for (const fault of faults) {
        const instead = await carryOut(fault, 'before', clock);
        if (instead !== undefined) return instead;
      }
      let response = await call(request);
      for (const fault of faults) response = (await carryOut(fault, 'after', clock)) ?? (await distort(fault, response));
      return response;
    },
  };
}

/** Rules from the text of a faults file: a JSON array. Throws a `SyntaxError` or `ZodError` that says what is wrong. */
export function parseFaults(text: string): readonly FaultRule[] {
  return z.array(ruleSchema).parse(JSON.parse(text));
}

function pathPattern(path: string): RegExp {
  const source = path
    .split('/')
    .map((segment) => (segment === '**' ? '.*' : segment.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')))
    .join('/');
  return new RegExp(`^${source}$`, 'i');
}

/** Faults that stand in for the answer, or delay it. */
async function carryOut(fault: Fault, moment: 'before' | 'after', clock: Clock): Promise<Response | undefined> {
  if ('when' in fault ? fault.when !== moment : moment === 'after') return undefined;
  switch (fault.kind) {
    case 'status':
      return statusAnswer(fault);
    case 'reset':
      throw new ConnectionReset();
    case 'latency':
      await wait(clock, fault.ms);
      return undefined;
    case 'html':
      return new Response('<!doctype html><title>Sign in to the network</title><p>Please sign in to continue.</p>', {
        status: fault.status,
        headers: { 'content-type': 'text/html' },
      });
    case 'claimsChallenge':
      return new Response(JSON.stringify({ error: { code: 'InvalidAuthenticationToken', message: 'Continuous access evaluation.' } }), {
        status: 401,
        headers: {
          'content-type': 'application/json',
          'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(fault.claims).toString('base64')}"`,
        },
      });
    case 'cutOff':
    case 'nextLink':
    case 'unknownEnums':
    case 'noOwner':
    case 'otherOwner':
      return undefined;
  }
}

function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Response {
  return new Response(JSON.stringify({ error: { code: fault.code ?? 'generalException', message: 'A fault was asked for.' } }), {
    status: fault.status,
    headers: {
      'content-type': 'application/json',
      ...(fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) }),
    },
  });
}

/** Faults that spoil an answer that came. */
async function distort(fault: Fault, response: Response): Promise<Response> {
  if (fault.kind === 'cutOff') {
    const text = await response.text();
    return rebuilt(response, text.slice(0, Math.ceil(text.length / 2)));
  }
  const change = distortion(fault);
  if (change === undefined || !response.headers.get('content-type')?.includes('json')) return response;
  const body: unknown = JSON.parse(await response.text());
  return rebuilt(response, JSON.stringify(change(body)));
}

function distortion(fault: Fault): ((body: unknown) => unknown) | undefined {
  switch (fault.kind) {
    case 'nextLink':
      return (body) => ({ ...(body as object), '@odata.nextLink': fault.url });
    case 'unknownEnums':
      return (body) =>
        eachProperty(body, (name, value) => (name === 'state' ? 'notYetInvented' : name === 'details' ? ['notYetInvented'] : value));
    case 'noOwner':
      return (body) => eachProperty(body, (name, value) => (name === 'createdBy' ? { ...(value as object), id: null } : value));
    case 'otherOwner':
      return (body) => eachProperty(body, (name, value) => (name === 'createdBy' ? { ...(value as object), id: fault.id } : value));
    default:
      return undefined;
  }
}

function eachProperty(value: unknown, change: (name: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => eachProperty(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(name, eachProperty(inner, change))]));
}

function rebuilt(response: Response, body: string): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(body, { status: response.status, headers });
}
