import type { JobConfiguration } from '../../graph/model.ts';

/** Whether a job reads as having these settings. A member that is wanted as null has to be missing. */
export function readsAs(read: JobConfiguration | null, wanted: JobConfiguration): boolean {
  return read !== null && Object.entries(wanted).every(([name, value]) => alike(read[name] ?? null, value));
}

/** Whatever else an object carries (`@odata.type`) says nothing. */
function alike(read: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(read) && read.length === wanted.length && wanted.every((one, i) => alike(read[i], one));
  if (typeof wanted !== 'object' || wanted === null) return read === wanted;
  if (typeof read !== 'object' || read === null) return false;
  const members = new Map(Object.entries(read));
  return Object.entries(wanted).every(([name, value]) => alike(members.get(name), value));
}

/** What a job's settings are before `wanted` are set, for the way back; null where the read did not carry them. A job that does not say how many prints one copy. */
export function formerSettings(read: JobConfiguration | null, wanted: JobConfiguration): JobConfiguration | null {
  if (read === null) return null;
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, read[name] ?? (name === 'copies' ? 1 : null)]));
}
