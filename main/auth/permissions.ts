/** Application permissions that the station's app-only token needs in mode `user` (reference 2.B, section 4). */
export const applicationPermissions = ['PrintTaskDefinition.ReadWrite.All'] as const;

/** Delegated permissions of mode `user` while the station does not offer delete (reference 2.A, 2.E). */
export const delegatedPermissions = ['PrintJob.ReadBasic', 'PrintJob.Create', 'PrinterShare.ReadBasic.All'] as const;

/** Delegated permissions of mode `user` with delete: one job permission covers reading, starting and cancelling. */
export const delegatedPermissionsWithDelete = ['PrintJob.ReadWriteBasic', 'PrinterShare.ReadBasic.All'] as const;

/** The delegated permissions that a person's token is asked for. */
export function userScopes(allowDelete: boolean): readonly string[] {
  return allowDelete ? delegatedPermissionsWithDelete : delegatedPermissions;
}
