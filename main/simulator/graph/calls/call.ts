import type { Directory } from '../../model.ts';
import type { Settings } from '../../settings.ts';
import { type Answer, type Refusal, refuse } from '../answer.ts';
import { type Caller, seesAllJobs } from '../gate.ts';
import type { Printers } from '../printers.ts';
import { type Page, type Query, selected } from '../query.ts';
import type { JobRecord, PrinterRecord } from '../records.ts';
import { conditionJson, type Json } from '../shapes.ts';
import type { Uploads } from '../uploads.ts';
import type { World } from '../world.ts';

/** What a call works with once the gate has let it through. */
export interface CallContext {
  readonly caller: Caller;
  /** Keys in the path, in order, decoded. */
  readonly ids: readonly string[];
  /** The request's own address: what a next link is made from. */
  readonly url: URL;
  /** `{origin}/v1.0` or `{origin}/beta`. */
  readonly root: string;
  /** The JSON body; undefined where there is none. */
  readonly body: unknown;
  /** The caller sent `Prefer: include-unknown-enum-members`. */
  readonly newMembers: boolean;
  readonly settings: Settings;
  readonly directory: Directory;
  readonly world: World;
  readonly printers: Printers;
  readonly uploads: Uploads;
}

/** One call of the print API. */
export type Call = (context: CallContext) => Answer | Refusal;

/** Calls by `METHOD path`, as in the permission table. */
export type CallTable = Readonly<Record<string, Call>>;

/** The key at that place of the path; the route's pattern guarantees it. */
export function idAt(context: CallContext, place: number): string {
  return context.ids[place] ?? '';
}

/** The printer that the first key of the path names, whichever path it is; 404 otherwise. */
export function printerOf(context: CallContext): PrinterRecord | Refusal {
  const id = idAt(context, 0);
  const byShare = isSharePath(context);
  const printer = context.world.printers.get(byShare ? (context.world.shares.get(id) ?? '') : id);
  return printer ?? refuse(404, byShare ? 'There is no such printer share.' : 'There is no such printer.');
}

/** Whether the path goes through a share. */
export function isSharePath(context: CallContext): boolean {
  return /^\/[^/]+\/print\/shares\//i.test(context.url.pathname);
}

/** Whether the caller may see or touch that person's job. */
export function ownsOrAdministers(caller: Caller, job: JobRecord): boolean {
  return seesAllJobs(caller) || (caller.kind === 'user' && caller.person.oid === job.ownerOid);
}

/** The job that the path names, as it is now: 404 where it is gone or on another printer, 403 (or 404 by setting) where it is not the caller's. */
export function jobOf(context: CallContext, printer: PrinterRecord, seen = false): JobRecord | Refusal {
  const jobId = idAt(context, 1);
  const job = seen ? context.world.seenJob(jobId) : context.world.job(jobId);
  if (job === undefined || job.printerId !== printer.printerId) return refuse(404, 'There is no such job on this printer.');
  if (ownsOrAdministers(context.caller, job)) return job;
  return refuse(context.settings.otherPersonsJobStatus, 'The job belongs to somebody else.');
}

/** `printerStatus` as this caller sees it. */
export function conditionOf(context: CallContext, printer: PrinterRecord): Json {
  return conditionJson(context.printers.condition(printer.printerId), context.newMembers);
}

/** Address of the metadata that `@odata.context` points into. */
export function metadata(context: CallContext, path: string): string {
  return `${context.root}/$metadata#${path}`;
}

/** A collection answer with its next link. */
export function collection(context: CallContext, path: string, page: Page<Json>, query: Query): Answer {
  const next = new URL(context.url);
  if (page.nextToken !== null) next.searchParams.set('$skiptoken', page.nextToken);
  return {
    status: 200,
    body: {
      '@odata.context': metadata(context, path),
      ...(page.nextToken === null ? {} : { '@odata.nextLink': next.href }),
      value: page.items.map((item) => selected(item, query.select)),
    },
  };
}

/** The body as an object; 400 otherwise. An absent body counts as `{}`. */
export function objectBody(context: CallContext): Json | Refusal {
  const body = context.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) return refuse(400, 'The body is a JSON object.');
  return body as Json;
}

/** 400 for a property that the call does not take; null otherwise. */
export function unknownProperty(body: Json, known: readonly string[]): Refusal | null {
  const unknown = Object.keys(body).find((name) => !known.includes(name) && !name.startsWith('@'));
  return unknown === undefined ? null : refuse(400, `The property ${unknown.slice(0, 40)} cannot be set by this call.`);
}
