import { type Answer, created, isRefusal, noContent, ok, type Refusal, refuse } from '../answer.ts';
import { noCountNoSearch, noListOptions, pageOf, type Query, readQuery, selected } from '../query.ts';
import type { PrinterRecord, TriggerRecord } from '../records.ts';
import { type Json, printerBasics, printerJson, shareJson, triggerJson } from '../shapes.ts';
import {
  type CallContext,
  type CallTable,
  collection,
  conditionOf,
  idAt,
  isSharePath,
  metadata,
  objectBody,
  printerOf,
  unknownProperty,
} from './call.ts';

const isAdmin = (context: CallContext) => context.caller.kind === 'user' && context.caller.admin;
const adminOnly = () => refuse(403, 'This takes a Printer Administrator.');

/** Printer Administrators only (the gate lets no app through but by setting); without `defaults` and `capabilities`. */
function listPrinters(context: CallContext): Answer | Refusal {
  if (context.caller.kind === 'user' && !isAdmin(context)) return adminOnly();
  const rules = { select: true, top: true, expand: ['shares'], unsupported: noCountNoSearch };
  const query = readQuery(context.url.searchParams, rules, context.settings);
  if (isRefusal(query)) return query;
  const page = pageOf([...context.world.printers.values()], ({ printerId }) => printerId, query, context.settings);
  if (isRefusal(page)) return page;
  const items = page.items.map((printer) => ({
    ...printerJson(printer, conditionOf(context, printer), null),
    ...sharesOf(context, printer, query),
  }));
  return collection(context, 'print/printers', { ...page, items }, withExpanded(query));
}

function sharesOf(context: CallContext, printer: PrinterRecord, query: Query): Json {
  const shareId = context.world.shareOf(printer.printerId);
  if (!query.expand.includes('shares')) return {};
  return { shares: shareId === undefined ? [] : [shareJson(printer, shareId, conditionOf(context, printer), null)] };
}

/** `$select` never hides what `$expand` asked for. */
function withExpanded(query: Query): Query {
  return query.select === null ? query : { ...query, select: [...query.select, ...query.expand] };
}

function getPrinter(context: CallContext): Answer | Refusal {
  const query = readQuery(context.url.searchParams, { select: true, expand: ['shares'] }, context.settings);
  if (isRefusal(query)) return query;
  const shown = context.settings.printerCapabilities === 'shown';
  if (query.select?.includes('capabilities') && context.settings.printerCapabilities === 'refused') return adminOnly();
  if (context.settings.printerReadNeedsAdmin && context.caller.kind === 'user' && !context.caller.admin) return adminOnly();
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  const json = { ...printerJson(printer, conditionOf(context, printer), query.select, shown), ...sharesOf(context, printer, query) };
  return ok({ '@odata.context': metadata(context, 'print/printers/$entity'), ...selected(json, withExpanded(query).select) });
}

/** People who are no administrators get the basics only (reference 2.E). */
function listShares(context: CallContext): Answer | Refusal {
  const rules = { select: true, top: true, unsupported: noCountNoSearch };
  const query = readQuery(context.url.searchParams, rules, context.settings);
  if (isRefusal(query)) return query;
  const within = isSharePath(context) || context.ids.length === 0 ? null : printerOf(context);
  if (isRefusal(within)) return within;
  const shares = [...context.world.shares].filter(([, printerId]) => within === null || printerId === within.printerId);
  const page = pageOf(shares, ([shareId]) => shareId, query, context.settings);
  if (isRefusal(page)) return page;
  const items = page.items.flatMap(([shareId, printerId]) => {
    const printer = context.world.printers.get(printerId);
    if (printer === undefined) return [];
    return [isAdmin(context) ? shareJson(printer, shareId, conditionOf(context, printer), null) : printerBasics(printer, shareId)];
  });
  return collection(context, 'print/shares', { ...page, items }, query);
}

function getShare(context: CallContext): Answer | Refusal {
  const query = readQuery(context.url.searchParams, { select: true, expand: ['printer'], unsupported: ['$count'] }, context.settings);
  if (isRefusal(query)) return query;
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  const shareId = isSharePath(context) ? idAt(context, 0) : idAt(context, 1);
  if (context.world.shares.get(shareId) !== printer.printerId) return refuse(404, 'There is no such printer share.');
  const status = conditionOf(context, printer);
  const expanded = query.expand.includes('printer') ? context.settings.sharePrinterExpand : 'omitted';
  if (expanded === 'refused') return refuse(403, 'The printer behind the share is not shown to this caller.');
  const json = {
    ...shareJson(printer, shareId, status, query.select, context.settings.printerCapabilities === 'shown'),
    ...(expanded === 'shown' ? { printer: printerJson(printer, status, null) } : {}),
  };
  return ok({ '@odata.context': metadata(context, 'print/shares/$entity'), ...selected(json, withExpanded(query).select) });
}

