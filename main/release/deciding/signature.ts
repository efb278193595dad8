/*
 * A station signs each task that it completes. Graph has neither a lock nor a precondition for tasks (reference 5.6), so two stations at which
 * the same person releases at once may both be answered that they completed it; which of them may then start the job is told by whose
 * signature a later read shows. It takes station ids that differ.
 */

const form = 'Released at station ';

/** What the station with this id writes. */
export function signatureOf(stationId: string): string {
  return `${form}${stationId}.`;
}

/** True for the signature of a station that is not this one. What is no signature says nothing. */
export function isAnothers(signedBy: string | null, own: string): boolean {
  return signedBy !== null && signedBy !== own && signedBy.startsWith(form);
}
