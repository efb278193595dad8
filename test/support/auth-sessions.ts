import type { UserSession } from '../../main/auth/model.ts';
import { createSignIn } from '../../main/auth/sign-in.ts';
import type { TestTenant } from './auth-tenant.ts';

/** Signs the tenant's person in by device code. */
export async function signedIn(tenant: TestTenant): Promise<UserSession> {
  const signIn = createSignIn({ ...tenant.options, allowDelete: false });
  const result = await tenant.drive(signIn.withDeviceCode((code) => tenant.approve(code.userCode), new AbortController().signal));
  if (!result.ok) throw new Error(`not signed in: ${result.failure.kind} ${result.failure.aadsts}`);
  return result.session;
}
