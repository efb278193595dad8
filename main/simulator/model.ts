import type { Clock, RandomBytes } from '../ports.ts';

/** A person of the demo tenant (or outside it: `personalAccount`). */
export interface DemoPerson {
  /** Entra object id. */
  readonly oid: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Number that this person's card types; made up. */
  readonly badge: string;
  /** Has the Printer Administrator role. */
  readonly printerAdministrator?: boolean;
  /** A Microsoft account of the `consumers` tenant: Entra refuses it here. */
  readonly personalAccount?: boolean;
}

/** An app registration of the demo tenant. */
export interface DemoApp {
  readonly clientId: string;
  readonly displayName: string;
  /** Object id of its service principal in the tenant. */
  readonly servicePrincipalId: string;
  readonly secrets: readonly string[];
  /** PEM certificates whose private keys may sign client assertions. */
  readonly certificates: readonly string[];
  /** Application permissions that an administrator consented to. */
  readonly applicationPermissions: readonly string[];
  /** Delegated permissions that people or an administrator consented to. */
  readonly delegatedPermissions: readonly string[];
  /** "Allow public client flows". */
  readonly publicClient: boolean;
}

/** Which of the three behaviours a demo printer shows after its task is completed (product page, "A release is a loop"). */
export type PrinterKind = 'resumes' | 'waits' | 'unstarted';

/** What a demo printer can do: all that there is, only black and white, or always the whole document, one page on a side. */
export type PrinterAbilities = 'everything' | 'noColor' | 'noPageRanges';

/** A printer of the demo tenant and its one share. */
export interface DemoPrinter {
  readonly printerId: string;
  readonly shareId: string;
  readonly name: string;
  readonly kind: PrinterKind;
  /** Whether a task trigger of the station's app holds started jobs. `unstarted` printers come with and without. */
  readonly trigger: boolean;
  /** `everything` where left out. */
  readonly abilities?: PrinterAbilities;
}

/** Who and what is in the tenant. */
export interface Directory {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly people: readonly DemoPerson[];
  readonly apps: readonly DemoApp[];
}

/** What the simulator takes from outside. `origin` is where it is reached, e.g. `http://127.0.0.1:4100`. */
export interface SimulatorPorts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly origin: string;
}

/** An access token's claims, as far as the Graph side looks at them. */
export interface TokenClaims {
  readonly aud: string;
  readonly tid: string;
  readonly oid: string;
  readonly appid: string;
  readonly idtyp?: string;
  /** Space-separated delegated permissions. */
  readonly scp?: string;
  /** Application permissions. */
  readonly roles?: readonly string[];
  readonly name?: string;
  readonly upn?: string;
  /** Seconds since the epoch. */
  readonly exp: number;
  readonly nbf: number;
  /** Client capabilities that were asked for, e.g. `cp1`. */
  readonly xms_cc?: readonly string[];
}

/** The Entra side's verdict on a bearer token. */
export type TokenVerdict =
  | { readonly ok: true; readonly claims: TokenClaims }
  | {
      readonly ok: false;
      readonly why: 'missing' | 'malformed' | 'badSignature' | 'expired' | 'wrongAudience' | 'wrongTenant' | 'revoked';
    };

/** What the Graph side needs of the Entra side. */
export interface TokenAuthority {
  /** Checks signature, times, audience (the simulator's Graph origin), tenant and revocation. */
  verify(authorizationHeader: string | null): Promise<TokenVerdict>;
  /** An access token for a demo person and app without any screen: for the desk page and tests. */
  issueFor(oid: string, clientId: string, scopes: readonly string[]): Promise<string>;
}
