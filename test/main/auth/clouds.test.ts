import { ConfidentialClientApplication } from '@azure/msal-node';
import { describe, expect, it } from 'vitest';
import { clientSettings, endpoints, graphScope, tokenEndpoint } from '../../../main/auth/clouds.ts';
import { msalSystem } from '../../../main/auth/msal-system.ts';
import { createNetworkClient } from '../../../main/auth/network-client.ts';
import type { Cloud } from '../../../main/config/model.ts';
import { systemClock } from '../../../main/ports.ts';

const tenantId = '5b7c9f0e-1111-4222-8333-444455556666';

describe('clouds', () => {
  it.each([
    ['global', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
    ['usGovL4', 'https://graph.microsoft.us', 'https://login.microsoftonline.us'],
    ['usGovL5', 'https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'],
  ] as const)('%s has its own Graph and Entra, and its scopes name its own Graph', (cloud, graph, authority) => {
    expect(endpoints(cloud)).toEqual({ graph, authority });
    expect(graphScope(cloud, 'PrintJob.Create')).toBe(`${graph}/PrintJob.Create`);
  });

  it('takes a test tenant by https, or by plain http on loopback', () => {
    const cloud = { graph: 'https://tenant.example:8443/', authority: 'http://127.0.0.1:4100' };
    expect(endpoints(cloud)).toEqual({ graph: 'https://tenant.example:8443', authority: 'http://127.0.0.1:4100' });
  });

  it('refuses plain http to any other machine', () => {
    expect(() => endpoints({ graph: 'http://127.0.0.1:1', authority: 'http://login.example' })).toThrow(TypeError);
    expect(() => endpoints({ graph: 'http://127.0.0.1.example', authority: 'https://login.example' })).toThrow(TypeError);
  });

  it('names a plain-http tenant to MSAL in the https form and its endpoints as they are', () => {
    const cloud: Cloud = { graph: 'http://127.0.0.1:4100', authority: 'http://127.0.0.1:4100' };
    const settings = clientSettings(cloud, tenantId);
    expect(settings.authority).toBe(`https://127.0.0.1:4100/${tenantId}`);
    expect(settings.knownAuthorities).toEqual(['127.0.0.1:4100']);
    expect(JSON.parse(settings.authorityMetadata)).toMatchObject({ token_endpoint: `http://127.0.0.1:4100/${tenantId}/oauth2/v2.0/token` });
  });

  it.each<Cloud>([
    'global',
    'usGovL4',
    'usGovL5',
    { graph: 'http://127.0.0.1:4100', authority: 'http://127.0.0.1:4100' },
    { graph: 'https://graph.example', authority: 'https://login.example' },
  ])('MSAL asks the token endpoint of %j and nothing before it', async (cloud) => {
    const asked: string[] = [];
    const network = createNetworkClient({
      clock: systemClock,
      authority: endpoints(cloud).authority,
      fetch: async (request) => {
        const { origin, pathname } = new URL(request.url);
        asked.push(`${request.method} ${origin}${pathname}`);
        return Response.json({ token_type: 'Bearer', expires_in: 3600, access_token: 'made-up' });
      },
    });
    const client = new ConfidentialClientApplication({
      auth: { ...clientSettings(cloud, tenantId), clientId: tenantId, clientSecret: 'made-up' },
      system: msalSystem(network),
    });
    await client.acquireTokenByClientCredential({ scopes: [graphScope(cloud, '.default')] });
    expect(asked).toEqual([`POST ${tokenEndpoint(cloud, tenantId)}`]);
  });
});
