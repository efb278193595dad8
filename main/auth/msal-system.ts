import type { INetworkModule } from '@azure/msal-node';
import { LogLevel, type NodeSystemOptions } from '@azure/msal-node';

/** MSAL's surroundings: our network, and no log of its own, since its lines may quote people and tokens. */
export function msalSystem(networkClient: INetworkModule): NodeSystemOptions {
  return {
    networkClient,
    loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false, logLevel: LogLevel.Error },
  };
}

/** Asks for tokens that Entra can end early and that live longer for it (reference 8.7). */
export const clientCapabilities = ['CP1'];
