import { office } from './office-scripts.ts';
import { complete, list, onEffects, type ReadyScript, redirect, rulesOn, start, world } from './script-parts.ts';

export type { ReadyScript } from './script-parts.ts';

const lost: readonly Omit<ReadyScript, 'group'>[] = [
  { name: 'reset-before', title: 'The connection breaks before a release takes effect', script: onEffects({ kind: 'reset' }) },
  { name: 'reset-after', title: 'The connection breaks after a release took effect', script: onEffects({ kind: 'reset', when: 'after' }) },
  {
    name: 'late-after-reset',
    title: 'The connection breaks and the release lands 4 s later',
    script: onEffects({ kind: 'late', landsAfterMs: 4000 }),
  },
  {
    name: 'late-after-503',
    title: 'The release is answered 503 and lands 4 s later',
    script: onEffects({ kind: 'late', landsAfterMs: 4000, answer: 503 }),
  },
  {
    name: 'late-in-silence',
    title: 'The release is never answered and lands 40 s later',
    script: onEffects({ kind: 'late', landsAfterMs: 40_000, answer: 'hang' }),
  },
  { name: 'hang-before', title: 'The release is never answered and has no effect', script: onEffects({ kind: 'hang' }) },
  { name: 'hang-after', title: 'The release is never answered but took effect', script: onEffects({ kind: 'hang', when: 'after' }) },
  {
    name: 'status-504-after',
    title: 'The release is answered 504 but took effect',
    script: onEffects({ kind: 'status', status: 504, when: 'after' }),
  },
  { name: 'answer-cut-off', title: 'The list of jobs ends in the middle', script: rulesOn([list], { kind: 'cutOff' }) },
  {
    name: 'connection-cut-off',
    title: 'The connection ends in the middle of the answer to a release',
    script: onEffects({ kind: 'cutOff', how: 'connection' }),
  },
  { name: 'reads-lag', title: 'Reads lag 5 s behind', script: { settings: { readLagMs: 5000 } } },
  { name: 'second-start-prints', title: 'A second start prints the job again', script: { settings: { secondStart: 'printsAgain' } } },
];

const refused: readonly Omit<ReadyScript, 'group'>[] = [
  {
    name: 'throttled-seconds',
    title: '429 three times, Retry-After in seconds',
    script: rulesOn([{ ...list, path: '/print/**' }], { kind: 'status', status: 429, retryAfterSeconds: 3 }, { count: 3 }),
  },
  {
    name: 'throttled-date',
    title: '429 on a release, Retry-After as a date',
    script: onEffects({ kind: 'status', status: 429, retryAfterSeconds: 3, retryAfterAs: 'date' }),
  },
  { name: 'throttled-bare', title: '429 on a release without Retry-After', script: onEffects({ kind: 'status', status: 429 }) },
  {
    name: 'busy-503',
    title: '503 three times with Retry-After',
    script: rulesOn([{ ...list, path: '/print/**' }], { kind: 'status', status: 503, retryAfterSeconds: 2 }, { count: 3 }),
  },
  { name: 'busy-503-bare', title: '503 on a release without Retry-After', script: onEffects({ kind: 'status', status: 503 }) },
  { name: 'gateway-504', title: '504 on a release that had no effect', script: onEffects({ kind: 'status', status: 504 }) },
  {
    name: 'batch-429',
    title: 'A whole batch is answered 429',
    script: rulesOn([{ method: 'POST', path: '/$batch' }], { kind: 'status', status: 429, retryAfterSeconds: 2 }),
  },
  { name: 'batch-refused', title: 'Batches carry no print calls', script: { settings: { batchPrintCalls: false } } },
  { name: 'printer-limit', title: 'A printer takes two jobs in ten minutes', script: { settings: { jobsPerPrinterPer10Min: 2 } } },
  { name: 'user-limit', title: 'Four jobs of a person at a time', script: { settings: { startedJobsPerUser: 4, retryAfterSeconds: 2 } } },
  { name: 'login-page', title: 'A proxy answers with its own page', script: rulesOn([list], { kind: 'html' }) },
];

