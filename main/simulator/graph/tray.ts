import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobConfiguration, JobRecord } from './records.ts';

/** One document that came out of a printer, once. */
export interface TrayEntry {
  readonly jobId: string;
  readonly printerId: string;
  readonly ownerOid: string;
  /** Hex. */
  readonly sha256: string;
  /** Length of the document in bytes. */
  readonly bytes: number;
  /** The job's settings as the machine got them: copies and the like are not carried out, only written down. */
  readonly configuration: JobConfiguration;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How many times this job has come out by now, this one included. */
  readonly count: number;
}

/** The output trays of all printers. */
export interface Tray {
  put(job: JobRecord, printerName: string, document: Uint8Array, now: number): TrayEntry;
  /** Oldest first; never shortened: proof of what came out how often. */
  entries(): readonly TrayEntry[];
  /** The document byte for byte; undefined once only its record is kept (without a folder, beyond the newest 200). */
  read(entry: TrayEntry): Uint8Array | undefined;
}

const keptInMemory = 200;

/**
 * Trays in `folder`, one folder for each printer and one file for each time a job came out (`4711-1.pdf`),
 * or in memory where no folder is given. Throws where the folder cannot be written.
 */
export function createTray(folder?: string): Tray {
  const entries: TrayEntry[] = [];
  const timesOut = new Map<string, number>();
  const inMemory = new Map<TrayEntry, Uint8Array>();
  const files = new Map<TrayEntry, string>();
  return {
    put(job, printerName, document, now) {
      const count = (timesOut.get(job.id) ?? 0) + 1;
      timesOut.set(job.id, count);
      const entry: TrayEntry = {
        jobId: job.id,
        printerId: job.printerId,
        ownerOid: job.ownerOid,
        sha256: createHash('sha256').update(document).digest('hex'),
        bytes: document.byteLength,
        configuration: job.configuration,
        at: now,
        count,
      };
      entries.push(entry);
      if (folder === undefined) {
        inMemory.set(entry, document);
        const [oldest] = inMemory.keys();
        if (inMemory.size > keptInMemory && oldest !== undefined) inMemory.delete(oldest);
      } else {
        const printerFolder = join(folder, printerName.replaceAll(/[^\p{L}\p{N} ,._-]/gu, '_'));
        mkdirSync(printerFolder, { recursive: true });
        const file = join(printerFolder, `${job.id}-${count}${extensionOf(job.document.contentType)}`);
        writeFileSync(file, document);
        files.set(entry, file);
      }
      return entry;
    },
    entries: () => [...entries],
    read(entry) {
      const file = files.get(entry);
      return file === undefined ? inMemory.get(entry) : new Uint8Array(readFileSync(file));
    },
  };
}

function extensionOf(contentType: string): string {
  if (contentType === 'application/pdf') return '.pdf';
  return contentType === 'application/oxps' ? '.oxps' : '.bin';
}
