import type { Protocol } from 'electron';
import { scheme } from './address.ts';

/** Makes `app:` a scheme with origins of its own. Only possible before Electron is ready. No fetch, no workers, no way around the policy. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, codeCache: true } }]);
}