const jobs: readonly Omit<ReadyScript, 'group'>[] = [
  { name: 'job-cancelled', title: 'The owner cancels as the release arrives', script: onEffects(world({ do: 'cancelJob' })) },
  { name: 'job-gone', title: 'The job is gone as the release arrives', script: onEffects(world({ do: 'removeJob' })) },
  { name: 'job-started', title: 'The job is started from elsewhere just before', script: onEffects(world({ do: 'startJob' })) },
  { name: 'job-released', title: 'Another station releases the job just before', script: onEffects(world({ do: 'completeTask' })) },
  { name: 'job-let-go', title: 'The service lets the job go by itself, its task unfinished', script: onEffects(world({ do: 'letGo' })) },
  {
    name: 'job-redirected',
    title: 'Another station redirects the job just before',
    script: onEffects(world({ do: 'redirectJob', to: 'Archive' })),
  },
  { name: 'task-aborted', title: 'The task is aborted just before', script: onEffects(world({ do: 'abortTask' })) },
  {
    name: 'other-owner',
    title: 'A job in the list belongs to somebody else',
    script: rulesOn([list], { kind: 'otherOwner', id: 'somebody-else' }),
  },
  { name: 'no-owner', title: 'Jobs do not say whose they are', script: rulesOn([list], { kind: 'noOwner' }) },
  { name: 'unknown-words', title: 'States and details that nobody knows yet', script: rulesOn([list], { kind: 'unknownEnums' }) },
  { name: 'tiny-pages', title: 'One job on each page', script: { settings: { pageSize: 1 } } },
  { name: 'empty-pages', title: 'Empty pages between the full ones', script: { settings: { emptyPages: true, pageSize: 2 } } },
  {
    name: 'foreign-next-link',
    title: 'The next page is said to lie elsewhere',
    script: rulesOn([list], { kind: 'nextLink', url: 'https://elsewhere.example/v1.0/next' }),
  },
];

const rights: readonly Omit<ReadyScript, 'group'>[] = [
  {
    name: 'claims-challenge',
    title: 'A release is answered with a claims challenge',
    script: onEffects({ kind: 'claimsChallenge', claims: '{"access_token":{"nbf":{"essential":true,"value":"0"}}}' }),
  },
  {
    name: 'user-revoked',
    title: 'The person’s sessions end as they release',
    script: { ...onEffects(world({ do: 'revokeSessions' })), entraSettings: { revocationReachesAllTokens: true } },
  },
  {
    name: 'tokens-revoked',
    title: 'Access tokens end as the person releases; a renewal works',
    script: { ...onEffects(world({ do: 'revokeAccessTokens' })), entraSettings: { revocationReachesAllTokens: true } },
  },
  {
    name: 'app-token-revoked',
    title: 'The station’s token ends as it completes a task',
    script: {
      ...rulesOn([complete, redirect], world({ do: 'revokeAccessTokens', who: 'app' })),
      entraSettings: { revocationReachesAllTokens: true },
    },
  },
  {
    name: 'app-permission-gone',
    title: 'The app’s permission for tasks is taken away',
    script: rulesOn([complete], world({ do: 'withdrawPermission', permission: 'PrintTaskDefinition.ReadWrite.All' })),
  },
  {
    name: 'user-permission-gone',
    title: 'The permission to start is taken away',
    script: {
      rules: ['PrintJob.Create', 'PrintJob.ReadWriteBasic'].map((permission) => ({
        ...start,
        fault: world({ do: 'withdrawPermission', permission }),
      })),
    },
  },
  {
    name: 'no-subscription',
    title: 'The tenant’s Universal Print ends',
    script: onEffects(world({ do: 'settings', change: { subscriptionActive: false } })),
  },
  {
    name: 'trigger-removed',
    title: 'The printer’s trigger is removed as the job is released',
    script: onEffects(world({ do: 'removeTrigger' })),
  },
  { name: 'definition-deleted', title: 'The task definition is deleted', script: rulesOn([complete], world({ do: 'deleteDefinition' })) },
  { name: 'policy-blocks', title: 'A policy blocks every sign-in', script: { entraSettings: { conditionalAccess: 'everything' } } },
  { name: 'device-code-blocked', title: 'Device codes are blocked', script: { entraSettings: { devicePollAnswer: 'blocked' } } },
  {
    name: 'device-code-declined',
    title: 'The person declines on the phone',
    script: { entraSettings: { devicePollAnswer: 'authorization_declined' } },
  },
  { name: 'device-code-expired', title: 'The device code has expired', script: { entraSettings: { devicePollAnswer: 'expired_token' } } },
  { name: 'device-code-slow-down', title: 'Polls are told to slow down', script: { entraSettings: { devicePollAnswer: 'slow_down' } } },
  {
    name: 'sign-in-service-busy',
    title: 'Entra’s token endpoint answers 503 twice',
    script: { entraSettings: { tokenFault: { status: 503, retryAfterS: 2, times: 2, body: 'oauth' } } },
  },
];

