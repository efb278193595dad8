import { type Answer, created, isRefusal, noContent, ok, type Refusal, refuse } from '../answer.ts';
import { noListOptions, pageOf, readQuery } from '../query.ts';
import type { DefinitionRecord, TaskRecord } from '../records.ts';
import { definitionJson, taskJson } from '../shapes.ts';
import { type CallContext, type CallTable, collection, idAt, metadata, objectBody, unknownProperty } from './call.ts';

const readRules = { unsupported: noListOptions };

/** The definition of the path, if the calling app made it. */
function definitionOf(context: CallContext): DefinitionRecord | Refusal {
  const definition = context.world.definitions.get(idAt(context, 0));
  return definition?.appId === context.caller.appId ? definition : refuse(404, 'The calling app has no such task definition.');
}

function taskOf(context: CallContext, seen: boolean): TaskRecord | Refusal {
  const definition = definitionOf(context);
  if (isRefusal(definition)) return definition;
  const task = seen ? context.world.seenTask(idAt(context, 1)) : context.world.task(idAt(context, 1));
  return task?.definitionId === definition.id ? task : refuse(404, 'The task definition has no such task.');
}

function listDefinitions(context: CallContext): Answer | Refusal {
  const query = readQuery(context.url.searchParams, readRules, context.settings);
  if (isRefusal(query)) return query;
  const own = [...context.world.definitions.values()].filter(({ appId }) => appId === context.caller.appId);
  const page = pageOf(own, ({ id }) => id, query, context.settings);
  if (isRefusal(page)) return page;
  return collection(context, 'print/taskDefinitions', { ...page, items: page.items.map(definitionJson) }, query);
}

function definitionAnswer(context: CallContext, definition: DefinitionRecord): Answer {
  return ok({ '@odata.context': metadata(context, 'print/taskDefinitions/$entity'), ...definitionJson(definition) });
}

function getDefinition(context: CallContext): Answer | Refusal {
  const query = readQuery(context.url.searchParams, readRules, context.settings);
  if (isRefusal(query)) return query;
  const definition = definitionOf(context);
  return isRefusal(definition) ? definition : definitionAnswer(context, definition);
}

/** `displayName` and `createdBy.displayName`: all that a body may set. Left out means undefined. */
function readDefinition(context: CallContext): { displayName?: string; appDisplayName?: string | null } | Refusal {
  const body = objectBody(context);
  if (isRefusal(body)) return body;
  const unknown = unknownProperty(body, ['displayName', 'createdBy']);
  if (unknown !== null) return unknown;
  const { displayName, createdBy } = body;
  if (displayName !== undefined && (typeof displayName !== 'string' || displayName === '')) return refuse(400, 'displayName is a text.');
  const appName = typeof createdBy === 'object' && createdBy !== null && 'displayName' in createdBy ? createdBy.displayName : undefined;
  if (appName !== undefined && appName !== null && typeof appName !== 'string') return refuse(400, 'createdBy.displayName is a text.');
  return { ...(displayName === undefined ? {} : { displayName }), ...(appName === undefined ? {} : { appDisplayName: appName }) };
}

function createDefinition(context: CallContext): Answer | Refusal {
  const fields = readDefinition(context);
  if (isRefusal(fields)) return fields;
  if (fields.displayName === undefined) return refuse(400, 'displayName is required.');
  const definition: DefinitionRecord = {
    id: context.world.newId(),
    displayName: fields.displayName,
    appId: context.caller.appId,
    appDisplayName: fields.appDisplayName ?? null,
  };
  context.world.definitions.set(definition.id, definition);
  return created(definitionAnswer(context, definition).body);
}

function updateDefinition(context: CallContext): Answer | Refusal {
  const definition = definitionOf(context);
  if (isRefusal(definition)) return definition;
  const fields = readDefinition(context);
  if (isRefusal(fields)) return fields;
  const changed = { ...definition, ...fields };
  context.world.definitions.set(definition.id, changed);
  return definitionAnswer(context, changed);
}

function deleteDefinition(context: CallContext): Answer | Refusal {
  const definition = definitionOf(context);
  if (isRefusal(definition)) return definition;
  const { world } = context;
  const triggers = [...world.triggers.values()].filter(({ definitionId }) => definitionId === definition.id);
  const running = world.tasks().some((task) => task.definitionId === definition.id && task.state === 'processing');
  if (context.settings.definitionInUse === 'refuse' && (triggers.length > 0 || running))
    return refuse(409, 'The task definition is in use.');
  for (const { id } of triggers) world.triggers.delete(id);
  world.definitions.delete(definition.id);
  return noContent;
}

