import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DemoPerson, DemoPrinter } from '../../main/simulator/model.ts';
import { createTenant, type Tenant, type TenantOptions } from '../../main/simulator/tenant.ts';

/** A call's outcome; `body` is the parsed JSON, or the text where it is none. */
export interface Outcome {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** JSON of unknown shape, read with `at`. */
export type Json = Readonly<Record<string, unknown>>;

/** A tenant in this process, closed when the test ends. */
export async function demoTenant(options: Partial<TenantOptions> = {}): Promise<Tenant> {
  const tenant = await createTenant({ origin: 'http://127.0.0.1:4100', seed: 'tests', ...options });
  onTestFinished(() => tenant.close());
  return tenant;
}

/** A folder of this test's own, removed afterwards. */
export function trayFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The person whose name begins so. */
export function person(tenant: Tenant, name: string): DemoPerson {
  const found = tenant.directory.people.find(({ displayName }) => displayName.startsWith(name));
  if (found === undefined) throw new Error(`No person called ${name}.`);
  return found;
}

/** The tenant's Printer Administrator. */
export function administrator(tenant: Tenant): DemoPerson {
  const found = tenant.directory.people.find(({ printerAdministrator }) => printerAdministrator === true);
  if (found === undefined) throw new Error('No administrator.');
  return found;
}

/** The printer of that kind, with or without a trigger. */
export function printer(tenant: Tenant, kind: DemoPrinter['kind'], trigger = true): DemoPrinter {
  const found = tenant.printers.find((one) => one.kind === kind && one.trigger === trigger);
  if (found === undefined) throw new Error(`No printer of kind ${kind}.`);
  return found;
}

/** A person's token through the station's app. */
export function userToken(
  tenant: Tenant,
  who: DemoPerson,
  scopes: readonly string[] = tenant.stationApp.delegatedPermissions,
): Promise<string> {
  return tenant.entra.issueFor(who.oid, tenant.stationApp.clientId, scopes);
}

/** The station's app-only token. */
export function appToken(tenant: Tenant, roles: readonly string[] = tenant.stationApp.applicationPermissions): Promise<string> {
  return tenant.entra.issueFor(tenant.stationApp.servicePrincipalId, tenant.stationApp.clientId, roles);
}

/** One call below the version root, or to an absolute address. */
export async function call(
  tenant: Pick<Tenant, 'fetch' | 'origin'>,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const url = path.startsWith('http') ? path : `${tenant.origin}/v1.0${path}`;
  const sent = new Headers(headers);
  if (token !== null) sent.set('authorization', `Bearer ${token}`);
  if (body !== undefined) sent.set('content-type', 'application/json');
  const response = await tenant.fetch(
    new Request(url, { method, headers: sent, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

function parsed(text: string): Json {
  try {
    return (text === '' ? {} : JSON.parse(text)) as Json;
  } catch {
    return { text };
  }
}

/** The value at a path such as `value.0.status.state`; undefined where the path leads nowhere. */
export function at(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);
}

/** The list at a path; empty where there is none. */
export function listAt(json: unknown, path: string): readonly Json[] {
  return (at(json, path) ?? []) as readonly Json[];
}

/** Bytes that look like nothing else, of any length. */
export function noise(length: number, start = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + start * 17 + (index >> 8)) & 0xff);
}

/** A job of that person on that printer, printed as a PC does. */
export function print(tenant: Tenant, who: DemoPerson, to: DemoPrinter, name = 'minutes.pdf', bytes = noise(3000)): Promise<string> {
  return tenant.printAs(who, to.shareId, { name, bytes });
}

/** The task that holds the job. */
export async function taskOf(tenant: Tenant, jobId: string): Promise<string> {
  const taskId = tenant.world.job(jobId)?.taskId;
  if (taskId == null) throw new Error('No task holds that job.');
  return taskId;
}

/** Path of a task of the tenant's definition. */
export function taskPath(tenant: Tenant, taskId: string): string {
  return `/print/taskDefinitions/${tenant.definitionId}/tasks/${taskId}`;
}

/** Completes the task that holds the job, with the station's app token. */
export async function complete(tenant: Tenant, jobId: string): Promise<Outcome> {
  return call(tenant, await appToken(tenant), 'PATCH', taskPath(tenant, await taskOf(tenant, jobId)), { status: { state: 'completed' } });
}

/** Starts the job with the person's token. */
export async function start(tenant: Tenant, who: DemoPerson, to: DemoPrinter, jobId: string): Promise<Outcome> {
  return call(tenant, await userToken(tenant, who), 'POST', `/print/shares/${to.shareId}/jobs/${jobId}/start`);
}
