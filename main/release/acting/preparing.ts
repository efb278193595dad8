import type { Trouble } from '../../../preload/contract.ts';
import type { JobConfiguration } from '../../graph/model.ts';
import type { ReleaseEvent } from '../deciding/release.ts';
import { optionsOf } from '../printers/capabilities.ts';
import type { Capabilities, PrinterIds, PrinterLook } from '../printers/model.ts';
import { choosesNothing, offers, toConfiguration } from '../printers/options.ts';
import { checkPrinters } from '../printers/printer-check.ts';
import type { JobAccess } from './access.ts';
import type { Followed, Touch } from './followed.ts';
import type { ReleasePorts } from './ports.ts';

/** Every token must live this long before the first effect, so that no release is begun that could not be ended. Milliseconds. */
const minTokenLifetimeMs = 5 * 60_000;

/**
 * Looks at everything that has to be so before the first effect: tokens of both identities, the printers, and whether they offer what was
 * chosen. One event for each job, in the order given.
 */
export async function prepare(
  ports: ReleasePorts,
  access: JobAccess,
  jobs: readonly Followed[],
  signal: AbortSignal,
): Promise<readonly ReleaseEvent[]> {
  if (jobs.length === 0) return [];
  const look = lookOnce(access);
  const [notReady, printers] = await Promise.all([access.ready(minTokenLifetimeMs), checkPrinters(look, jobs.map(printerOf), signal)]);
  return Promise.all(
    jobs.map(async (job): Promise<ReleaseEvent> => {
      const at = () => ports.clock.elapsed();
      const trouble: Trouble | null = notReady ?? printers.get(printerOf(job).printerId) ?? null;
      if (trouble !== null) return { is: 'notReady', trouble, at: at() };
      const chosen = await settingsFor(ports, job, async () => (await look(printerOf(job), signal)).capabilities);
      if (chosen === null) return { is: 'notReady', trouble: { code: 'optionsRefused', reference: '' }, at: at() };
      return { is: 'ready', settings: chosen.settings };
    }),
  );
}

function printerOf({ touch, origin }: Followed): PrinterIds {
  return touch === null || touch.redirectTo === null ? origin : { shareId: '', printerId: touch.redirectTo };
}

/**
 * What a job's settings are to be: what its owner chose, and, where an earlier release of this station changed something, as it was printed.
 * Null where the printer does not offer what was chosen, or nobody knows.
 */
async function settingsFor(
  { configures, journal, log }: ReleasePorts,
  { origin, touch }: { readonly origin: Followed['origin']; readonly touch: Touch | null },
  capabilitiesOf: () => Promise<Capabilities | null>,
): Promise<{ readonly settings: JobConfiguration | null } | null> {
  let former: JobConfiguration | null = null;
  try {
    former = configures ? journal.formerSettings(origin) : null;
  } catch {
    log('journal.failed', { while: 'read' });
    return null;
  }
  const options = touch?.options ?? {};
  if (choosesNothing(options)) return { settings: former };
  const capabilities = configures ? await capabilitiesOf() : null;
  const offered = optionsOf(capabilities);
  if (capabilities === null || offered === null || !offers(options, offered)) return null;
  return { settings: { ...former, ...toConfiguration(options, capabilities) } };
}

/** Looks at each printer once. */
function lookOnce({ printerLook }: JobAccess): JobAccess['printerLook'] {
  const looks = new Map<string, Promise<PrinterLook>>();
  return (printer, signal) => {
    const look = looks.get(printer.printerId) ?? printerLook(printer, signal);
    looks.set(printer.printerId, look);
    return look;
  };
}
