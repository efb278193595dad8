import { type Brand, languages } from '../../preload/contract.ts';
import { Secret } from '../secret.ts';
import { checkFile, inFileOrder, isGuid, secretId } from './checks.ts';
import { bestTextOn } from './contrast.ts';
import { lookOverJson } from './json-text.ts';
import { type Logo, readLogo } from './logo.ts';
import type { AppCredentialSource, ConfigProblem, StationConfig } from './model.ts';
import { besideFile, defaultConfigFile, defaultDataFolder, type PathContext, wantsShell } from './paths.ts';
import { dotted, member, mostProblems, problemAt } from './problems.ts';
import { type ReadFile, readText } from './read-text.ts';
import { type ConfigFile, configFile } from './schema.ts';

/** What loading needs from outside. */
export interface ConfigPorts extends PathContext {
  /** The file named by `--config`, absolute; the machine's own place where left out. */
  readonly path?: string;
  readonly readFile: ReadFile;
}

/** A checked configuration, or everything that is wrong with it. */
export type ConfigResult =
  | { readonly ok: true; readonly file: string; readonly config: StationConfig }
  | {
      readonly ok: false;
      readonly file: string;
      readonly problems: readonly ConfigProblem[];
      /** True where the file itself is not there: nothing is configured. */
      readonly notFound: boolean;
    };

/** Reads, checks and completes the station's configuration. Every problem is named at once. */
export async function loadConfig(ports: ConfigPorts): Promise<ConfigResult> {
  const file = ports.path ?? defaultConfigFile(ports);
  const refused = (problems: readonly ConfigProblem[], notFound = false): ConfigResult => ({ ok: false, file, problems, notFound });

  const text = await readText(ports.readFile, file, 'The configuration file', 1_000_000);
  if (!text.ok) return refused([problemAt('', text.problem, text.remedy)], text.notFound);
  const json = readJson(text.text);
  if (!json.ok) return refused([json.problem]);

  const credential = await readCredential(ports, file, member(json.value, 'app'));
  const logo = await logoOf(ports, file, json.value);
  const found = [
    ...json.duplicates,
    ...checkFile(json.value, ports),
    ...credential.problems,
    ...(logo?.ok === false ? [logo.problem] : []),
  ];
  const problems = inFileOrder(found).slice(0, mostProblems);
  const parsed = configFile.safeParse(json.value);
  if (problems.length > 0 || !parsed.success || credential.source === null) return refused(problems);
  const address = logo?.ok ? logo.address : null;
  return {
    ok: true,
    file,
    config: { ...complete(ports, file, parsed.data, credential.source), screen: completeScreen(parsed.data, address) },
  };
}

type Json =
  | { readonly ok: true; readonly value: unknown; readonly duplicates: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problem: ConfigProblem };

function readJson(text: string): Json {
  const look = lookOverJson(text);
  if (look.fault !== null) {
    const { line, column, why } = look.fault;
    return {
      ok: false,
      problem: problemAt('', `The file is not JSON: line ${line}, column ${column}. ${faults[why]}`, faultRemedies[why]),
    };
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, problem: problemAt('', 'The file does not hold an object.', 'Begin it with "{" and end it with "}".') };
  const duplicates = look.duplicates.map(({ path, line }) =>
    problemAt(dotted(path), `This stands twice in the file, again in line ${line}.`, 'Keep one of the two.'),
  );
  return { ok: true, value, duplicates };
}

type Why = NonNullable<ReturnType<typeof lookOverJson>['fault']>['why'];

const faults: Readonly<Record<Why, string>> = {
  ends: 'The text ends before it is complete.',
  escape: 'A single backslash stands inside quotation marks.',
  lineBreak: 'A line break or tab stands inside quotation marks.',
  comment: 'There is a comment.',
  comma: 'There is a comma with nothing after it.',
  noComma: 'There is no comma between two entries.',
  quotes: 'Something is not in straight double quotation marks.',
  deep: 'It is nested too deeply.',
  other: 'Something there does not belong.',
};

const faultRemedies: Readonly<Record<Why, string>> = {
  ends: 'Check that every bracket and quotation mark is closed.',
  escape: 'Write two backslashes for each one of a Windows path.',
  lineBreak: 'Close the quotation marks on the same line.',
  comment: 'Remove it: JSON has no comments.',
  comma: 'Remove the comma before the closing bracket.',
  noComma: 'Put a comma between the two.',
  quotes: 'Put every name and text into " marks.',
  deep: 'Compare the file with the example in the documentation.',
  other: 'Correct that place; an editor that knows JSON will mark it.',
};

interface Credential {
  readonly source: AppCredentialSource | null;
  readonly problems: readonly ConfigProblem[];
}

