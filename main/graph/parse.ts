import type * as graph from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { JobConfiguration, Printer, PrinterCapabilities, PrinterShare, PrintJob, PrintJobStatus, PrintTask } from './model.ts';

/*
 * Tolerant readers of Graph's print objects (reference 3): a field that is missing or of another type becomes null, a newer
 * enum member stays as it is, and only an object without an id is not readable at all.
 */

/** The fields of `T` that are read here: a name that Microsoft's types do not know does not compile. */
type Fields<T> = { readonly [K in keyof T]?: z.ZodType };

const text = z
  .string()
  .transform((value) => (value === '' ? null : value))
  .nullable()
  .catch(null);
const flag = z.boolean().nullable().catch(null);
const date = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value).toISOString())
  .nullable()
  .catch(null);
const id = z.string().min(1).max(512);
/** Members that are not text are left out: a detail that nobody can name says nothing. */
const members = z
  .array(z.unknown())
  .catch([])
  .transform((all) => all.filter((member) => typeof member === 'string'));

const jobStatusFields = {
  state: z.string().min(1),
  details: members,
  isAcquiredByPrinter: flag,
} satisfies Fields<graph.PrintJobStatus>;

const documentFields = {
  id,
  displayName: text,
  contentType: text,
  size: z.number().int().nonnegative().nullable().catch(null),
} satisfies Fields<graph.PrintDocument>;
const document = z.object(documentFields);

const taskFields = {
  id,
  parentUrl: text,
  // A task whose state cannot be read must not pass for one that is over.
  status: z.object({ state: z.string().min(1), description: text } satisfies Fields<graph.PrintTaskStatus>),
} satisfies Fields<graph.PrintTask>;
const task = z.object(taskFields).transform(({ status, ...rest }): PrintTask => ({ ...rest, ...status }));

/** Members of which nothing here knows more than the name: they are compared, and handed back to Graph as they came. */
const configurationFields = {
  collate: z.unknown(),
  colorMode: z.unknown(),
  copies: z.unknown(),
  dpi: z.unknown(),
  duplexMode: z.unknown(),
  feedOrientation: z.unknown(),
  finishings: z.unknown(),
  fitPdfToPage: z.unknown(),
  inputBin: z.unknown(),
  margin: z.unknown(),
  mediaSize: z.unknown(),
  mediaType: z.unknown(),
  multipageLayout: z.unknown(),
  orientation: z.unknown(),
  outputBin: z.unknown(),
  pageRanges: z.unknown(),
  pagesPerSheet: z.unknown(),
  quality: z.unknown(),
  scaling: z.unknown(),
} satisfies Fields<graph.PrintJobConfiguration>;
const configuration = z
  .object(configurationFields)
  .partial()
  .transform(
    (members): JobConfiguration => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined)),
  )
  .nullable()
  .catch(null);

const jobFields = {
  id,
  createdBy: z
    .object({ id: text } satisfies Fields<graph.UserIdentity>)
    .nullable()
    .catch(null),
  createdDateTime: date,
  acknowledgedDateTime: date,
  status: z.object(jobStatusFields).nullable().catch(null),
  isFetchable: flag,
  errorCode: z.number().int().nullable().catch(null),
  redirectedTo: text,
  configuration,
  documents: z.array(z.unknown()).catch([]),
  // One unreadable task makes the list unknown: leaving it out could make a held job look as if no task held it.
  tasks: z.array(task).nullable().catch(null),
} satisfies Fields<graph.PrintJob>;

const job = z.object(jobFields).transform(
  ({ createdBy, status, isFetchable, documents, ...rest }): PrintJob => ({
    ...rest,
    ownerId: createdBy?.id ?? null,
    state: status?.state ?? 'unknown',
    details: status?.details ?? [],
    isAcquiredByPrinter: status?.isAcquiredByPrinter ?? false,
    isFetchable: isFetchable ?? false,
    documents: documents.flatMap((value) => document.safeParse(value).data ?? []),
  }),
);

const printerStatus = z
  .object({ state: z.string().min(1).catch('unknown'), details: members } satisfies Fields<graph.PrinterStatus>)
  .nullable()
  .catch(null);

const printerFields = { id, displayName: text, isAcceptingJobs: flag, status: printerStatus } satisfies Fields<graph.Printer>;
const printer = z.object(printerFields);

/** Whole numbers from 1; what is none is left out. */
const counts = z
  .array(z.unknown())
  .catch([])
  .transform((all) => all.filter((value): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0));

const capabilitiesFields = {
  copiesPerJob: z
    .object({ end: z.number().int().positive() } satisfies Fields<graph.IntegerRange>)
    .nullable()
    .catch(null),
  duplexModes: members,
  colorModes: members,
  isColorPrintingSupported: flag,
  isPageRangeSupported: flag,
  pagesPerSheet: counts,
} satisfies Fields<graph.PrinterCapabilities>;

const capablePrinter = z.object({
  id,
  capabilities: z
    .object(capabilitiesFields)
    .transform(({ copiesPerJob, ...rest }): PrinterCapabilities => ({ ...rest, mostCopies: copiesPerJob?.end ?? null }))
    .nullable()
    .catch(null),
});

const shareFields = {
  id,
  displayName: text,
  isAcceptingJobs: flag,
  status: printerStatus,
  printer: z
    .object({ id, status: printerStatus, isAcceptingJobs: flag } satisfies Fields<graph.Printer>)
    .nullable()
    .catch(null),
} satisfies Fields<graph.PrinterShare>;

const share = z.object(shareFields).transform(
  ({ printer, ...rest }): PrinterShare => ({
    ...rest,
    // The printer says the same as its share where the share is silent.
    isAcceptingJobs: rest.isAcceptingJobs ?? printer?.isAcceptingJobs ?? null,
    status: rest.status ?? printer?.status ?? null,
    printerId: printer?.id ?? null,
  }),
);

const jobStatus = z.object(jobStatusFields).transform((status): PrintJobStatus => ({ state: status.state, details: status.details }));

/** `printJob`; null without a usable id. */
export function parseJob(json: unknown): PrintJob | null {
  return job.safeParse(json).data ?? null;
}

/** `printTask`; null without a usable id or state. */
export function parseTask(json: unknown): PrintTask | null {
  return task.safeParse(json).data ?? null;
}

/** `printerShare`, with or without its expanded printer; null without a usable id. */
export function parseShare(json: unknown): PrinterShare | null {
  return share.safeParse(json).data ?? null;
}

/** `printer`; null without a usable id. */
export function parsePrinter(json: unknown): Printer | null {
  return printer.safeParse(json).data ?? null;
}

/** A printer's `capabilities`, where the answer has them; null without a usable id. */
export function parseCapabilities(json: unknown): { readonly id: string; readonly capabilities: PrinterCapabilities | null } | null {
  return capablePrinter.safeParse(json).data ?? null;
}

/** `printJobStatus`; null without a state. */
export function parseJobStatus(json: unknown): PrintJobStatus | null {
  return jobStatus.safeParse(json).data ?? null;
}

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/** One page of a collection (reference 5.4). */
export interface Page {
  readonly elements: readonly unknown[];
  /** As Graph sent it, unchecked; null on the last page, empty where there is more and Graph does not say where. */
  readonly nextLink: string | null;
}

/** A page; null where it is no collection or its next link is no text: the list would be incomplete without a word. */
export function parsePage(json: unknown): Page | null {
  const parsed = page.safeParse(json);
  return parsed.success ? { elements: parsed.data.value, nextLink: parsed.data['@odata.nextLink'] ?? null } : null;
}
