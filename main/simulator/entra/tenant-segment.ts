import type { Directory } from '../model.ts';

/** The first part of a path of Entra: one tenant, or a name for several. */
export interface TenantSegment {
  readonly kind: 'tenant' | 'organizations' | 'common' | 'consumers';
  /** As the client wrote it. */
  readonly text: string;
}

/** Reads the tenant part of a path; null: no such tenant. */
export function readTenantSegment(directory: Directory, text: string): TenantSegment | null {
  const lower = text.toLowerCase();
  if (lower === directory.tenantId.toLowerCase() || lower === directory.tenantName.toLowerCase()) return { kind: 'tenant', text };
  if (lower === 'organizations' || lower === 'common' || lower === 'consumers') return { kind: lower, text };
  return null;
}
