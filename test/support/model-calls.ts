/** The steps of a release, as seen on the wire: where a fault can hit. `share` is the look at a printer, by share or by printer. */
export const steps = ['list', 'tasks', 'share', 'freshRead', 'followRead', 'configure', 'complete', 'start', 'redirect', 'cancel'] as const;
export type Step = (typeof steps)[number];

/** A call to Graph, understood. */
export interface ModelCall {
  readonly is: 'list' | 'tasks' | 'share' | 'read' | 'configure' | 'complete' | 'start' | 'redirect' | 'cancel' | 'batch' | 'other';
  /** Null where the call is about no one job (`complete` names a task; its job is looked up). */
  readonly jobId: string | null;
  readonly taskId: string | null;
  /** Share, or printer, of the path; null where it names none. */
  readonly shareId: string | null;
}

const shapes: readonly { readonly is: ModelCall['is']; readonly method: string; readonly path: RegExp }[] = [
  { is: 'list', method: 'GET', path: /^\/print\/(?:shares|printers)\/(?<share>[^/]+)\/jobs$/ },
  { is: 'read', method: 'GET', path: /^\/print\/(?:shares|printers)\/(?<share>[^/]+)\/jobs\/(?<job>[^/]+)$/ },
  { is: 'start', method: 'POST', path: /^\/print\/shares\/(?<share>[^/]+)\/jobs\/(?<job>[^/]+)\/start$/ },
  { is: 'configure', method: 'PATCH', path: /^\/print\/printers\/[^/]+\/jobs\/(?<job>[^/]+)$/ },
  { is: 'redirect', method: 'POST', path: /^\/print\/printers\/[^/]+\/jobs\/(?<job>[^/]+)\/redirect$/ },
  { is: 'cancel', method: 'POST', path: /^\/print\/printers\/[^/]+\/jobs\/(?<job>[^/]+)\/cancel$/ },
  { is: 'share', method: 'GET', path: /^\/print\/(?:shares|printers)\/(?<share>[^/]+)$/ },
  { is: 'tasks', method: 'GET', path: /^\/print\/taskDefinitions\/[^/]+\/tasks$/ },
  { is: 'complete', method: 'PATCH', path: /^\/print\/taskDefinitions\/[^/]+\/tasks\/(?<task>[^/]+)$/ },
  { is: 'batch', method: 'POST', path: /^\/\$batch$/ },
];

/** Which call a request is. */
export function callOf(request: Request): ModelCall {
  const path = decodeURIComponent(new URL(request.url).pathname).replace(/^\/(v1\.0|beta)/, '');
  for (const shape of shapes) {
    const groups = shape.method === request.method ? shape.path.exec(path) : null;
    if (groups !== null) {
      const { share = null, job = null, task = null } = groups.groups ?? {};
      return { is: shape.is, jobId: job, taskId: task, shareId: share };
    }
  }
  return { is: 'other', jobId: null, taskId: null, shareId: null };
}

/** The calls that change something. */
export const effectKinds = ['configure', 'complete', 'start', 'redirect', 'cancel'] as const;
export type ModelEffectKind = (typeof effectKinds)[number];

/** Calls that change something. */
export function isEffect(call: ModelCall): call is ModelCall & { readonly is: ModelEffectKind } {
  return effectKinds.some((kind) => kind === call.is);
}
