import type { Fault, FaultRule } from './graph/fault-rules.ts';
import type { Script } from './script.ts';

/** A script with a name, for the desk page and for tests. */
export interface ReadyScript {
  readonly name: string;
  readonly group: string;
  readonly title: string;
  readonly script: Partial<Script>;
}

/** A fault as a script writes it. */
export type FaultInput = FaultRule['fault'];
/** Which calls a rule is about. */
export type Calls = { readonly method: string; readonly path: string };

/** Reads of a list of jobs. */
export const list: Calls = { method: 'GET', path: '/print/shares/*/jobs' };
/** Starts. */
export const start: Calls = { method: 'POST', path: '/print/shares/*/jobs/*/start' };
/** Completions of a task. */
export const complete: Calls = { method: 'PATCH', path: '/print/taskDefinitions/*/tasks/*' };
/** Redirects. */
export const redirect: Calls = { method: 'POST', path: '/print/printers/*/jobs/*/redirect' };
const effects: readonly Calls[] = [start, complete, redirect];

/** One rule for each of the calls. */
export const rulesOn = (
  calls: readonly Calls[],
  fault: FaultInput,
  more: Pick<FaultRule, 'count' | 'skip'> = {},
): Pick<Script, 'rules'> => ({
  rules: calls.map(({ method, path }) => ({ method, path, ...more, fault })),
});
/** One rule for each call that releases a job. */
export const onEffects = (fault: FaultInput) => rulesOn(effects, fault);
/** Something that happens meanwhile. */
export const world = (
  act: Extract<FaultInput, { kind: 'world' }>['act'],
  when: Extract<Fault, { kind: 'world' }>['when'] = 'before',
): FaultInput => ({
  kind: 'world',
  act,
  when,
});
