import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock } from '../../ports.ts';
import type { ActInput } from '../acts.ts';
import { entraSettingsSchema, mergeSettings } from '../entra/settings.ts';
import { parseFaults } from '../graph/faults.ts';
import { readyScripts } from '../ready-scripts.ts';
import { defaultSettings, type Settings, settingsSchema } from '../settings.ts';
import type { Tenant } from '../tenant-model.ts';
import { demoDocument } from './document.ts';
import { type DeskView, deskPage, live } from './page.ts';
import { readSettingsForm } from './settings-form.ts';
import { tapStream } from './tap-stream.ts';

const files: Readonly<Record<string, string>> = {
  '/desk/desk.css': 'text/css; charset=utf-8',
  '/desk/desk-script.js': 'text/javascript; charset=utf-8',
  '/desk/icon.svg': 'image/svg+xml',
};

const safety = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With no-referrer a browser sends its own forms with `Origin: null`, which could be anybody.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Whether a path belongs to the desk. */
export function isDeskPath(pathname: string): boolean {
  return pathname === '/desk' || pathname.startsWith('/desk/');
}

/** The desk page of a tenant: what a person at a PC does, and a look behind the scenes. */
export function createDesk(tenant: Tenant, clock: Clock): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    // The page shows names and prints as anybody: only this address may reach it, and only its own forms may post.
    if (url.host !== new URL(tenant.origin).host) return plain(403, 'The desk answers at its own address only.');
    if (request.method === 'GET') return get(tenant, clock, request, url.pathname);
    if (request.method !== 'POST') return plain(405, 'The desk takes GET and POST.');
    if (request.headers.get('origin') !== tenant.origin) return plain(403, 'Only the desk itself may post here.');
    try {
      return await post(tenant, request, url.pathname);
    } catch (error) {
      return page(deskPage(viewOf(tenant, sentence(error))), 400);
    }
  };
}

function get(tenant: Tenant, clock: Clock, request: Request, path: string): Response {
  if (path === '/desk' || path === '/desk/') return page(deskPage(viewOf(tenant, null)));
  if (path === '/desk/live') return page(live(viewOf(tenant, null)).html);
  if (path === '/desk/taps')
    return new Response(tapStream(tenant, clock, request.signal), { headers: { ...safety, 'content-type': 'text/event-stream' } });
  const type = files[path];
  if (type !== undefined) {
    const file = readFileSync(new URL(`.${path.slice('/desk'.length)}`, import.meta.url));
    return new Response(file, { headers: { ...safety, 'content-type': type } });
  }
  const entry = tenant.tray()[Number(/^\/desk\/tray\/(\d{1,9})$/.exec(path)?.[1] ?? -1)];
  const document = entry && tenant.readTray(entry);
  if (document === undefined) return plain(404, 'There is nothing here.');
  return new Response(new Blob([new Uint8Array(document)]), { headers: { ...safety, 'content-type': 'application/pdf' } });
}

async function post(tenant: Tenant, request: Request, path: string): Promise<Response> {
  const form = await request.formData();
  const field = (name: string) => String(form.get(name) ?? '');
  switch (path) {
    case '/desk/print':
      await print(tenant, form);
      break;
    case '/desk/tap':
      tenant.tap(field('badge'));
      break;
    case '/desk/trouble':
      if (field('act') === 'jam') tenant.jam(field('printer'), field('detail'), field('state') || 'stopped');
      else tenant.clear(field('printer'));
      break;
    case '/desk/act':
      tenant.act(Object.fromEntries(form) as ActInput);
      break;
    case '/desk/share':
      tenant.world.moveShare(field('share'), field('to'));
      break;
    case '/desk/network':
      tenant.settings.change({ network: field('to') as Settings['network'] });
      break;
    case '/desk/script':
      applyReady(tenant, field('script'));
      return seeOther('/desk#faults');
    case '/desk/end-faults':
      tenant.scripts.clear();
      return seeOther('/desk#faults');
    case '/desk/settings':
      if (field('which') === 'entra') tenant.entra.set(readSettingsForm(entraSettingsSchema, form));
      else tenant.settings.change(readSettingsForm(settingsSchema, form));
      break;
    case '/desk/faults':
      tenant.faults.set(parseFaults(field('faults')));
      return seeOther('/desk#faults');
    default:
      return plain(404, 'There is nothing here.');
  }
  return seeOther('/desk');
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { ...safety, location } });
}

function applyReady(tenant: Tenant, name: string): void {
  const ready = readyScripts.find((one) => one.name === name);
  if (ready === undefined) throw new Error('Choose one of the faults.');
  tenant.scripts.apply(ready.script);
}

async function print(tenant: Tenant, form: FormData): Promise<void> {
  const person = tenant.directory.people.find(({ oid }) => oid === form.get('person'));
  const shareId = String(form.get('share'));
  if (person === undefined || !tenant.printers.some((printer) => printer.shareId === shareId))
    throw new Error('Choose a person and a printer.');
  const file = form.get('file');
  if (file instanceof File && file.size > 0) {
    await tenant.printAs(person, shareId, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    return;
  }
  const name = String(form.get('name') ?? '').trim() || 'Document.pdf';
  const pages = Math.min(50, Math.max(1, Math.trunc(Number(form.get('pages'))) || 1));
  await tenant.printAs(person, shareId, { name, bytes: await demoDocument(name, pages) });
}

function viewOf(tenant: Tenant, problem: string | null): DeskView {
  return {
    tenantName: tenant.directory.tenantName,
    people: tenant.directory.people,
    seed: tenant.seed,
    network: tenant.settings.current().network,
    printers: tenant.printers.map((printer) => ({
      ...printer,
      ...tenant.condition(printer.printerId),
      trigger: tenant.world.triggerOf(printer.printerId) !== undefined,
      leadsTo: tenant.world.shares.get(printer.shareId) ?? '',
    })),
    jobs: tenant.jobs(),
    tray: tenant.tray(),
    codes: tenant.entra.pendingCodes().map(({ userCode }) => userCode),
    settings: [
      { which: 'graph', title: 'Graph and printers', schema: settingsSchema, values: tenant.settings.current() },
      { which: 'entra', title: 'Entra', schema: entraSettingsSchema, values: tenant.entra.settings },
    ],
    faults: {
      rules: tenant.faults.list(),
      changed: [...changedFrom(defaultSettings, tenant.settings.current()), ...changedFrom(mergeSettings({}, {}), tenant.entra.settings)],
      scripts: readyScripts,
      people: tenant.directory.people,
      permissions: [...tenant.stationApp.applicationPermissions, ...tenant.stationApp.delegatedPermissions],
    },
    problem,
  };
}

function changedFrom(fresh: object, now: object): { readonly name: string; readonly value: unknown }[] {
  const before = new Map(Object.entries(fresh));
  return Object.entries(now)
    .filter(([name, value]) => JSON.stringify(before.get(name)) !== JSON.stringify(value))
    .map(([name, value]) => ({ name, value }));
}

function sentence(error: unknown): string {
  if (error instanceof z.ZodError) return `Nothing was changed. ${z.prettifyError(error)}`;
  return error instanceof Error ? error.message : 'That did not work.';
}

function page(body: string, status = 200): Response {
  return new Response(body, { status, headers: { ...safety, 'content-type': 'text/html; charset=utf-8' } });
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...safety, 'content-type': 'text/plain; charset=utf-8' } });
}
