import { z } from 'zod';
import { type Refusal, refuse } from '../answer.ts';
import type { JobConfiguration } from '../records.ts';

const text = z.string().nullable();
const count = z.int().positive().nullable();
const flag = z.boolean().nullable();
const microns = z.int().min(0).nullable();

/** `printJobConfiguration`: every field nullable, enum members as in v1.0's metadata (reference, section 3). */
const configurationSchema = z.strictObject({
  collate: flag,
  colorMode: z.enum(['blackAndWhite', 'grayscale', 'color', 'auto']).nullable(),
  copies: count,
  dpi: count,
  duplexMode: z.enum(['flipOnLongEdge', 'flipOnShortEdge', 'oneSided']).nullable(),
  feedOrientation: z.enum(['longEdgeFirst', 'shortEdgeFirst']).nullable(),
  finishings: z.array(z.string()).nullable(),
  fitPdfToPage: flag,
  inputBin: text,
  margin: z.strictObject({ top: microns, bottom: microns, left: microns, right: microns }).partial().nullable(),
  mediaSize: text,
  mediaType: text,
  multipageLayout: text,
  orientation: z.enum(['portrait', 'landscape', 'reverseLandscape', 'reversePortrait']).nullable(),
  outputBin: text,
  pageRanges: z.array(z.strictObject({ start: z.int().positive(), end: z.int().positive() })).nullable(),
  pagesPerSheet: count,
  quality: z.enum(['low', 'medium', 'high']).nullable(),
  scaling: z.enum(['auto', 'shrinkToFit', 'fill', 'fit', 'none']).nullable(),
});

/** A configuration in which nothing is chosen. */
export const emptyConfiguration: JobConfiguration = Object.fromEntries(Object.keys(configurationSchema.shape).map((name) => [name, null]));

/** The fields that a body sets; 400 for an unknown field or value. */
export function readConfiguration(value: unknown): JobConfiguration | Refusal {
  const fields = value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : (value ?? {});
  if ('@odata.type' in (fields as object)) delete (fields as Record<string, unknown>)['@odata.type'];
  const read = configurationSchema.partial().safeParse(fields);
  if (!read.success) return refuse(400, `The configuration is not valid: ${read.error.issues[0]?.path.join('.') || 'unknown field'}.`);
  return Object.fromEntries(Object.entries(read.data).filter(([, field]) => field !== undefined));
}
