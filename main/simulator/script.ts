import { z } from 'zod';
import { entraSettingsChanges, settingsChanges } from './acts.ts';
import type { Entra, EntraSettings } from './entra/entra.ts';
import { type FaultRule, ruleSchema } from './graph/fault-rules.ts';
import type { RunningFaults } from './graph/faults.ts';
import type { Settings, SettingsStore } from './settings.ts';

const rules = z.array(ruleSchema);

const scriptSchema = z.strictObject({
  settings: settingsChanges.optional(),
  entraSettings: entraSettingsChanges.optional(),
  rules: rules.optional(),
});

/** What goes wrong and how the service behaves meanwhile: the content of a faults file. */
export interface Script {
  readonly settings: Partial<Settings>;
  readonly entraSettings: Partial<EntraSettings>;
  readonly rules: readonly FaultRule[];
}

/** A faults file, read: or every mistake in it, each with its path. */
export type ReadScript = { readonly ok: true; readonly script: Script } | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a faults file: a JSON array of rules, or an object with `settings`, `entraSettings` and `rules`. */
export function readScript(text: string): ReadScript {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`It is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`] };
  }
  const read = scriptSchema.safeParse(Array.isArray(json) ? { rules: json } : json);
  if (!read.success) return { ok: false, problems: read.error.issues.map((issue) => problem(issue, Array.isArray(json))) };
  const { settings = {}, entraSettings = {}, rules: given = [] } = read.data;
  return { ok: true, script: { settings, entraSettings: entraSettings as Partial<EntraSettings>, rules: given } };
}

function problem({ path, message }: z.core.$ZodIssue, bare: boolean): string {
  // A bare array has no `rules` in front that its writer would recognise.
  const steps = bare ? path.slice(1) : path;
  const where = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return where === '' ? message : `${where.replace(/^\./, '')}: ${message}`;
}

/** Scripts laid over a running tenant, and the way back. */
export interface Scripts {
  /** Adds the rules and changes the settings. Throws a `ZodError` where the tenant does not take them. */
  apply(script: Partial<Script>): void;
  /**
   * Ends all faults and puts every setting that a script or its rules changed back to what it was. What was done to jobs, printers,
   * triggers and sessions stays done.
   */
  clear(): void;
}

/** Remembers what scripts changed. */
export function createScripts(tenant: {
  readonly faults: RunningFaults;
  readonly settings: SettingsStore;
  readonly entra: Pick<Entra, 'settings' | 'set'>;
}): Scripts {
  let before: { readonly settings: Partial<Settings>; readonly entra: Partial<EntraSettings> } = { settings: {}, entra: {} };
  const kept = <Values extends object>(values: Values, names: object): Partial<Values> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name in names)) as Partial<Values>;
  return {
    apply(script) {
      const { settings = {}, entraSettings = {}, rules: added = [] } = script;
      const touched = touchedBy(added);
      const old = {
        settings: kept(tenant.settings.current(), { ...touched.settings, ...settings }),
        entra: kept(tenant.entra.settings, { ...touched.entra, ...entraSettings }),
      };
      tenant.settings.change(settings);
      tenant.entra.set(entraSettings);
      tenant.faults.add(added);
      before = { settings: { ...old.settings, ...before.settings }, entra: { ...old.entra, ...before.entra } };
    },
    clear() {
      tenant.faults.set([]);
      tenant.settings.change(before.settings);
      tenant.entra.set(before.entra);
      before = { settings: {}, entra: {} };
    },
  };
}

/** Names of the settings that the rules will change once they hit. */
function touchedBy(added: readonly FaultRule[]): { readonly settings: object; readonly entra: object } {
  let [settings, entra]: [object, object] = [{}, {}];
  for (const { fault } of added) {
    if (fault.kind !== 'world') continue;
    if (fault.act.do === 'settings') settings = { ...settings, ...fault.act.change };
    if (fault.act.do === 'entraSettings') entra = { ...entra, ...fault.act.change };
    if (fault.act.do !== 'withdrawPermission') continue;
    settings = { ...settings, withdrawnPermissions: null };
    entra = { ...entra, withdrawnPermissions: null };
  }
  return { settings, entra };
}