/** Trigger calls take an administrator's token (reference 2.C). */
function triggersOf(context: CallContext): readonly TriggerRecord[] | Refusal {
  if (!isAdmin(context)) return adminOnly();
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  return [...context.world.triggers.values()].filter(({ printerId }) => printerId === printer.printerId);
}

function triggerOf(context: CallContext): TriggerRecord | Refusal {
  const triggers = triggersOf(context);
  if (isRefusal(triggers)) return triggers;
  return triggers.find(({ id }) => id === idAt(context, 1)) ?? refuse(404, 'The printer has no such task trigger.');
}

function listTriggers(context: CallContext): Answer | Refusal {
  const query = readQuery(context.url.searchParams, { unsupported: noListOptions }, context.settings);
  if (isRefusal(query)) return query;
  const triggers = triggersOf(context);
  if (isRefusal(triggers)) return triggers;
  const page = pageOf(triggers, ({ id }) => id, query, context.settings);
  if (isRefusal(page)) return page;
  return collection(context, `print/printers('${idAt(context, 0)}')/taskTriggers`, { ...page, items: page.items.map(triggerJson) }, query);
}

function triggerAnswer(context: CallContext, trigger: TriggerRecord): Json {
  return { '@odata.context': metadata(context, `print/printers('${trigger.printerId}')/taskTriggers/$entity`), ...triggerJson(trigger) };
}

function getTrigger(context: CallContext): Answer | Refusal {
  const query = readQuery(context.url.searchParams, { unsupported: noListOptions }, context.settings);
  if (isRefusal(query)) return query;
  const trigger = triggerOf(context);
  return isRefusal(trigger) ? trigger : ok(triggerAnswer(context, trigger));
}

/** One trigger on a printer, bound to a definition of the same app. */
function createTrigger(context: CallContext): Answer | Refusal {
  const existing = triggersOf(context);
  if (isRefusal(existing)) return existing;
  const body = objectBody(context);
  if (isRefusal(body)) return body;
  const unknown = unknownProperty(body, ['event', 'definition@odata.bind']);
  if (unknown !== null) return unknown;
  if (body.event !== 'jobStarted') return refuse(400, 'event is jobStarted.');
  const bound = /\/print\/taskDefinitions\/([^/]+)$/i.exec(String(body['definition@odata.bind'] ?? ''))?.[1];
  const definition = context.world.definitions.get(bound ?? '');
  if (bound === undefined) return refuse(400, 'definition@odata.bind names a task definition.');
  if (definition === undefined) return refuse(404, 'There is no such task definition.');
  if (definition.appId !== context.caller.appId) return refuse(403, 'The task definition belongs to another app.');
  if (existing.length > 0) return refuse(409, 'The printer has a task trigger already.');
  const trigger = { id: context.world.newId(), printerId: idAt(context, 0), definitionId: definition.id };
  context.world.triggers.set(trigger.id, trigger);
  return created(triggerAnswer(context, trigger));
}

function deleteTrigger(context: CallContext): Answer | Refusal {
  const trigger = triggerOf(context);
  if (isRefusal(trigger)) return trigger;
  context.world.triggers.delete(trigger.id);
  return noContent;
}

/** Printers, shares and task triggers. */
export const printerCalls: CallTable = {
  'GET /print/printers': listPrinters,
  'GET /print/printers/{id}': getPrinter,
  'GET /print/shares/{id}/printer': getPrinter,
  'GET /print/shares': listShares,
  'GET /print/printers/{id}/shares': listShares,
  'GET /print/shares/{id}': getShare,
  'GET /print/printers/{id}/shares/{id}': getShare,
  'GET /print/printers/{id}/tasktriggers': listTriggers,
  'POST /print/printers/{id}/tasktriggers': createTrigger,
  'GET /print/printers/{id}/tasktriggers/{id}': getTrigger,
  'DELETE /print/printers/{id}/tasktriggers/{id}': deleteTrigger,
};
