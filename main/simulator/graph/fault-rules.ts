import { z } from 'zod';
import { actSchema } from '../acts.ts';

const when = z.enum(['before', 'after']).default('before');

/** How Retry-After is written: seconds, or an HTTP date by the tenant's clock (RFC 9110 10.2.3). */
const retryAfter = {
  retryAfterSeconds: z.int().min(0).optional(),
  retryAfterAs: z.enum(['seconds', 'date']).default('seconds'),
};

/** What goes wrong. `before`: nothing was carried out; `after`: it was, and only the answer is lost or wrong. */
const faultSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('status'),
      status: z.int().min(400).max(599),
      ...retryAfter,
      code: z.string().optional(),
      says: z.enum(['graph', 'nothing']).default('graph'),
      when,
    })
    .describe(
      'An error answer, with or without Retry-After, in seconds or as a date: of Graph’s own, with its error body and request-id, or of something before it that says `nothing` (12.3, 34).',
    ),
  z.strictObject({ kind: z.literal('reset'), when }).describe('The connection ends without an answer.'),
  z.strictObject({ kind: z.literal('hang'), when }).describe('No answer ever comes: the client has to give up by itself.'),
  z
    .strictObject({
      kind: z.literal('late'),
      landsAfterMs: z.int().min(0),
      answer: z.union([z.enum(['reset', 'hang']), z.int().min(400).max(599)]).default('reset'),
      ...retryAfter,
    })
    .describe(
      'The client sees a lost connection, silence or an error now, and the call is carried out later by the clock. Its token and permissions are checked when it arrives; jobs and tasks are as they are when it lands.',
    ),
  z
    .strictObject({ kind: z.literal('world'), act: actSchema, when })
    .describe(
      'Something happens to the tenant as the call arrives, or once it was carried out; the call itself goes on. See the acts below.',
    ),
  z
    .strictObject({ kind: z.literal('latency'), ms: z.int().min(0), spreadMs: z.int().min(0).default(0), when })
    .describe('The answer takes longer: by `ms`, and by up to `spreadMs` more, by the seed.'),
  z
    .strictObject({ kind: z.literal('html'), status: z.int().min(200).max(599).default(200), when })
    .describe('A page of HTML with any status, as a proxy, gateway or captive portal answers: no request-id, no error body (12.3, 34).'),
  z
    .strictObject({ kind: z.literal('htmlInBatch'), status: z.int().min(200).max(599).default(502), when })
    .describe(
      'A page of HTML stands raw in the place of one item of a batch, so that the whole answer is no JSON; hits items alone (12.3, 34).',
    ),
  z
    .strictObject({ kind: z.literal('cutOff'), how: z.enum(['body', 'connection']).default('body') })
    .describe('The body ends in the middle: as a whole answer (`body`), or with its connection.'),
  z.strictObject({ kind: z.literal('nextLink'), url: z.url() }).describe('A list whose next page is said to lie elsewhere.'),
  z.strictObject({ kind: z.literal('unknownEnums') }).describe('States and details that no enum knows yet.'),
  z.strictObject({ kind: z.literal('noOwner') }).describe('Jobs that do not say whose they are.'),
  z
    .strictObject({ kind: z.literal('otherOwner'), id: z.string() })
    .describe('Jobs that say they are somebody else’s, whatever the filter asked for.'),
  z
    .strictObject({
      kind: z.literal('claimsChallenge'),
      claims: z.string(),
      status: z.union([z.literal(401), z.literal(403)]).default(401),
    })
    .describe('A claims challenge: 401, or 403 as older pages have it (8.7; 12.1, 15).'),
]);

/** One rule of a faults file. */
export const ruleSchema = z.strictObject({
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
/** A rule with its defaults filled in. */
export type ActiveFaultRule = z.output<typeof ruleSchema>;
/** What goes wrong, with its defaults filled in. */
export type Fault = z.output<typeof faultSchema>;

/** Every kind of fault: the word that names it, what it takes besides, and what it does. */
export const faultKinds: readonly { readonly name: Fault['kind']; readonly takes: readonly string[]; readonly does: string }[] =
  faultSchema.options.map((option) => ({
    name: option.shape.kind.value,
    takes: Object.keys(option.shape).filter((name) => name !== 'kind'),
    does: option.description ?? '',
  }));

/** Checks rules. Throws a `ZodError` that names everything wrong with all of them. */
export function readRules(rules: unknown): readonly ActiveFaultRule[] {
  return z.array(ruleSchema).parse(rules);
}

/** Rules from the text of a faults file: a JSON array. Throws a `SyntaxError` or `ZodError` that says what is wrong. */
export function parseFaults(text: string): readonly FaultRule[] {
  return readRules(JSON.parse(text));
}

/** What a rule's path matches: the path from the origin, or the path below the version root. */
export function pathPattern(path: string): RegExp {
  const source = path
    .split('/')
    .map((segment) => (segment === '**' ? '.*' : segment.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')))
    .join('/');
  return new RegExp(`^${source}$`, 'i');
}
