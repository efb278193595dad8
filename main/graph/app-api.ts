import { createGraphClient, type GraphPorts } from './client.ts';
import type { AppPrintApi, PrintTask } from './model.ts';
import { badId, readObject } from './objects.ts';
import { readAllPages } from './paging.ts';
import { parseTask } from './parse.ts';

/** Graph's task calls for the station's app-only identity (reference 2.B). */
export function createAppPrintApi(ports: GraphPorts): AppPrintApi {
  const client = createGraphClient(ports);
  const tasksPath = (definitionId: string) => ['print', 'taskDefinitions', definitionId, 'tasks'];
  const about = (taskId: string) => (task: PrintTask) => ({ got: task.id, asked: taskId });

  return {
    async listTasks(definitionId, signal) {
      const name = 'listTasks';
      const url = client.addresses.build(tasksPath(definitionId));
      return url === null ? badId(client, name) : readAllPages(client, { name, method: 'GET', url }, parseTask, signal);
    },
    async getTask(definitionId, taskId, signal) {
      const name = 'getTask';
      const url = client.addresses.build([...tasksPath(definitionId), taskId]);
      if (url === null) return badId(client, name);
      return readObject(client, name, await client.read({ name, method: 'GET', url }, signal), parseTask, about(taskId));
    },
    async completeTask(definitionId, taskId, signal) {
      const name = 'completeTask';
      const url = client.addresses.build([...tasksPath(definitionId), taskId]);
      if (url === null) return badId(client, name);
      const json = { status: { state: 'completed', description: 'Released at the station.' } };
      return readObject(client, name, await client.effect({ name, method: 'PATCH', url, json }, signal), parseTask, about(taskId));
    },
  };
}
