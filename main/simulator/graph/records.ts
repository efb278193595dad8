import type { PrinterAbilities, PrinterKind } from '../model.ts';
import type { Phase } from './state-machine.ts';

/** `printJobConfiguration`: every field nullable. */
export type JobConfiguration = Readonly<Record<string, unknown>>;

/** The one document of a job. Times are milliseconds since the epoch. */
export interface DocumentRecord {
  readonly id: string;
  readonly displayName: string;
  readonly contentType: string;
  readonly size: number;
  readonly uploadedAt: number | null;
  readonly downloadedAt: number | null;
}

/** A print job as the service keeps it. Never changed in place: a read may lag and then sees an older one. */
export interface JobRecord {
  readonly id: string;
  readonly printerId: string;
  readonly ownerOid: string;
  readonly ownerName: string;
  readonly ownerUpn: string;
  /** The owner is shown as empty strings (setting `redirectedOwner`). */
  readonly ownerBlank: boolean;
  readonly createdAt: number;
  readonly phase: Phase;
  /** When it last became fetchable, milliseconds on a clock that never jumps: printers take jobs in this order. */
  readonly queuedAt: number | null;
  readonly acknowledgedAt: number | null;
  /** `completedSuccessfully`, `completedWithWarnings`, `completedWithErrors`; empty unless printed. */
  readonly outcome: readonly string[];
  readonly errorCode: number | null;
  readonly configuration: JobConfiguration;
  readonly document: DocumentRecord;
  readonly redirectedFrom: { readonly printerId: string; readonly jobId: string } | null;
  readonly redirectedTo: { readonly printerId: string; readonly jobId: string } | null;
  readonly taskId: string | null;
  /** A trigger has held this job once; it does not again. */
  readonly heldOnce: boolean;
  /** Prints owed after the one under way (`secondStart: printsAgain`). */
  readonly printsOwed: number;
}

/** `printTaskProcessingState`, as far as the service sets it. */
export type TaskState = 'processing' | 'completed' | 'aborted';

/** A print task. `appId` is the owner of its definition. */
export interface TaskRecord {
  readonly id: string;
  readonly definitionId: string;
  readonly triggerId: string;
  readonly appId: string;
  readonly jobId: string;
  readonly printerId: string;
  readonly state: TaskState;
  readonly description: string;
  readonly changedAt: number;
}

/** A task definition. Seen only by the app that made it. */
export interface DefinitionRecord {
  readonly id: string;
  readonly displayName: string;
  readonly appId: string;
  readonly appDisplayName: string | null;
}

/** A task trigger: at most one on a printer. */
export interface TriggerRecord {
  readonly id: string;
  readonly printerId: string;
  readonly definitionId: string;
}

/** What a printer says of itself: `printerStatus`. */
export interface PrinterCondition {
  readonly state: string;
  readonly details: readonly string[];
}

/** A printer with its share. */
export interface PrinterRecord {
  readonly printerId: string;
  readonly name: string;
  readonly kind: PrinterKind;
  readonly registeredAt: number;
  readonly abilities: PrinterAbilities;
  readonly isAcceptingJobs: boolean;
  /** Set from outside (jam, offline …); null while the printer is well. */
  readonly trouble: PrinterCondition | null;
}
