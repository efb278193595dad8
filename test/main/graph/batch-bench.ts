import { createAppPrintApi } from '../../../main/graph/app-api.ts';
import type { GraphPorts } from '../../../main/graph/client.ts';
import type { GraphResult } from '../../../main/graph/model.ts';
import { createUserPrintApi } from '../../../main/graph/user-api.ts';
import {
  batchOf,
  createGraphPorts,
  type GraphServer,
  type Handler,
  heldJob,
  type ItemAnswer,
  itemOk,
  json,
  type SeenItem,
} from '../../support/graph.ts';

/** Both identities' calls against `server`, and what it saw since. */
export function createBench(server: GraphServer, changes?: Partial<GraphPorts>) {
  const from = server.seen.length;
  const made = createGraphPorts(server, changes);
  return { ...made, user: createUserPrintApi(made.ports), app: createAppPrintApi(made.ports), seen: () => server.seen.slice(from) };
}

/** Kind and status of each result, short enough to compare. */
export function short(results: readonly GraphResult<unknown>[]): readonly string[] {
  return results.map((result) => (result.ok ? 'ok' : `${result.failure.kind}${'status' in result.failure ? result.failure.status : ''}`));
}

/** Jobs 1 to `count` of one share. */
export const jobs = (count: number) => Array.from({ length: count }, (_, index) => ({ shareId: 's1', jobId: String(index + 1) }));
/** Tasks t1 to t`count`. */
export const tasks = (count: number) => Array.from({ length: count }, (_, index) => `t${index + 1}`);

/** The job that an address is about. */
export const jobId = (item: { readonly url: string }) => /jobs\/([^/?]+)/.exec(item.url)?.[1] ?? '';
/** The task that an address is about. */
export const taskId = (item: { readonly url: string }) => item.url.split('/').at(-1) ?? '';

/** Good answers to items. */
export const started = itemOk({ state: 'pending', details: [] });
export const completed = (item: { readonly url: string }) => itemOk({ id: taskId(item), parentUrl: null, status: { state: 'completed' } });
export const held = (item: { readonly url: string }) => itemOk(heldJob({ id: jobId(item) }));

/** Answers batches as `item` says, and single calls as `single` says. */
export function bothWays(
  item: (item: SeenItem, place: number) => ItemAnswer,
  single: (call: { readonly url: string }) => ItemAnswer,
): Handler {
  return (request, response, origin) => {
    if (request.path.endsWith('$batch')) return batchOf(item)(request, response, origin);
    const { status, body } = single({ url: request.path });
    json(body, status)(request, response, origin);
  };
}

/** The last part of each path, to see which travelled alone. */
export const paths = (seen: readonly { readonly path: string }[]) => seen.map(({ path }) => path.split('?')[0]?.split('/').at(-1));
