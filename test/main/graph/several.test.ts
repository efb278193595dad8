import { expect, test } from 'vitest';
import type { Ask } from '../../../main/graph/ask.ts';
import { createBatchMemory } from '../../../main/graph/batch-memory.ts';
import type { GraphClient } from '../../../main/graph/client.ts';
import { createGraphClient } from '../../../main/graph/client.ts';
import { effectSeveral } from '../../../main/graph/several.ts';
import { createGraphPorts, type GraphServer, startGraphServer } from '../../support/graph.ts';

test('an effect of whose result nothing is there may have happened: it is never said not to have been sent', async () => {
  const server: GraphServer = await startGraphServer();
  const { ports, clock } = createGraphPorts(server);
  const client: GraphClient = {
    ...createGraphClient({ ...ports, batches: createBatchMemory(clock) }),
    effectBatch: async () => ({ is: 'answered', results: [], unread: [] }),
  };
  const asks = ['1', '2'].map((id): Ask<true> => ({ name: 'some', method: 'POST', url: `https://graph.example/${id}`, parse: () => true }));
  const unknown = { ok: false, failure: { kind: 'unreachable', timedOut: false } };
  expect(await effectSeveral(client, asks, 'sideBySide', undefined)).toEqual([unknown, unknown]);
  await server.close();
});