/** Every credential that `app` names, so that none hides the other's problems; that there is exactly one is for `checkFile`. */
async function readCredential(ports: ConfigPorts, file: string, app: unknown): Promise<Credential> {
  const found: Credential[] = [];
  const secret = member(app, 'secret');
  if (typeof secret === 'string') found.push({ source: { kind: 'secret', secret: new Secret(secret) }, problems: [] });
  const secretFile = usablePath(member(app, 'secretFile'));
  if (secretFile !== null) found.push(await readSecretFile(ports, besideFile(ports, file, secretFile)));
  const certificate = usablePath(member(member(app, 'certificate'), 'path'));
  if (certificate !== null) found.push(await readCertificate(ports, besideFile(ports, file, certificate)));
  return { source: found[0]?.source ?? null, problems: found.flatMap(({ problems }) => problems) };
}

function usablePath(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' && !wantsShell(value) ? value.trim() : null;
}

async function readSecretFile(ports: ConfigPorts, path: string): Promise<Credential> {
  const at = 'app.secretFile';
  const text = await readText(ports.readFile, path, 'The file with the client secret', 4_000);
  if (!text.ok) return { source: null, problems: [problemAt(at, text.problem, text.remedy)] };
  const secret = text.text.trim();
  if (/\s/.test(secret)) return { source: null, problems: [problemAt(at, 'The file holds more than a client secret.')] };
  if (isGuid(secret)) return { source: null, problems: [secretId(at)] };
  return { source: { kind: 'secret', secret: new Secret(secret) }, problems: [] };
}

/** Looks whether the file can be used at all; it is read again when a token is needed, so that a renewed one is taken up. */
async function readCertificate(ports: ConfigPorts, path: string): Promise<Credential> {
  const at = 'app.certificate.path';
  const text = await readText(ports.readFile, path, 'The certificate file', 1_000_000);
  if (!text.ok) return { source: null, problems: [problemAt(at, text.problem, text.remedy)] };
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(text.text))
    return {
      source: null,
      problems: [
        problemAt(
          at,
          'The private key is protected by a password, which nobody is there to type.',
          'Save it without one and let only the station read the file.',
        ),
      ],
    };
  const missing = [
    ...(/-----BEGIN CERTIFICATE-----/.test(text.text) ? [] : ['certificate']),
    ...(/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(text.text) ? [] : ['private key']),
  ];
  if (missing.length > 0) return { source: null, problems: [problemAt(at, `The file holds no ${missing.join(' and no ')} in PEM form.`)] };
  return { source: { kind: 'certificate', path }, problems: [] };
}

/** The logo that the configuration names; null where it names none. */
async function logoOf(ports: ConfigPorts, file: string, value: unknown): Promise<Logo | null> {
  const path = usablePath(member(member(member(value, 'screen'), 'brand'), 'logo'));
  return path === null ? null : readLogo(ports.readFile, besideFile(ports, file, path));
}

function completeScreen({ screen }: ConfigFile, logo: string | null): StationConfig['screen'] {
  const { color, text } = screen.brand;
  const brand: Brand = { logo, color: color ?? null, text: color === undefined ? null : (text ?? bestTextOn(color)) };
  // The pseudo-locale is for tests of the layout: there only where it was asked for.
  const all = languages.filter((language) => language !== 'en-XA' || screen.language === language);
  return { ...screen, languages: screen.languages ?? all, widthMm: screen.widthMm ?? null, brand };
}

function complete(ports: ConfigPorts, file: string, parsed: ConfigFile, credential: AppCredentialSource): Omit<StationConfig, 'screen'> {
  const { station, tenant, app, print, release, signIn, session, badge, data } = parsed;
  const folder = data.folder === undefined ? defaultDataFolder(ports) : besideFile(ports, file, data.folder);
  const byUser = release.mode === 'user';
  const cloud =
    typeof tenant.cloud === 'string'
      ? tenant.cloud
      : { graph: new URL(tenant.cloud.graph).origin, authority: new URL(tenant.cloud.authority).origin };
  return {
    station,
    tenant: { id: tenant.id, cloud },
    app: { clientId: app.clientId, credential },
    print: { ...print, destinations: print.destinations ?? [] },
    release: {
      ...release,
      allowDelete: release.allowDelete ?? byUser,
      options: release.options ?? release.mode === 'redirect',
    },
    signIn: { methods: signIn.methods ?? (byUser ? ['badge', 'deviceCode'] : ['badge']) },
    session,
    badge: { ...badge, list: badge.list === undefined ? null : besideFile(ports, file, badge.list) },
    data: { folder },
  };
}
