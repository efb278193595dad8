import { type FaultInput, list, onEffects, type ReadyScript, rulesOn, world } from './script-parts.ts';

/** What a gateway may put in place of an answer; after: the call took effect all the same. */
const gatewayPages: readonly FaultInput[] = [
  { kind: 'html', status: 404 },
  { kind: 'html', status: 403 },
  { kind: 'html', status: 502 },
  { kind: 'html', status: 502, when: 'after' },
  { kind: 'html', status: 200, when: 'after' },
];

/** Ready scripts that make the tenant as slow, dirty and long as an office. */
export const office: readonly Omit<ReadyScript, 'group'>[] = [
  {
    name: 'reads-go-back',
    title: 'Reads lag by up to 8 s, each anew: older states after newer ones',
    script: { settings: { readLagSpreadMs: 8000 } },
  },
  {
    name: 'gateway-pages',
    title: 'One call in ten is answered with a gateway’s page, before or after it reached the service',
    script: { rules: gatewayPages.map((fault) => ({ path: '/v1.0/**', count: null, probability: 0.1 / gatewayPages.length, fault })) },
  },
  {
    name: 'gateway-page-404',
    title: 'A gateway answers a release 404 with its own page',
    script: onEffects({ kind: 'html', status: 404 }),
  },
  {
    name: 'gateway-page-after',
    title: 'A gateway’s page covers the answer to a release that took effect',
    script: onEffects({ kind: 'html', status: 502, when: 'after' }),
  },
  {
    name: 'pages-in-batches',
    title: 'Every batch holds a raw page, so it is no JSON',
    script: rulesOn([{ method: 'GET', path: '/print/**' }], { kind: 'htmlInBatch' }, { count: null }),
  },
  {
    name: 'list-unavailable',
    title: 'A list is answered 400 “unavailable”',
    script: rulesOn([list], { kind: 'status', status: 400, code: 'unavailable' }),
  },
  {
    name: 'list-451',
    title: 'A list is answered 451 without a word',
    script: rulesOn([list], { kind: 'status', status: 451, says: 'nothing' }),
  },
  {
    name: 'pending-held',
    title: 'A held job reads “pendingHeld”',
    script: { settings: { heldStateSpelling: 'pendingHeld', startAnswer: 'asTheJobReads' } },
  },
  {
    name: 'state-null',
    title: 'A held job, and one that waits for its start, has no state',
    script: { settings: { heldStateSpelling: 'null', waitingStateSpelling: 'missing' } },
  },
  { name: 'share-gone', title: 'A printer’s share is gone', script: rulesOn([list], world({ do: 'removeShare' })) },
  {
    name: 'foreign-tasks',
    title: 'Our tasks lie behind 3,000 others',
    script: { settings: { foreignTasks: 3000, tasksVisibleToUsers: false } },
  },
  {
    name: 'definition-vanishes',
    title: 'The task definition is deleted while jobs are held',
    script: rulesOn([list], world({ do: 'deleteDefinition' })),
  },
  {
    name: 'slow-any',
    title: 'Answers take up to 9 s, and are old by then',
    script: { settings: { latencySpreadMs: 9000, latencySide: 'after' } },
  },
  { name: 'long-prints', title: 'A print takes 5 minutes', script: { settings: { printMs: 300_000 } } },
  {
    name: 'redirect-pauses',
    title: 'The new job of a redirect stays unclear for 2 minutes',
    script: { settings: { redirectPauseMs: 120_000, redirectPausedSpelling: 'unknown' } },
  },
];
