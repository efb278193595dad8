import type { DestinationView, JobStage, PrinterView } from '../../preload/contract.ts';
import { describeError } from '../log/errors.ts';
import type { JobAccess } from '../release/acting/access.ts';
import type { Deletions } from '../release/acting/deletions.ts';
import { type Finding, stageOf } from '../release/deciding/finding.ts';
import { troubleOfList } from '../release/deciding/trouble.ts';
import { jobKey, type ListedJob } from '../release/job-ref.ts';
import { expiryOf } from '../release/list/expiry.ts';
import { type JobList, type ListPorts, listHeldJobs } from '../release/list/held-jobs.ts';
import { type EmptyCause, latelyMs, whyEmpty } from '../release/list/why-empty.ts';
import { optionsOf } from '../release/printers/capabilities.ts';
import { leastBusyFirst } from '../release/printers/destinations.ts';
import type { PrinterLook } from '../release/printers/model.ts';
import type { WaitingPrinters } from '../release/printers/waiting-printers.ts';
import type { NetworkWatch } from './network-watch.ts';
import type { Dispatch, StationParts } from './parts.ts';
import type { Visit } from './visit.ts';

/** Reading what is there for the person of a visit. */
export interface ListEffects {
  /** Forgets what was found out for the person before: their visit begins. */
  begin(): void;
  /** Reads and dispatches the list; and once more the printers, where something about them came later. */
  list(visit: Visit, access: JobAccess): Promise<void>;
  /** A release said something of a job: what has moved can no longer run out of time here. */
  heard(oid: string, key: string, stage: JobStage): void;
  /** Keeps what was heard: the person has left. */
  keep(oid: string): void;
}

interface Lists {
  readonly found: JobList;
  readonly destinations: readonly { readonly printerId: string; readonly name: string; readonly look: PrinterLook }[];
}

/** What lists share with the rest of the station. */
export interface ListParts {
  readonly waiting: WaitingPrinters;
  readonly deletions: Pick<Deletions, 'toTell' | 'told'>;
  readonly network: NetworkWatch;
}

/** A list that takes longer than this is reason to see whether anything answers at all. Milliseconds. */
const askAfterMs = 700;