const surroundings: readonly Omit<ReadyScript, 'group'>[] = [
  { name: 'printer-stops', title: 'The printer stops as the release arrives', script: onEffects(world({ do: 'jam', detail: 'mediaJam' })) },
  {
    name: 'printer-disconnected',
    title: 'The printer is disconnected as the release arrives',
    script: onEffects(world({ do: 'jam', detail: 'disconnected', state: 'unknown' })),
  },
  {
    name: 'share-moved',
    title: 'The share now points at another printer; its jobs stay',
    script: { ...rulesOn([list], world({ do: 'moveShare', to: 'Archive' }, 'after')), settings: { jobsAfterShareMoves: 'stay' } },
  },
  {
    name: 'share-moved-with-jobs',
    title: 'The share now points at another printer; its jobs follow',
    script: { ...rulesOn([list], world({ do: 'moveShare', to: 'Archive' }, 'after')), settings: { jobsAfterShareMoves: 'follow' } },
  },
  { name: 'slow', title: 'Every answer takes 3 s', script: { settings: { latencyMs: 3000 } } },
  {
    name: 'slow-release',
    title: 'A release takes 8 s',
    script: onEffects({ kind: 'latency', ms: 8000 }),
  },
  { name: 'clock-ahead', title: 'The service’s clock is an hour ahead', script: { settings: { clockSkewMs: 3_600_000 } } },
  { name: 'clock-behind', title: 'The service’s clock is an hour behind', script: { settings: { clockSkewMs: -3_600_000 } } },
  { name: 'all-503', title: 'Everything answers 503', script: { settings: { network: 'unavailable' } } },
  { name: 'network-down', title: 'The network is gone: connections break', script: { settings: { network: 'down' } } },
  { name: 'network-silent', title: 'The network is gone: nothing ever answers', script: { settings: { network: 'silent' } } },
  {
    name: 'network-blinks',
    title: 'The network is gone for 10 s as the release arrives',
    script: onEffects(world({ do: 'settings', change: { network: 'down' }, forMs: 10_000 })),
  },
];

/** Every ready script, group by group (reference 11.5 and the settings of section 12 that change what a release meets). */
export const readyScripts: readonly ReadyScript[] = [
  ...lost.map((one) => ({ ...one, group: 'Lost and late' })),
  ...refused.map((one) => ({ ...one, group: 'Refused for now' })),
  ...jobs.map((one) => ({ ...one, group: 'Jobs and lists' })),
  ...rights.map((one) => ({ ...one, group: 'Sign-in and permissions' })),
  ...surroundings.map((one) => ({ ...one, group: 'Printer, network, clock' })),
  ...office.map((one) => ({ ...one, group: 'Slow, dirty and long' })),
];
