import type { Clock } from '../../ports.ts';
import type { SettingsStore } from '../settings.ts';
import type { JobRecord, PrinterCondition } from './records.ts';
import type { Tray } from './tray.ts';
import type { World } from './world.ts';

/** The machines that print. */
export interface Printers {
  /** `printerStatus` of a printer as it stands. */
  condition(printerId: string): PrinterCondition;
  /** Trouble of that `printerProcessingStateDetail`; the job under way stops. */
  jam(printerId: string, detail: string, state?: string): void;
  /** Ends the trouble; the stopped job is printed from its start. */
  clear(printerId: string): void;
  /** Stops all machines for good. */
  close(): void;
}

/** What printers work with. */
export interface PrintersOptions {
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly world: World;
  readonly tray: Tray;
}

/** Starts a machine for every printer of the world: each takes fetchable jobs in order, one at a time, and puts them into the tray. */
export function createPrinters({ clock, settings, world, tray }: PrintersOptions): Printers {
  /** The job a machine is at, and how to stop its timer. */
  const atWork = new Map<string, { readonly jobId: string; readonly stop: () => void }>();
  let closed = false;

  const work = (printerId: string, jobId: string, delayMs: number, then: () => void) => {
    const stop = clock.after(delayMs, () => {
      atWork.delete(printerId);
      then();
    });
    atWork.set(printerId, { jobId, stop });
  };

  function finish(job: JobRecord): void {
    const document = world.documents.get(job.id);
    if (document === undefined) {
      world.apply(job.id, 'failed', { errorCode: 1 });
      return;
    }
    tray.put(job, world.printers.get(job.printerId)?.name ?? job.printerId, document, clock.now());
    const printsOwed = Math.max(0, job.printsOwed - 1);
    world.apply(job.id, 'printed', { printsOwed, outcome: ['completedSuccessfully'] });
  }

  function print(printerId: string, jobId: string): void {
    work(printerId, jobId, settings.current().printMs, () => {
      const job = world.job(jobId);
      if (job?.phase === 'printing') finish(job);
      look(printerId);
    });
  }

  function acknowledge(printerId: string, jobId: string): void {
    const job = world.job(jobId);
    if (job?.phase !== 'pending' || world.printers.get(printerId)?.trouble?.state === 'stopped') return look(printerId);
    const now = clock.now();
    const taken = world.apply(jobId, 'acknowledged', { acknowledgedAt: now, document: { ...job.document, downloadedAt: now } });
    if (taken.ok) print(printerId, jobId);
  }

  /** Takes the next job if the machine is free and well. */
  function look(printerId: string): void {
    if (closed || atWork.has(printerId) || world.printers.get(printerId)?.trouble?.state === 'stopped') return;
    const mine = world.jobs().filter((job) => job.printerId === printerId);
    const stopped = mine.find((job) => job.phase === 'stopped');
    if (stopped !== undefined) {
      if (world.apply(stopped.id, 'troubleCleared').ok) print(printerId, stopped.id);
      return;
    }
    const queue = mine.filter((job) => job.phase === 'pending').sort((a, b) => (a.queuedAt ?? 0) - (b.queuedAt ?? 0));
    const first = queue[0];
    if (first !== undefined) work(printerId, first.id, settings.current().acknowledgeMs, () => acknowledge(printerId, first.id));
  }

  /** A job that was cancelled or is gone frees its machine at once. */
  function freeEndedWork(printerId: string): void {
    const current = atWork.get(printerId);
    if (current === undefined) return;
    const phase = world.job(current.jobId)?.phase;
    if (phase === 'pending' || phase === 'printing') return;
    current.stop();
    atWork.delete(printerId);
  }

  const stopListening = world.onChange(() => {
    for (const printerId of world.printers.keys()) {
      freeEndedWork(printerId);
      look(printerId);
    }
  });

  return {
    condition(printerId) {
      const trouble = world.printers.get(printerId)?.trouble;
      if (trouble) return trouble;
      const busy = world.job(atWork.get(printerId)?.jobId ?? '')?.phase === 'printing';
      return { state: busy ? 'processing' : 'idle', details: [] };
    },
    jam(printerId, detail, state = 'stopped') {
      const current = atWork.get(printerId);
      if (state === 'stopped' && current !== undefined) {
        current.stop();
        atWork.delete(printerId);
      }
      world.patchPrinter(printerId, { trouble: { state, details: [detail] } });
      if (state === 'stopped' && current !== undefined) world.apply(current.jobId, 'trouble');
    },
    clear(printerId) {
      world.patchPrinter(printerId, { trouble: null });
      look(printerId);
    },
    close() {
      closed = true;
      stopListening();
      for (const { stop } of atWork.values()) stop();
      atWork.clear();
    },
  };
}
