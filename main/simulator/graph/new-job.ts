import type { DemoPerson } from '../model.ts';
import type { JobConfiguration, JobRecord } from './records.ts';

/** What every new job gets of the service. */
export interface Birth {
  readonly id: string;
  readonly documentId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A job as it is created: one document that has not arrived (reference 1.4; 2.A, A4). */
export function newJob(
  birth: Birth,
  owner: Pick<DemoPerson, 'oid' | 'displayName' | 'userPrincipalName'>,
  printerId: string,
  configuration: JobConfiguration,
): JobRecord {
  return {
    id: birth.id,
    printerId,
    ownerOid: owner.oid,
    ownerName: owner.displayName,
    ownerUpn: owner.userPrincipalName,
    ownerBlank: false,
    createdAt: birth.now,
    phase: 'uploadPending',
    queuedAt: null,
    acknowledgedAt: null,
    outcome: [],
    errorCode: null,
    configuration,
    document: { id: birth.documentId, displayName: '', contentType: '', size: 0, uploadedAt: null, downloadedAt: null },
    redirectedFrom: null,
    redirectedTo: null,
    taskId: null,
    heldOnce: false,
    printsOwed: 0,
  };
}

/** The job that a redirect makes: a new id, the same owner and document (reference 1.5). */
export function copiedJob(birth: Birth, source: JobRecord, printerId: string, configuration: JobConfiguration): JobRecord {
  return {
    ...source,
    id: birth.id,
    printerId,
    createdAt: birth.now,
    phase: 'uploaded',
    configuration,
    document: { ...source.document, id: birth.documentId },
    redirectedFrom: { printerId: source.printerId, jobId: source.id },
    taskId: null,
  };
}
