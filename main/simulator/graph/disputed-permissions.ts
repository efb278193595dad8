import type { Settings } from '../settings.ts';
import type { Caller } from './gate.ts';
import type { PermissionRow } from './permissions.ts';

type Permissions = readonly string[] | undefined;

const plus = (permissions: Permissions, ...more: readonly string[]) => [...(permissions ?? []), ...more];

/** A call's permissions where Microsoft's own sources disagree, as the settings decide (reference 12.1). */
export function permissionsUnder(row: PermissionRow, settings: Settings): PermissionRow {
  const { application, delegated, ...call } = row;
  const changed = (kinds: Pick<PermissionRow, 'application' | 'delegated'>): PermissionRow => ({
    ...call,
    ...(application === undefined ? {} : { application }),
    ...(delegated === undefined ? {} : { delegated }),
    ...kinds,
  });
  switch (`${row.method} ${row.path}`) {
    case 'GET /print/printers':
      return settings.listPrintersWithAppToken ? changed({ application: ['Printer.Read.All', 'Printer.ReadWrite.All'] }) : row;
    case 'PATCH /print/printers/{id}/jobs/{id}':
      return settings.jobPatchWithUserToken ? changed({ delegated: ['PrintJob.ReadWriteBasic.All', 'PrintJob.ReadWrite.All'] }) : row;
    case 'GET /print/printers/{id}/jobs':
    case 'GET /print/printers/{id}/jobs/{id}':
    case 'GET /print/shares/{id}/jobs':
    case 'GET /print/shares/{id}/jobs/{id}':
      return settings.manageAllReadsJobs ? changed({ application: plus(application, 'PrintJob.Manage.All') }) : row;
    case 'POST /print/shares/{id}/jobs':
      return settings.createPermissionOnShares ? changed({ delegated: plus(delegated, 'PrintJob.Create') }) : row;
    case 'POST /print/shares/{id}/jobs/{id}/documents/{id}/createuploadsession':
      return settings.shareUploadWithAppToken || delegated === undefined ? row : { ...call, delegated };
    default:
      return row;
  }
}

/** The caller without what was taken away since the token was made. */
export function withoutWithdrawn(caller: Caller, withdrawn: readonly string[]): Caller {
  if (withdrawn.length === 0) return caller;
  return { ...caller, permissions: new Set([...caller.permissions].filter((permission) => !withdrawn.includes(permission))) };
}
