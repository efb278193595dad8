import { parseClaims } from './asked-claims.ts';
import { normalUserCode, randomOpaque, randomUserCode } from './chance.ts';
import type { ClientIdentity } from './client-auth.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import { grantScopes, parseScopes } from './scopes.ts';
import { admit, policyRefusal } from './sign-in-rules.ts';
import { type DeviceCodeEntry, type EntraContext, registeredApp, sweep } from './state.ts';

/** What a person is told after they answered on the phone page. */
export type PhoneAnswer = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

const pollJitterMs = 100;
const slowDownStepS = 5;
const keptAfterEndMs = 3_600_000;

/** The body of a device code response (reference 8.2). There is no address with the code inside. */
export interface DeviceCodeBody {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly expires_in: number;
  readonly interval: number;
  readonly message: string;
}

function freshUserCode(entra: EntraContext): string {
  for (let attempt = 0; attempt < 10; attempt++) {
    const code = randomUserCode(entra.ports.random);
    if (![...entra.state.deviceCodes.values()].some((entry) => entry.userCode === code)) return code;
  }
  throw new Error('The source of randomness repeats itself: no unused user code in ten attempts.');
}

/** Gives out a device code. */
export function startDeviceCode(entra: EntraContext, form: URLSearchParams): DeviceCodeBody | Refusal {
  const clientId = form.get('client_id');
  if (clientId === null || clientId === '') return refuse(900144, { detail: 'client_id is missing.' });
  const app = registeredApp(entra, clientId);
  if (app === undefined) return refuse(700016);
  const scopes = parseScopes(form.get('scope'), entra.ports.origin);
  if (isRefusal(scopes)) return scopes;
  const claims = parseClaims(form.get('claims'));
  if (isRefusal(claims)) return claims;
  const { deviceCodeLifetimeS, deviceCodeIntervalS } = entra.settings();
  const now = entra.now();
  sweep(entra.state, now, keptAfterEndMs);
  const entry: DeviceCodeEntry = {
    deviceCode: randomOpaque(entra.ports.random, 150),
    userCode: freshUserCode(entra),
    clientId: app.clientId,
    scopes,
    claims,
    createdAt: now,
    expiresAt: now + deviceCodeLifetimeS * 1000,
    intervalS: deviceCodeIntervalS,
    lastPollAt: null,
    standing: { kind: 'pending' },
  };
  entra.state.deviceCodes.set(entry.deviceCode, entry);
  const verificationUri = `${entra.ports.origin}/device`;
  return {
    device_code: entry.deviceCode,
    user_code: entry.userCode,
    verification_uri: verificationUri,
    expires_in: deviceCodeLifetimeS,
    interval: entry.intervalS,
    message: `Open ${verificationUri} in a browser and enter the code ${entry.userCode} to sign in.`,
  };
}

/** The request that a typed code belongs to, if it still waits for an answer. */
export function findUserCode(entra: EntraContext, typed: string): DeviceCodeEntry | Refusal {
  const code = normalUserCode(typed);
  if (code === '') return refuse(90119);
  const entry = [...entra.state.deviceCodes.values()].find((one) => one.userCode === code);
  if (entry === undefined) return refuse(70018);
  if (entry.standing.kind !== 'pending') return refuse(90120);
  return entra.now() >= entry.expiresAt ? refuse(70019) : entry;
}

/** A person says yes. A refused person may try another account, unless the settings let the polling device know. */
export function approveUserCode(entra: EntraContext, typed: string, oid: string): PhoneAnswer {
  const entry = findUserCode(entra, typed);
  if (isRefusal(entry)) return { ok: false, refusal: entry };
  const refusal = whyNot(entra, entry, oid);
  if (refusal !== null) {
    if (entra.settings().pollLearnsOfRefusal) entry.standing = { kind: 'refused', refusal };
    return { ok: false, refusal };
  }
  entry.standing = { kind: 'approved', oid, at: entra.now() };
  return { ok: true };
}

function whyNot(entra: EntraContext, entry: DeviceCodeEntry, oid: string): Refusal | null {
  const person = admit(entra, oid, 'deviceCode');
  if (isRefusal(person)) return person;
  const app = registeredApp(entra, entry.clientId);
  if (app === undefined) return refuse(700016);
  const granted = grantScopes(entry.scopes, app, entra.ports.origin, false);
  return isRefusal(granted) ? granted : null;
}

/** A person says no. */
export function declineUserCode(entra: EntraContext, typed: string): PhoneAnswer {
  const entry = findUserCode(entra, typed);
  if (isRefusal(entry)) return { ok: false, refusal: entry };
  entry.standing = { kind: 'declined' };
  return { ok: true };
}

function injected(entra: EntraContext): Refusal | null {
  const answer = entra.settings().devicePollAnswer;
  switch (answer) {
    case null:
      return null;
    case 'authorization_declined':
      return refuse(65004, { error: answer });
    case 'expired_token':
      return refuse(70020);
    case 'bad_verification_code':
      return refuse(70018);
    case 'slow_down':
      return refuse(70016, { error: answer });
    case 'blocked':
      return policyRefusal(entra);
  }
}

function pendingAnswer(entra: EntraContext, entry: DeviceCodeEntry): Refusal {
  const now = entra.now();
  const tooFast = entry.lastPollAt !== null && now - entry.lastPollAt < entry.intervalS * 1000 - pollJitterMs;
  entry.lastPollAt = now;
  if (!tooFast || !entra.settings().slowDownFastPolls) return refuse(70016);
  entry.intervalS += slowDownStepS;
  return refuse(70016, { error: 'slow_down' });
}

/** An approved device code, taken out of circulation; or why it cannot be redeemed. */
export interface RedeemedDeviceCode {
  readonly entry: DeviceCodeEntry;
  readonly oid: string;
  readonly signedInAt: number;
}

/** One poll of the device (reference 8.2). A code is redeemed once. */
export function pollDeviceCode(entra: EntraContext, form: URLSearchParams, client: ClientIdentity): RedeemedDeviceCode | Refusal {
  const fault = injected(entra);
  if (fault !== null) return fault;
  const deviceCode = form.get('device_code');
  if (deviceCode === null || deviceCode === '') return refuse(900144, { detail: 'device_code is missing.' });
  const entry = entra.state.deviceCodes.get(deviceCode);
  if (entry === undefined || entry.clientId !== client.app.clientId) return refuse(70018);
  const { standing } = entry;
  if (standing.kind === 'redeemed') return refuse(54005);
  if (entra.now() >= entry.expiresAt) return refuse(70020);
  switch (standing.kind) {
    case 'pending':
      return pendingAnswer(entra, entry);
    case 'declined':
      return refuse(65004, { error: 'authorization_declined' });
    case 'refused':
      return standing.refusal;
    case 'approved':
      entry.standing = { kind: 'redeemed' };
      return { entry, oid: standing.oid, signedInAt: standing.at };
  }
}
