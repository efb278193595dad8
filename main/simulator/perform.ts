import type { Clock } from '../ports.ts';
import type { Act } from './acts.ts';
import type { Entra, EntraSettings } from './entra/entra.ts';
import type { Printers } from './graph/printers.ts';
import type { DefinitionRecord, JobRecord } from './graph/records.ts';
import { redirectHeld } from './graph/redirect.ts';
import { isFinal } from './graph/state-machine.ts';
import type { World } from './graph/world.ts';
import type { DemoApp, Directory } from './model.ts';
import type { Settings, SettingsStore } from './settings.ts';

const hourMs = 3_600_000;

/** What acts change. Without `entra` those that need it throw. */
export interface ActsOptions {
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly world: World;
  readonly printers: Printers;
  readonly directory: Directory;
  readonly stationApp: Pick<DemoApp, 'servicePrincipalId'>;
  readonly entra?: Pick<Entra, 'settings' | 'set' | 'revokeSessions' | 'revokeAccessTokens'>;
}

/** The hand that makes things happen to a tenant. */
export interface Acts {
  /** Does it at once; `path` is the path of the call that met it, for `fromPath`. What names nothing that exists changes nothing. */
  perform(act: Act, path?: string): void;
  /** Changes that were to end by themselves stay as they are. */
  close(): void;
}

