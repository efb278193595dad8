import { AuthError } from '@azure/msal-node';

/** An OAuth error body of Entra, reduced to what may be kept: its description can name people (reference 8.4). */
export interface EntraAnswer {
  /** OAuth `error`, e.g. `invalid_grant`. */
  readonly error: string;
  readonly suberror: string | null;
  /** AADSTS numbers. */
  readonly codes: readonly number[];
}

/** Why a request to Entra brought no tokens. */
export type EntraFault =
  /** Entra answered and said no. */
  | { readonly kind: 'answer'; readonly answer: EntraAnswer }
  /** 429 or 5xx. */
  | { readonly kind: 'busy'; readonly status: number; readonly retryAfterMs: number | null }
  /** No answer, or one that Entra never gives (a proxy's page, cut off, too long). */
  | { readonly kind: 'unreachable'; readonly why: 'network' | 'timeout' | 'unreadable' }
  /** The device code's own time is over. */
  | { readonly kind: 'codeExpired' }
  | { readonly kind: 'cancelled' }
  /** The station could not make its own credential. */
  | { readonly kind: 'credential' };

/**
 * Carries a fault through MSAL, which hands on an `AuthError` as it is and turns everything else into its own words.
 * The message names the kind only.
 */
export class EntraError extends AuthError {
  readonly fault: EntraFault;

  constructor(fault: EntraFault, correlationId: string | null) {
    super(`entra_${fault.kind}`, correlationId ?? '', 'see fault');
    // MSAL's constructor sets its own prototype.
    Object.setPrototypeOf(this, EntraError.prototype);
    this.name = 'EntraError';
    this.fault = fault;
  }
}
