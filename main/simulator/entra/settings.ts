import { z } from 'zod';

const endpointFault = z
  .strictObject({
    status: z.union([z.literal(429), z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
    /** Seconds; null leaves the header out. */
    retryAfterS: z.int().min(0).nullable().default(null),
    /** `date` writes it as an HTTP date by Entra's clock. */
    retryAfterAs: z.enum(['seconds', 'date']).optional(),
    /** How many requests are answered so; null means all of them until the setting changes. */
    times: z.int().min(1).nullable().default(null),
    /** `oauth` is Entra's JSON error, `html` what a proxy or gateway in between would answer. */
    body: z.enum(['oauth', 'html']).default('oauth'),
  })
  .nullable();

/** Every setting of the simulated Entra with its default and meaning; lengths of time say their unit in their name. */
export const entraSettingsSchema = z.strictObject({
  accessTokenLifetimeS: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('Life of an access token. Null: at random from 60 to 90 minutes (reference 8.6).'),
  caeTokenLifetimeS: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('Life of an access token whose client declared cp1. Null: at random from 20 to 28 hours (reference 8.6).'),
  refreshTokenLifetimeS: z
    .int()
    .min(1)
    .default(90 * 86_400)
    .describe('Age at which a refresh token answers 700082 (reference 8.5).'),
  authorizationCodeLifetimeS: z.int().min(1).default(600).describe('Life of an authorization code.'),
  deviceCodeLifetimeS: z.int().min(1).default(900).describe('Life of a device code: expires_in (reference 8.2).'),
  deviceCodeIntervalS: z.int().min(0).default(5).describe('Seconds that the device shall wait between two polls (reference 8.2).'),
  slowDownFastPolls: z
    .boolean()
    .default(false)
    .describe('Answer slow_down to polls faster than the interval, and add 5 s to it. RFC 8628; not in the list of Entra.'),
  devicePollAnswer: z
    .enum(['authorization_declined', 'expired_token', 'bad_verification_code', 'slow_down', 'blocked'])
    .nullable()
    .default(null)
    .describe('A fault: every poll of a device code gets this answer, whatever the person did.'),
  pollLearnsOfRefusal: z
    .boolean()
    .default(false)
    .describe(
      'Whether the polling device gets an error once the phone page refused the person (policy, consent, account), or keeps reading authorization_pending. Not documented (reference 12.3 item 26).',
    ),
  conditionalAccess: z
    .enum(['off', 'deviceCode', 'everything'])
    .default('off')
    .describe('What a policy blocks with 53003: device code sign-ins and their later refreshes, or every sign-in of a person.'),
  conditionalAccessError: z
    .enum(['invalid_grant', 'interaction_required', 'access_denied'])
    .default('invalid_grant')
    .describe('The error word that goes with 53003 at the token endpoint.'),
  disabledPeople: z.array(z.string()).readonly().default([]).describe('Object ids whose account is switched off: 50057.'),
  unassignedPeople: z.array(z.string()).readonly().default([]).describe('Object ids that are not assigned to the app: 50105.'),
  withdrawnPermissions: z
    .array(z.string())
    .readonly()
    .default([])
    .describe('Permissions whose consent was taken back: new tokens lack them, and asking for one by name answers 65001.'),
  refreshRefusal: z
    .union([z.literal(50173), z.literal(700082), z.literal(70043), z.literal(50076), z.literal(50079), z.literal(50057), z.literal(53003)])
    .nullable()
    .default(null)
    .describe('A fault: every refresh is refused with this number.'),
  refreshSuberror: z
    .enum(['bad_token', 'message_only', 'additional_action', 'basic_action', 'user_password_expired'])
    .nullable()
    .default(null)
    .describe(
      'The suberror of a refused refresh that has none of its own. With one, MSAL throws InteractionRequiredAuthError for invalid_grant; without, ServerError.',
    ),
  scopesGranted: z
    .enum(['requested', 'allConsented'])
    .default('requested')
    .describe('Whether scp holds what was asked for, or every consented permission as Entra is often seen to do.'),
  redirectUris: z
    .array(z.string())
    .readonly()
    .default([])
    .describe('Redirect addresses besides loopback, the native client page and msal<client id>://auth.'),
  refuseReusedAssertions: z
    .boolean()
    .default(true)
    .describe(
      'Refuse a client assertion whose jti was seen. One MSAL client sends the same assertion again for up to ten minutes: a station takes a new client for each request.',
    ),
  assertionSkewToleranceS: z.int().min(0).default(300).describe('How far the clock of a station may be off when it signs an assertion.'),
  revocationReachesAllTokens: z
    .boolean()
    .default(false)
    .describe('Whether revoking also ends access tokens of clients that did not declare cp1; without CAE they live on (reference 8.7).'),
  clockSkewMs: z
    .int()
    .default(0)
    .describe(
      'How far the clock of Entra is ahead of that of Graph, milliseconds; negative: behind. The setting of the same name beside it moves both.',
    ),
  tokenFault: endpointFault.default(null).describe('A fault of the token endpoint.'),
  deviceCodeFault: endpointFault.default(null).describe('A fault of the device code endpoint.'),
});

/** Settings of the simulated Entra; see `entraSettingsSchema` for what each does. */
export type EntraSettings = z.output<typeof entraSettingsSchema>;

/** A fault of an endpoint, as set. */
export type EndpointFault = NonNullable<EntraSettings['tokenFault']>;

/** Settings from a caller or a file laid over `base`. Throws a ZodError that names every problem. */
export function mergeSettings(base: Partial<EntraSettings>, changes: Partial<EntraSettings>): EntraSettings {
  return entraSettingsSchema.parse({ ...base, ...changes });
}