/** Tasks of a whole tenant (setting `foreignTasks`): running, of jobs of other people that nobody here can see. */
function foreignTasks({ settings, world }: CallContext, { id: definitionId, appId }: DefinitionRecord): readonly TaskRecord[] {
  const printers = [...world.printers.keys()];
  return Array.from({ length: settings.foreignTasks }, (_, index) => ({
    id: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
    definitionId,
    triggerId: '',
    appId,
    jobId: String(100_000_000 + index),
    printerId: printers[index % printers.length] ?? '',
    state: 'processing' as const,
    description: 'The job waits for this task.',
    changedAt: world.now(),
  }));
}

/** Running and recently completed tasks (reference 2.B). */
function listTasks(context: CallContext): Answer | Refusal {
  const query = readQuery(context.url.searchParams, readRules, context.settings);
  if (isRefusal(query)) return query;
  const definition = definitionOf(context);
  if (isRefusal(definition)) return definition;
  const oldest = context.world.now() - context.settings.recentTaskMinutes * 60_000;
  const own = context.world
    .seenTasks()
    .filter((task) => task.definitionId === definition.id && (task.state === 'processing' || task.changedAt >= oldest));
  const tasks = [...foreignTasks(context, definition), ...own];
  const page = pageOf(tasks, ({ id }) => id, query, context.settings);
  if (isRefusal(page)) return page;
  const items = page.items.map((task) => taskJson(task, context.root));
  return collection(context, `print/taskDefinitions('${definition.id}')/tasks`, { ...page, items }, query);
}

function taskAnswer(context: CallContext, task: TaskRecord): Answer {
  const path = `print/taskDefinitions('${task.definitionId}')/tasks/$entity`;
  return ok({ '@odata.context': metadata(context, path), ...taskJson(task, context.root) });
}

function getTask(context: CallContext): Answer | Refusal {
  const query = readQuery(context.url.searchParams, readRules, context.settings);
  if (isRefusal(query)) return query;
  const task = taskOf(context, true);
  return isRefusal(task) ? task : taskAnswer(context, task);
}

/** `status.state` and `status.description`; what is left out keeps its value. */
function updateTask(context: CallContext): Answer | Refusal {
  const task = taskOf(context, false);
  if (isRefusal(task)) return task;
  const body = objectBody(context);
  if (isRefusal(body)) return body;
  const unknown = unknownProperty(body, ['status']);
  if (unknown !== null) return unknown;
  const { state, description } = (body.status ?? {}) as { state?: unknown; description?: unknown };
  if (state !== undefined && state !== 'processing' && state !== 'completed' && state !== 'aborted') {
    return refuse(400, 'status.state is processing, completed or aborted.');
  }
  if (description !== undefined && typeof description !== 'string') return refuse(400, 'status.description is a text.');
  if (task.state !== 'processing') return finalTask(context, task);
  context.world.setTask(task.id, state ?? task.state, description ?? task.description);
  if (state === 'completed') context.world.apply(task.jobId, 'taskCompleted');
  if (state === 'aborted') context.world.apply(task.jobId, 'taskAborted');
  return taskAnswer(context, context.world.task(task.id) ?? task);
}

/** What a task that is already final answers is not documented (reference 12.3, 28). */
function finalTask(context: CallContext, task: TaskRecord): Answer | Refusal {
  switch (context.settings.finalTaskPatch) {
    case 'unchanged':
      return taskAnswer(context, task);
    case '409':
      return refuse(409, 'The task is finished.');
    case '404':
      return refuse(404, 'There is no such running task.');
  }
}

/** Task definitions and tasks: app-only tokens, own app's definitions. */
export const taskCalls: CallTable = {
  'GET /print/taskdefinitions': listDefinitions,
  'POST /print/taskdefinitions': createDefinition,
  'GET /print/taskdefinitions/{id}': getDefinition,
  'PATCH /print/taskdefinitions/{id}': updateDefinition,
  'DELETE /print/taskdefinitions/{id}': deleteDefinition,
  'GET /print/taskdefinitions/{id}/tasks': listTasks,
  'GET /print/taskdefinitions/{id}/tasks/{id}': getTask,
  'PATCH /print/taskdefinitions/{id}/tasks/{id}': updateTask,
};
