import { modeProblems } from './mode-checks.ts';
import type { ConfigProblem } from './model.ts';
import { isNetworkPath, type PathContext, wantsShell } from './paths.ts';
import { dotted, member, problemAt, problemsOf, twice } from './problems.ts';
import { configFile, namedClouds, testCloud } from './schema.ts';
import { screenProblems } from './screen-checks.ts';

/** Everything that is wrong with a file's value; looks at raw values, so that one mistake does not hide another. */
export function checkFile(file: unknown, context: PathContext): readonly ConfigProblem[] {
  const parsed = configFile.safeParse(file);
  return [
    ...(parsed.success ? [] : problemsOf(parsed.error, file)).filter(({ path }) => !/^tenant\.cloud($|[.[])/.test(path)),
    ...cloudProblems(file),
    ...credentialProblems(member(file, 'app')),
    ...printerProblems(member(member(file, 'print'), 'printers')),
    ...modeProblems(file),
    ...methodProblems(member(member(file, 'signIn'), 'methods')),
    ...rangeProblems(file),
    ...zeroGuids(file),
    ...screenProblems(file),
    ...pathProblems(file, context),
  ];
}

/** The problems in the order of the file's sections; keys that belong nowhere last. */
export function inFileOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const order = ['$schema', 'station', 'tenant', 'app', 'print', 'release', 'signIn', 'session', 'badge', 'screen', 'data'];
  const rank = (problem: ConfigProblem) => (order.indexOf(problem.path.split(/[.[]/)[0] ?? '') + order.length + 1) % (order.length + 1);
  return problems.toSorted((a, b) => rank(a) - rank(b));
}

function cloudProblems(file: unknown): readonly ConfigProblem[] {
  const path = 'tenant.cloud';
  const tenant = member(file, 'tenant');
  const cloud = member(tenant, 'cloud');
  if (typeof tenant !== 'object' || tenant === null) return [];
  if (cloud === undefined) return [problemAt(path, 'This is missing.')];
  if (typeof cloud === 'string') {
    if (/china|21vianet|mooncake/i.test(cloud)) return [china(path)];
    const known: readonly string[] = namedClouds;
    return known.includes(cloud) ? [] : [problemAt(path, 'This is not the name of a cloud that has Universal Print.')];
  }
  if (typeof cloud !== 'object' || cloud === null || Array.isArray(cloud))
    return [problemAt(path, 'This must be the name of a cloud, or an object with two addresses.')];
  const parsed = testCloud.safeParse(cloud);
  const shape = parsed.success ? [] : problemsOf(parsed.error, file, ['tenant', 'cloud']);
  const addresses = (['graph', 'authority'] as const).flatMap((key) => addressProblem(`${path}.${key}`, member(cloud, key)));
  return [...shape, ...addresses];
}

function china(path: string): ConfigProblem {
  return problemAt(
    path,
    'Microsoft Graph in China (operated by 21Vianet) has no print API, so a station cannot work there.',
    'Use a tenant of the global or a US Government cloud.',
  );
}

function addressProblem(path: string, address: unknown): readonly ConfigProblem[] {
  if (typeof address !== 'string' || address === '') return [];
  if (!URL.canParse(address)) return [problemAt(path, 'This is not an address.')];
  const url = new URL(address);
  if (/(^|\.)chinacloudapi\.cn$|\.partner\.microsoftonline\.cn$/.test(url.hostname)) return [china(path)];
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    return [
      problemAt(
        path,
        'This address is not protected: tokens would cross the network in the open.',
        'Use https; plain http is taken for 127.0.0.1, [::1] and localhost only.',
      ),
    ];
  const bare = url.username === '' && url.password === '' && url.pathname === '/' && url.search === '' && url.hash === '';
  return bare ? [] : [problemAt(path, 'This must be an origin alone, without user, path or anything after it.')];
}

function credentialProblems(app: unknown): readonly ConfigProblem[] {
  if (typeof app !== 'object' || app === null || Array.isArray(app)) return [];
  const given = ['secret', 'secretFile', 'certificate'].filter((key) => member(app, key) !== undefined);
  const problems: ConfigProblem[] = [];
  if (given.length === 0) {
    problems.push(problemAt('app', 'There is no credential.', 'Add one of "certificate", "secretFile" or "secret".'));
  } else if (given.length > 1) {
    const list = given.map((key) => `"${key}"`).join(' and ');
    problems.push(problemAt('app', `There is more than one credential: ${list}.`, 'Keep one of them and remove the rest.'));
  }
  const secret = member(app, 'secret');
  if (typeof secret === 'string' && isGuid(secret)) problems.push(secretId('app.secret'));
  return problems;
}

/** Entra shows a secret's id beside its value; the mix-up costs an afternoon. */
export function secretId(path: string): ConfigProblem {
  return problemAt(path, 'This looks like the id of a client secret, not like the secret itself.');
}

/** True for text in the form of a GUID. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function printerProblems(printers: unknown): readonly ConfigProblem[] {
  if (!Array.isArray(printers)) return [];
  const problems = [...twice('print.printers', printers, ['shareId', 'printerId', 'name'])];
  printers.forEach((printer: unknown, index) => {
    const [share, own] = [member(printer, 'shareId'), member(printer, 'printerId')];
    if (typeof share === 'string' && typeof own === 'string' && isGuid(share) && share.toLowerCase() === own.toLowerCase())
      problems.push(
        problemAt(`print.printers[${index}].printerId`, 'This is the same id as "shareId"; a printer and its share have different ones.'),
      );
  });
  return problems;
}

function methodProblems(methods: unknown): readonly ConfigProblem[] {
  if (!Array.isArray(methods) || new Set(methods).size === methods.length) return [];
  return [problemAt('signIn.methods', 'A way to sign in is listed twice.')];
}

/** Pairs of numbers that have to fit each other, defaults included. */
function rangeProblems(file: unknown): readonly ConfigProblem[] {
  const number = (section: string, key: string, preset: number) => {
    const value = member(member(file, section), key) ?? preset;
    return typeof value === 'number' ? value : Number.NaN;
  };
  const problems: ConfigProblem[] = [];
  const [idle, warning] = [number('session', 'idleTimeoutSeconds', 60), number('session', 'warningSeconds', 25)];
  if (warning >= idle)
    problems.push(problemAt('session.warningSeconds', `The countdown (${warning} s) must be shorter than the idle time (${idle} s).`));
  const [min, max] = [number('badge', 'minLength', 4), number('badge', 'maxLength', 64)];
  if (min > max) problems.push(problemAt('badge.minLength', `The least length (${min}) is more than the greatest (${max}).`));
  return problems;
}

/** An id that a template left behind. */
function zeroGuids(file: unknown): readonly ConfigProblem[] {
  const listed = (list: string, keys: readonly string[]) => {
    const entries = member(member(file, 'print'), list);
    return (Array.isArray(entries) ? entries : []).flatMap((_, index) => keys.map((key) => ['print', list, index, key]));
  };
  const paths: readonly (readonly (string | number)[])[] = [
    ['tenant', 'id'],
    ['app', 'clientId'],
    ['print', 'taskDefinitionId'],
    ...listed('printers', ['shareId', 'printerId']),
    ...listed('destinations', ['printerId']),
  ];
  return paths
    .filter((path) => /^[0-]+$/.test(String(path.reduce(member, file) ?? '')))
    .map((path) => problemAt(dotted(path), 'This is a GUID of zeros that stands for a real one.'));
}

function pathProblems(file: unknown, context: PathContext): readonly ConfigProblem[] {
  const found = (path: readonly string[]): readonly [string, string] => {
    const value = path.reduce(member, file);
    return [path.join('.'), typeof value === 'string' ? value : ''];
  };
  const paths = [
    found(['app', 'secretFile']),
    found(['app', 'certificate', 'path']),
    found(['badge', 'list']),
    found(['screen', 'brand', 'logo']),
    found(['data', 'folder']),
  ];
  const shell = paths
    .filter(([, value]) => wantsShell(value))
    .map(([path]) => problemAt(path, 'Variables and "~" are not filled in here.', 'Write the path out in full.'));
  const [folderPath, folder] = found(['data', 'folder']);
  const network = isNetworkPath(context, folder) ? [problemAt(folderPath, 'This folder is on another machine.')] : [];
  return [...shell, ...network];
}
