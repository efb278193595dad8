import { z } from 'zod';
import type { Settings } from '../../settings.ts';
import type { PrinterCapabilities } from '../abilities.ts';
import { type Refusal, refuse } from '../answer.ts';
import type { JobConfiguration } from '../records.ts';

const text = z.string().nullable();
const count = z.int().positive().nullable();
const flag = z.boolean().nullable();
const microns = z.int().min(0).nullable();

const pageRange = z.strictObject({ start: z.int().positive(), end: z.int().positive() }).refine(({ start, end }) => start <= end);

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
  pageRanges: z.array(pageRange).nullable(),
  pagesPerSheet: count,
  quality: z.enum(['low', 'medium', 'high']).nullable(),
  scaling: z.enum(['auto', 'shrinkToFit', 'fill', 'fit', 'none']).nullable(),
});

/** A configuration in which nothing is chosen. */
export const emptyConfiguration: JobConfiguration = Object.fromEntries(Object.keys(configurationSchema.shape).map((name) => [name, null]));

/** Fields whose value the printer is not capable of. */
function beyondCapabilities(fields: JobConfiguration, capabilities: PrinterCapabilities): readonly string[] {
  const can = capableOf(capabilities);
  return Object.entries(fields)
    .filter(([name, value]) => value !== null && value !== undefined && !(can[name]?.(value) ?? true))
    .map(([name]) => name);
}

const oneOf = (values: readonly unknown[]) => (value: unknown) => values.includes(value);
const allOf = (values: readonly unknown[]) => (value: unknown) => Array.isArray(value) && value.every(oneOf(values));

function capableOf(capabilities: PrinterCapabilities): Readonly<Record<string, (value: unknown) => boolean>> {
  const { copiesPerJob } = capabilities;
  return {
    colorMode: oneOf(capabilities.colorModes),
    copies: (value) => Number(value) >= copiesPerJob.start && Number(value) <= copiesPerJob.end,
    dpi: oneOf(capabilities.dpis),
    duplexMode: oneOf(capabilities.duplexModes),
    finishings: allOf(capabilities.finishings),
    inputBin: oneOf(capabilities.inputBins),
    mediaSize: oneOf(capabilities.mediaSizes),
    mediaType: oneOf(capabilities.mediaTypes),
    orientation: oneOf(capabilities.orientations),
    outputBin: oneOf(capabilities.outputBins),
    pageRanges: () => capabilities.isPageRangeSupported,
    pagesPerSheet: oneOf(capabilities.pagesPerSheet),
    quality: oneOf(capabilities.qualities),
  };
}

/** The fields that a body sets; 400 for an unknown field or value. `beyond` decides about values that the printer is not capable of. */
export function readConfiguration(
  value: unknown,
  capabilities: PrinterCapabilities,
  beyond: Settings['configurationBeyondCapabilities'],
): JobConfiguration | Refusal {
  const fields = value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : (value ?? {});
  if ('@odata.type' in (fields as object)) delete (fields as Record<string, unknown>)['@odata.type'];
  const read = configurationSchema.partial().safeParse(fields);
  if (!read.success) return refuse(400, `The configuration is not valid: ${read.error.issues[0]?.path.join('.') || 'unknown field'}.`);
  const excessive = beyond === 'taken' ? [] : beyondCapabilities(read.data, capabilities);
  if (beyond === 'refused' && excessive.length > 0) return refuse(400, `The printer is not capable of this: ${excessive.join(', ')}.`);
  return Object.fromEntries(Object.entries(read.data).filter(([name, field]) => field !== undefined && !excessive.includes(name)));
}
