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
  /** The machine that is at this job is done with it now. Any other job is left alone. */
  finishPrint(jobId: string): void;
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

  /** Claims the machine for the job. The claim stays until `then` replaces or releases it, so that no change in between starts another job. */
  const work = (printerId: string, jobId: string, delayMs: number, then: () => void) => {
    atWork.set(printerId, { jobId, stop: clock.after(delayMs, then) });
  };
  const release = (printerId: string) => {
    atWork.get(printerId)?.stop();
    atWork.delete(printerId);
  };
  const isStopped = (printerId: string) => world.printers.get(printerId)?.trouble?.state === 'stopped';

  function finish(job: JobRecord): void {
    release(job.printerId);
    const document = world.documents.get(job.id);
    if (document === undefined) {
      world.apply(job.id, 'failed', { errorCode: 1 });
      return;
    }
    tray.put(job, world.printers.get(job.printerId)?.name ?? job.printerId, document, world.now());
    world.apply(job.id, 'printed', { printsOwed: Math.max(0, job.printsOwed - 1), outcome: ['completedSuccessfully'] });
  }

  function print(printerId: string, jobId: string): void {
    work(printerId, jobId, settings.current().printMs, () => endPrint(printerId, jobId));
  }

  function endPrint(printerId: string, jobId: string): void {
    const job = world.job(jobId);
    if (job?.phase === 'printing') finish(job);
    else release(printerId);
    look(printerId);
  }

  function acknowledge(printerId: string, jobId: string): void {
    const job = world.job(jobId);
    const now = world.now();
    const taken =
      job !== undefined && world.apply(jobId, 'acknowledged', { acknowledgedAt: now, document: { ...job.document, downloadedAt: now } }).ok;
    if (taken) {
      print(printerId, jobId);
      return;
    }
    release(printerId);
    look(printerId);
  }

  /** Takes the next job if the machine is free and well. */
  function look(printerId: string): void {
    if (closed || atWork.has(printerId) || isStopped(printerId)) return;
    const mine = world.jobs().filter((job) => job.printerId === printerId);
    const stopped = mine.find((job) => job.phase === 'stopped');
    if (stopped !== undefined) {
      print(printerId, stopped.id);
      world.apply(stopped.id, 'troubleCleared');
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
    if (phase !== 'pending' && phase !== 'printing' && phase !== 'stopped') release(printerId);
  }

  const stopListening = world.onChange((change) => {
    const only = change.what === 'printer' ? change.printerId : world.job(change.jobId)?.printerId;
    for (const printerId of only === undefined ? world.printers.keys() : [only]) {
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
      if (state === 'stopped') release(printerId);
      world.patchPrinter(printerId, { trouble: { state, details: detail.split(/\s+/) } });
      if (state === 'stopped' && current !== undefined) world.apply(current.jobId, 'trouble');
    },
    clear(printerId) {
      world.patchPrinter(printerId, { trouble: null });
      look(printerId);
    },
    finishPrint(jobId) {
      const job = world.job(jobId);
      if (job?.phase === 'printing' && atWork.get(job.printerId)?.jobId === jobId) endPrint(job.printerId, jobId);
    },
    close() {
      closed = true;
      stopListening();
      for (const { stop } of atWork.values()) stop();
      atWork.clear();
    },
  };
}
