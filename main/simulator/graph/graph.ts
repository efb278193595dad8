import type { Directory, SimulatorPorts, TokenAuthority } from '../model.ts';
import { guid } from '../random.ts';
import type { Settings, SettingsStore } from '../settings.ts';
import { type Answer, type AnswerContext, isRefusal, type Refusal, refuse, toResponse } from './answer.ts';
import { runBatch } from './batch.ts';
import { permissionsUnder, withoutWithdrawn } from './disputed-permissions.ts';
import type { Faults } from './faults.ts';
import { authorise, type Caller, identify, parentPermission } from './gate.ts';
import { land } from './held-request.ts';
import { permissionTable } from './permissions.ts';
import type { Printers } from './printers.ts';
import { calls, route } from './router.ts';
import { createUploads, uploadPath } from './uploads.ts';
import type { World } from './world.ts';

/** What the Graph side is put together from. */
export interface GraphOptions {
  readonly ports: SimulatorPorts;
  readonly directory: Directory;
  readonly authority: TokenAuthority;
  readonly settings: SettingsStore;
  readonly world: World;
  readonly printers: Printers;
  /** Applied to each item of a batch; the caller of `fetch` applies them to the whole. */
  readonly faults: Pick<Faults, 'around'>;
}

/** Whether a path belongs to Graph or to its upload addresses. */
export function isGraphPath(pathname: string): boolean {
  return /^\/(v1\.0|beta)(\/|$)/i.test(pathname) || pathname.startsWith(uploadPath);
}

/** Microsoft Graph's print API as one function; v1.0 and beta answer alike. */
export function createGraph(options: GraphOptions): { fetch(request: Request): Promise<Response> } {
  const { ports, settings, world } = options;
  const uploads = createUploads(world, () => settings.current(), ports.origin);

  function answerContext(request: Request): AnswerContext {
    return {
      nowMs: world.now(),
      requestId: guid(ports.random),
      clientRequestId: request.headers.get('client-request-id'),
      errorCodes: settings.current().errorCodes,
    };
  }

  async function fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const context = answerContext(request);
    if (url.pathname.startsWith(uploadPath)) return toResponse(await land(request, () => uploads.handle(request)), context);
    const [, version, path] = /^\/(v1\.0|beta)(\/.*)?$/i.exec(url.pathname) ?? [];
    if (version === undefined) return toResponse(refuse(404, 'There is nothing here.'), context);
    const root = `${ports.origin}/${version.toLowerCase()}`;
    return toResponse(await answer(request, url, root, path ?? '/'), context);
  }

  async function answer(request: Request, url: URL, root: string, path: string): Promise<Answer | Refusal> {
    const header = request.headers.get('authorization');
    const caller = await identify(header, options.authority, options.directory, ports.origin, world.now());
    if (isRefusal(caller)) return caller;
    if (/^\/\$batch$/i.test(path)) return batch(request, root);
    const found = route(request.method, path);
    switch (found.is) {
      case 'unlistedAction':
        return refuse(403, 'No permission covers this action on this path.');
      case 'wrongMethod':
        return refuse(405, 'The path does not take this method.');
      case 'unknown':
        return refuse(400, 'No resource was found for a segment of the path.', 'BadRequest');
      case 'call':
        return gateAndRun(request, url, root, withoutWithdrawn(caller, settings.current().withdrawnPermissions), found);
    }
  }

  async function gateAndRun(
    request: Request,
    url: URL,
    root: string,
    caller: Caller,
    { row, ids }: Extract<ReturnType<typeof route>, { is: 'call' }>,
  ): Promise<Answer | Refusal> {
    const current = settings.current();
    const parent = current.parentPermissionNeeded ? parentPermission(row, permissionTable, current.shareJobsWithAppToken) : null;
    const refusal =
      withoutLicence(caller, current) ?? authorise(caller, permissionsUnder(row, current)) ?? (parent && authorise(caller, parent));
    if (refusal !== null) return refusal;
    const run = calls[`${row.method} ${row.path}`];
    if (run === undefined) return refuse(501, 'The demo tenant does not carry out this call.');
    const body = await readBody(request);
    if (isRefusal(body)) return body;
    const newMembers = /include-unknown-enum-members/i.test(request.headers.get('prefer') ?? '');
    const { directory, printers } = options;
    // A call that a fault keeps back was authorised when it arrived; everything else is as it is when it lands.
    return land(request, () =>
      run({ caller, ids, url, root, body: body.value, newMembers, settings: settings.current(), directory, world, printers, uploads }),
    );
  }

  async function batch(request: Request, root: string): Promise<Answer | Refusal> {
    if (request.method !== 'POST') return refuse(405, 'A batch is posted.');
    const body = await readBody(request);
    if (isRefusal(body)) return body;
    const send = (item: Request) => options.faults.around(item, fetch);
    return runBatch(body.value, { root, outer: request, settings: settings.current(), random: ports.random, nowMs: world.now(), send });
  }

  return { fetch };
}

/** Refused where the tenant has no Universal Print or the person no licence for it (reference 5.1; setting `noLicenceAs`). */
function withoutLicence(caller: Caller, settings: Settings): Refusal | null {
  if (!settings.subscriptionActive) return unlicensed('The tenant has no Universal Print subscription.', settings);
  const without = caller.kind === 'user' && settings.unlicensedPeople.includes(caller.person.oid);
  return without ? unlicensed('The person has no licence.', settings) : null;
}

function unlicensed(message: string, { noLicenceAs }: Settings): Refusal {
  if (noLicenceAs === '402') return refuse(402, message, 'paymentRequired');
  return refuse(403, message, noLicenceAs === '403WithCode' ? 'licenseRequired' : undefined);
}

async function readBody(request: Request): Promise<{ readonly value: unknown } | Refusal> {
  const text = await request.text();
  if (text === '') return { value: undefined };
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    return refuse(415, 'The body is application/json.', 'invalidRequest');
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return refuse(400, 'The body is not valid JSON.');
  }
}