/** The reading half of what the station does for a person. */
export function createListEffects(parts: StationParts, dispatch: Dispatch, { waiting, deletions, network }: ListParts): ListEffects {
  const { config, clock, app, facts, seenJobs } = parts;
  const listPorts: Omit<ListPorts, 'isFollowed'> = {
    ...config.print,
    listTasks: (enough, signal) => app.listTasks(config.print.taskDefinitionId, enough, signal),
    endedElsewhere: new Set<string>(),
  };
  /** Jobs that moved since the list was last read, by owner. */
  const moved = new Map<string, Set<string>>();

  /**
   * Says that nothing answers while the list still tries, so that nobody waits for it in front of an old one; and once something answers again
   * `back` is aborted, so that nobody waits for calls that went out into the dark. Returns how to stop.
   */
  function watchNetwork(visit: Visit, back: AbortController): () => void {
    let offline = false;
    let stopped = false;
    let cancel = () => {};
    const look = async () => {
      const online = await network.look();
      if (stopped) return;
      if (online && offline) {
        back.abort();
        return;
      }
      if (!online) {
        offline = true;
        visit.releases?.outage();
        dispatch({ epoch: visit.epoch, is: 'network', online });
      }
      soon();
    };
    const bug = (error: unknown) => parts.log('internal.error', { place: 'network', ...describeError(error) });
    const soon = () => {
      cancel = clock.after(askAfterMs, () => void look().catch(bug));
    };
    soon();
    return () => {
      stopped = true;
      cancel();
    };
  }

  function portsOf(visit: Visit): ListPorts {
    return { ...listPorts, isFollowed: (key) => visit.followed.has(key) };
  }

  async function readLists(visit: Visit, access: JobAccess): Promise<Lists> {
    const left = visit.left.signal;
    for (;;) {
      const back = new AbortController();
      const signal = AbortSignal.any([left, back.signal]);
      const stopWatching = watchNetwork(visit, back);
      const [found, destinations] = await Promise.all([
        listHeldJobs(access, portsOf(visit), signal),
        lookAtDestinations(access, signal),
      ]).finally(stopWatching);
      if (left.aborted || !back.signal.aborted) return { found, destinations };
    }
  }

  async function lookAtDestinations(access: JobAccess, signal: AbortSignal): Promise<Lists['destinations']> {
    return Promise.all(
      config.print.destinations.map(async ({ printerId, name }) => ({
        printerId,
        name,
        look: await access.printerLook({ shareId: '', printerId }, signal),
      })),
    );
  }

  /** With what is known of the printers now: it may have come after the list. */
  function viewsOf({ found, destinations }: Lists): {
    readonly printers: PrinterView[];
    readonly destinations: readonly DestinationView[];
  } {
    const view = (printerId: string, name: string, { state, problems }: PrinterLook): PrinterView => ({
      name,
      state,
      problems: config.release.mode === 'app' && waiting.waits(printerId) ? ['cannotStart', ...problems] : problems,
      options: optionsOf(facts.capabilities(printerId)),
    });
    return {
      printers: found.printers.map(({ printer, look }) => view(printer.printerId, printer.name, look)),
      destinations: leastBusyFirst(
        destinations.map(({ printerId, name, look }) => ({
          ...view(printerId, name, look),
          key: printerId,
          waiting: facts.waiting(printerId),
        })),
      ),
    };
  }

  /** Whatever the list showed of the person's jobs is remembered; where it shows none, that and the journal say why. */
  function whyNone({ oid, reader }: JobAccess, found: JobList): readonly EmptyCause[] {
    const isHeld = ({ finding }: JobList['jobs'][number]) => finding.is === 'held' || finding.is === 'unstarted';
    const held = found.jobs.filter(isHeld).flatMap(({ ref, job }) => {
      const submittedAt = Date.parse(job.createdDateTime ?? '');
      return Number.isNaN(submittedAt) ? [] : [{ key: jobKey(ref), submittedAt }];
    });
    const onTheirWay = found.jobs.filter(
      ({ finding }) => finding.is === 'moving' || finding.is === 'stopped' || finding.is === 'redirected',
    );
    const over = [...onTheirWay.map(({ ref }) => jobKey(ref)), ...found.ended.map(({ key }) => key), ...(moved.get(oid) ?? [])];
    moved.delete(oid);
    const seen = seenJobs.note(oid, held, over);
    if (found.jobs.length > 0) return [];
    const read = found.printers.filter(({ failure }) => failure === null);
    return whyEmpty({
      failures: failuresOf(found),
      whole: found.whole,
      reader,
      moved: found.printers.filter(({ look }) => look.state === 'moved').map(({ printer }) => printer.name),
      ended: found.ended,
      ownerless: found.ownerless,
      released: releasedLately(parts, oid),
      seen: seen.filter(({ key }) => read.some(({ printer }) => key.startsWith(`${printer.printerId}/`))),
      listed: new Set(found.ended.map(({ key }) => key)),
      keptDays: config.release.jobsKeptDays,
      now: clock.now(),
    });
  }

  return {
    begin: () => listPorts.endedElsewhere.clear(),
    async list(visit, access) {
      const { epoch } = visit;
      let allKnown = false;
      // Beside the list, and never waited for: a printer that is slow to say what it can do delays nobody.
      const more = facts.refresh().then((changed) => {
        allKnown = true;
        return changed;
      });
      const lists = await readLists(visit, access);
      if (visit.left.signal.aborted) return;
      const { found } = lists;
      const inDoubt = openIn(parts, access);
      const jobs = found.jobs.map(({ finding, ...job }): ListedJob & { readonly stage: JobStage } => ({
        ...job,
        // Something was sent for it that no read has shown yet: whatever the list says, it is not simply held.
        stage: inDoubt.has(jobKey(job.ref)) ? { is: 'checking' } : listedStage(finding),
        unstartedSince: finding.is === 'unstarted' ? clock.elapsed() : null,
      }));
      const unread = found.printers.filter(({ failure }) => failure !== null);
      const [failure] = failuresOf(found);
      const trouble = failure === undefined ? null : troubleOfList(failure, access.reader);
      if (trouble?.code === 'offline') visit.releases?.outage();
      const expires = found.jobs.flatMap(({ ref, job }) => {
        const expiry = expiryOf(job.createdDateTime, config.release.jobsKeptDays, clock.now());
        return expiry === null ? [] : [[jobKey(ref), expiry] as const];
      });
      dispatch({
        epoch,
        is: 'listed',
        jobs,
        ...viewsOf(lists),
        trouble,
        unread: unread.map(({ printer }) => printer.name),
        why: whyNone(access, found),
        expires: new Map(expires),
        undeleted: deletions.toTell(access.oid),
      });
      if (found.whole) deletions.told(access.oid);
      if (!allKnown && (await more) && !visit.left.signal.aborted) dispatch({ epoch, is: 'printers', ...viewsOf(lists) });
    },
    heard(oid, key, { is }) {
      if (is === 'held' || is === 'releasing' || is === 'notReleased' || is === 'checking' || is === 'unsure' || is === 'arriving') return;
      const keys = moved.get(oid) ?? new Set();
      moved.set(oid, keys.add(key));
    },
    keep(oid) {
      const keys = moved.get(oid);
      moved.delete(oid);
      if (keys !== undefined) seenJobs.note(oid, [], [...keys]);
    },
  };
}

function failuresOf({ printers }: JobList) {
  return printers.flatMap(({ failure }) => (failure === null ? [] : [failure]));
}

/** What nobody released, and nobody can tell more of, is its owner's to release: then it is read once more, and told as it is. */
function listedStage(finding: Finding): JobStage {
  return finding.is === 'unclear' ? { is: 'held' } : stageOf(finding);
}

/** Jobs of releases that the journal has open. Where it cannot be read the list's word stands: nothing can be released then either. */
function openIn({ journal }: StationParts, { oid }: JobAccess): ReadonlySet<string> {
  try {
    return new Set(journal.openFor(oid).map(({ ref }) => jobKey(ref)));
  } catch {
    return new Set();
  }
}

/** What this station did for the person lately; nothing where the journal cannot be read. */
function releasedLately({ journal, clock }: StationParts, oid: string) {
  try {
    return journal.endedSince(oid, clock.now() - latelyMs);
  } catch {
    return [];
  }
}