/** Makes things happen to one tenant. */
export function createActs(options: ActsOptions): Acts {
  const { clock, settings, world, printers, directory } = options;
  const running = new Set<() => void>();
  let deleted: DefinitionRecord | undefined;

  const entra = () => {
    if (options.entra === undefined) throw new Error('This act needs Entra.');
    return options.entra;
  };

  /** Changes and, after `forMs`, puts the same names back to what they were. */
  function change<Values extends object>(
    values: Values,
    changes: Partial<Values>,
    apply: (changes: Partial<Values>) => void,
    forMs?: number,
  ) {
    const before = Object.fromEntries(Object.entries(values).filter(([name]) => name in changes)) as Partial<Values>;
    apply(changes);
    if (forMs === undefined) return;
    const cancel = clock.after(forMs, () => {
      running.delete(cancel);
      apply(before);
    });
    running.add(cancel);
  }
  const changeSettings = (changes: Partial<Settings>, forMs?: number) => change(settings.current(), changes, settings.change, forMs);
  const changeEntra = (changes: Partial<EntraSettings>, forMs?: number) => change(entra().settings, changes, entra().set, forMs);

  function printerOf(named: string, path: string): string | undefined {
    if (named !== 'fromPath') return [...world.printers.values()].find((one) => one.printerId === named || one.name === named)?.printerId;
    const [, kind, id = ''] = /\/(printers|shares)\/([^/]+)/i.exec(path) ?? [];
    return kind?.toLowerCase() === 'shares' ? world.shares.get(id) : id === '' ? jobsOf('fromPath', path)[0]?.printerId : id;
  }

  function jobsOf(which: string, path: string): readonly JobRecord[] {
    const unfinished = () => world.jobs().filter((job) => !isFinal(job.phase));
    switch (which) {
      case 'fromPath': {
        const taskId = /\/tasks\/([^/]+)/i.exec(path)?.[1];
        const jobId = taskId === undefined ? /\/jobs\/([^/]+)/i.exec(path)?.[1] : world.task(taskId)?.jobId;
        const found = world.job(jobId ?? '');
        return found === undefined ? [] : [found];
      }
      case 'oldest':
        return unfinished().slice(0, 1);
      case 'newest':
        return unfinished().slice(-1);
      case 'all':
        return unfinished();
      default: {
        const found = world.job(which);
        return found === undefined ? [] : [found];
      }
    }
  }

  function personOf(who: string, path: string): string | undefined {
    if (who === 'app') return options.stationApp.servicePrincipalId;
    if (who === 'owner') return jobsOf('fromPath', path)[0]?.ownerOid;
    return directory.people.find((one) => [one.oid, one.userPrincipalName, one.displayName].includes(who))?.oid;
  }

  function endTask(job: JobRecord, state: 'completed' | 'aborted'): void {
    if (job.taskId === null || world.task(job.taskId)?.state !== 'processing') return;
    world.setTask(job.taskId, state, 'Somebody else ended the task.');
    world.apply(job.id, state === 'completed' ? 'taskCompleted' : 'taskAborted');
  }

  function toJobs(act: Extract<Act, { job: string }>, path: string): void {
    for (const job of jobsOf(act.job, path)) {
      switch (act.do) {
        case 'cancelJob':
          world.apply(job.id, 'cancel');
          break;
        case 'removeJob':
          world.removeJob(job.id);
          break;
        case 'ageJob':
          world.patchJob(job.id, { createdAt: job.createdAt - act.hours * hourMs });
          break;
        case 'startJob':
          world.apply(job.id, 'start');
          break;
        case 'completeTask':
          endTask(job, 'completed');
          break;
        case 'abortTask':
          endTask(job, 'aborted');
          break;
        case 'letGo':
          world.apply(job.id, 'taskCompleted');
          break;
        case 'finishPrint':
          printers.finishPrint(job.id);
          break;
        case 'redirectJob': {
          const to = printerOf(act.to, path);
          if (to !== undefined && job.phase === 'held') redirectHeld(world, job, to, job.configuration);
          break;
        }
      }
    }
  }

  function toPrinter(act: Extract<Act, { printer: string }>, path: string): void {
    const printerId = printerOf(act.printer, path);
    if (printerId === undefined) return;
    switch (act.do) {
      case 'moveShare': {
        const share = act.printer === 'fromPath' ? /\/shares\/([^/]+)/i.exec(path)?.[1] : undefined;
        world.moveShare(share ?? world.shareOf(printerId) ?? '', printerOf(act.to, path) ?? '');
        break;
      }
      case 'removeShare': {
        const [, share = world.shareOf(printerId)] = /\/shares\/([^/]+)/i.exec(act.printer === 'fromPath' ? path : '') ?? [];
        if (share !== undefined) world.shares.delete(share);
        break;
      }
      case 'removeTrigger': {
        const trigger = world.triggerOf(printerId);
        if (trigger !== undefined) world.triggers.delete(trigger.id);
        break;
      }
      case 'addTrigger': {
        const [definition = deleted] = world.definitions.values();
        if (definition === undefined || world.triggerOf(printerId) !== undefined) break;
        const id = world.newId();
        world.definitions.set(definition.id, definition);
        world.triggers.set(id, { id, printerId, definitionId: definition.id });
        break;
      }
      case 'jam':
        printers.jam(printerId, act.detail, act.state);
        break;
      case 'clear':
        printers.clear(printerId);
        break;
    }
  }

  function withdraw(permission: string, reach: 'allTokens' | 'newTokens'): void {
    const also = (names: readonly string[]) => ({ withdrawnPermissions: [...new Set([...names, permission])] });
    if (reach === 'allTokens') settings.change(also(settings.current().withdrawnPermissions));
    if (options.entra !== undefined) options.entra.set(also(options.entra.settings.withdrawnPermissions));
  }

  return {
    perform(act, path = '') {
      switch (act.do) {
        case 'settings':
          return changeSettings(act.change, act.forMs);
        case 'entraSettings':
          return changeEntra(act.change as Partial<EntraSettings>, act.forMs);
        case 'deleteDefinition':
          deleted = [...world.definitions.values()][0] ?? deleted;
          world.triggers.clear();
          return world.definitions.clear();
        case 'withdrawPermission':
          return withdraw(act.permission, act.reach);
        case 'revokeSessions':
        case 'revokeAccessTokens': {
          const oid = personOf(act.who, path);
          if (oid !== undefined) entra()[act.do](oid);
          return;
        }
        case 'moveShare':
        case 'removeShare':
        case 'removeTrigger':
        case 'addTrigger':
        case 'jam':
        case 'clear':
          return toPrinter(act, path);
        default:
          return toJobs(act, path);
      }
    },
    close() {
      for (const cancel of running) cancel();
      running.clear();
    },
  };
}
