import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { CutAnswer } from './graph/fault-answers.ts';
import { ConnectionReset } from './graph/faults.ts';
import { createTenant, type Tenant, type TenantOptions } from './tenant.ts';

/** A tenant on loopback. */
export interface ServedTenant {
  readonly origin: string;
  readonly tenant: Tenant;
  /** Ends every connection and the printers. */
  close(): Promise<void>;
}

/** `port` 0 takes any free one. */
export type ServeOptions = Omit<TenantOptions, 'origin'> & { readonly port: number };

/** Serves a tenant on 127.0.0.1. Rejects where the port is taken. */
export async function serveTenant(options: ServeOptions): Promise<ServedTenant> {
  let tenant: Tenant | undefined;
  const server = createAdaptorServer({
    // The machine's own Request and Response stay as they are: other parts run in this process.
    overrideGlobalObjects: false,
    fetch: async (request, env) => {
      if (tenant === undefined) return new Response(null, { status: 503 });
      try {
        const response = await tenant.fetch(request);
        return response instanceof CutAnswer ? await cutOff(response, env.outgoing as ServerResponse) : response;
      } catch (error) {
        // A client that gave up has closed its end already.
        if (!(error instanceof ConnectionReset) && !request.signal.aborted) throw error;
        (env.incoming as IncomingMessage).socket.resetAndDestroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      tenant?.close();
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  try {
    tenant = await createTenant({ ...options, origin });
  } catch (error) {
    await close();
    throw error;
  }
  return { origin, tenant, close };
}

/** Sends what still comes through and then ends the connection. */
async function cutOff({ status, headers, half }: CutAnswer, outgoing: ServerResponse): Promise<Response> {
  outgoing.writeHead(status, Object.fromEntries(headers));
  await new Promise<void>((resolve) => outgoing.write(half, () => resolve()));
  outgoing.socket?.destroy();
  return RESPONSE_ALREADY_SENT;
}
