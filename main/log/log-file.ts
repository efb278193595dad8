import { closeSync, fstatSync, mkdirSync, openSync, renameSync, statSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../ports.ts';
import type { LogDestination } from './create-log.ts';

/** What a log file is made of. */
export interface LogFileParts {
  /** Absolute path; the older half is beside it, with `.1` behind its name. */
  readonly file: string;
  /** The file is put aside before it grows past this; the two together never hold more than twice as much. Bytes. */
  readonly largestBytes: number;
  readonly clock: Clock;
  /** Takes the lines that the file does not. */
  readonly otherwise: LogDestination;
  /** The file takes lines again; `lost` lines went elsewhere. */
  readonly onReturn: (lost: number) => void;
}

/** Pause after a failed write before the file is tried again. Milliseconds. */
export const tryAgainMs = 5_000;

interface OpenFile {
  readonly fd: number;
  bytes: number;
}

/**
 * A log file of bounded size. Writing never throws: whatever is wrong with the disk (full, read-only, folder gone, no file handles), lines go
 * to `otherwise` and the file is tried again every five seconds. Lines are whole or not there.
 */
export function openLogFile({ file, largestBytes, clock, otherwise, onReturn }: LogFileParts): LogDestination {
  let open: OpenFile | null = null;
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  let failedAtMs: number | null = null;
  let lost = 0;

  const close = () => {
    const fd = open?.fd;
    open = null;
    if (fd !== undefined) quietly(() => closeSync(fd));
  };
  /** A file that was deleted or moved away would take lines that nobody can read. */
  const stillThere = (current: OpenFile): boolean => {
    if (clock.elapsed() - checkedAtMs < tryAgainMs) return true;
    checkedAtMs = clock.elapsed();
    const there = statSync(file, { bigint: true, throwIfNoEntry: false });
    return there !== undefined && there.ino === fstatSync(current.fd, { bigint: true }).ino;
  };
  const ready = (bytes: number): OpenFile => {
    if (open !== null && !stillThere(open)) close();
    open ??= openForAppending(file);
    if (open.bytes > 0 && open.bytes + bytes > largestBytes) {
      close();
      open = startAnew(file);
    }
    return open;
  };

  const elsewhere = (line: string): void => {
    lost += 1;
    quietly(() => void otherwise.write(line));
  };

  return {
    write(line) {
      if (failedAtMs !== null && clock.elapsed() - failedAtMs < tryAgainMs) return elsewhere(line);
      try {
        const bytes = Buffer.from(line);
        writeWhole(file, ready(bytes.length), bytes);
      } catch {
        close();
        failedAtMs = clock.elapsed();
        return elsewhere(line);
      }
      failedAtMs = null;
      if (lost === 0) return;
      const missing = lost;
      lost = 0;
      onReturn(missing);
    },
  };
}

function openForAppending(file: string): OpenFile {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fd = openSync(file, 'a', 0o600);
  return { fd, bytes: fstatSync(fd).size };
}

/** Where the old file cannot be put aside (another program holds it), it is emptied: the bound is kept at the cost of older lines. */
function startAnew(file: string): OpenFile {
  const moved = quietly(() => renameSync(file, `${file}.1`));
  return { fd: openSync(file, moved ? 'a' : 'w', 0o600), bytes: 0 };
}

/** A disk that fills up takes part of a line first; that part is taken back. */
function writeWhole(file: string, target: OpenFile, bytes: Buffer): void {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(target.fd, bytes, written);
  } catch (error) {
    if (written > 0) quietly(() => truncateSync(file, target.bytes));
    throw error;
  }
  target.bytes += written;
}

/** True where `run` did not throw. */
function quietly(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
