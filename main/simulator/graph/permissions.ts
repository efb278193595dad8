/**
 * Which permission each print call accepts, for each kind of token (Microsoft's permission table of August 2026; reference, section 2).
 * A kind that is missing is not supported. Paths in lower case; `{id}` stands for any key, `{value}` for a function's argument.
 */

/** One call of the print API and the permissions of which any one suffices. */
export interface PermissionRow {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** A person's token, work or school account. */
  readonly delegated?: readonly string[];
  /** An app-only token. */
  readonly application?: readonly string[];
}

type Methods = { readonly [method in PermissionRow['method']]?: Omit<PermissionRow, 'method' | 'path'> };

const job = (...endings: string[]): string[] => endings.map((ending) => `PrintJob.${ending}`);
const share = (...endings: string[]): string[] => endings.map((ending) => `PrinterShare.${ending}`);
const printer = (...endings: string[]): string[] => endings.map((ending) => `Printer.${ending}`);

const readPrinter = printer('FullControl.All', 'Read.All', 'ReadWrite.All');
const writePrinter = printer('FullControl.All', 'ReadWrite.All');
const registerPrinter = printer('Create', 'FullControl.All', 'ReadWrite.All');
const readShare = share('Read.All', 'ReadBasic.All', 'ReadWrite.All');
const readShareAccess = share('Read.All', 'ReadWrite.All');
const writeShare = share('ReadWrite.All');
const readJobsOfAll = job('Read.All', 'ReadBasic.All', 'ReadWrite.All', 'ReadWriteBasic.All');
const readJobs = [...readJobsOfAll, ...job('Read', 'ReadBasic', 'ReadWrite', 'ReadWriteBasic')];
const writeJobs = job('ReadWrite', 'ReadWrite.All', 'ReadWriteBasic', 'ReadWriteBasic.All');
const changeHeldJobs = job('Manage.All', 'ReadWrite.All', 'ReadWriteBasic.All');
const readDocuments = job('Read', 'Read.All', 'ReadWrite', 'ReadWrite.All');
const upload = job('Create', 'ReadWrite', 'ReadWrite.All');
const readConnectors = ['PrintConnector.Read.All', 'PrintConnector.ReadWrite.All'];
const writeConnectors = ['PrintConnector.ReadWrite.All'];
const alertSettings = ['PrintAlertSettings.Read.All', 'PrintAlertSettings.ReadWrite.All'];
const settings = ['PrintSettings.Read.All', 'PrintSettings.ReadWrite.All'];
const reports = ['Reports.Read.All'];
const tasks = ['PrintTaskDefinition.ReadWrite.All'];
const services = [
  ...alertSettings,
  ...readConnectors,
  ...job('Create'),
  ...readJobs,
  ...settings,
  ...printer('Create', 'Read.All', 'ReadWrite.All'),
  ...readShare,
];

const jobReads: Methods = { GET: { delegated: readJobs, application: readJobsOfAll } };
const uploads: Methods = { POST: { delegated: upload, application: job('ReadWrite.All') } };
const reportReads: Methods = { GET: { delegated: reports } };
const serviceReads: Methods = { GET: { delegated: services } };
const archived = (of: string): string =>
  `/print/reports/get${of}archivedprintjobs(${of}id={value},startdatetime={value},enddatetime={value})`;

const table: Readonly<Record<string, Methods>> = {
  '/print/alertsettings': { GET: { delegated: alertSettings }, PATCH: { delegated: ['PrintAlertSettings.ReadWrite.All'] } },
  '/print/connectors': { GET: { delegated: readConnectors } },
  '/print/connectors/{id}': {
    GET: { delegated: readConnectors },
    PATCH: { delegated: writeConnectors },
    DELETE: { delegated: writeConnectors },
  },
  '/print/operations/{id}': { GET: { delegated: registerPrinter } },
  '/print/printers': { GET: { delegated: readPrinter } },
  '/print/printers/create': { POST: { delegated: registerPrinter } },
  '/print/printers/{id}': {
    GET: { delegated: [...readPrinter, ...readShare], application: printer('Read.All', 'ReadWrite.All') },
    PATCH: { delegated: writePrinter, application: printer('ReadWrite.All') },
    DELETE: { delegated: printer('FullControl.All') },
  },
  '/print/printers/{id}/connectors': { GET: { delegated: readConnectors } },
  '/print/printers/{id}/getcapabilities': { GET: { delegated: readPrinter } },
  '/print/printers/{id}/jobs': { ...jobReads, POST: { delegated: [...job('Create'), ...writeJobs] } },
  '/print/printers/{id}/jobs/{id}': { ...jobReads, PATCH: { application: changeHeldJobs } },
  '/print/printers/{id}/jobs/{id}/abort': { POST: { application: changeHeldJobs } },
  '/print/printers/{id}/jobs/{id}/cancel': { POST: { delegated: writeJobs } },
  '/print/printers/{id}/jobs/{id}/documents/{id}': {
    GET: { delegated: readDocuments, application: job('Read.All', 'ReadWrite.All') },
  },
  '/print/printers/{id}/jobs/{id}/documents/{id}/createuploadsession': uploads,
  '/print/printers/{id}/jobs/{id}/redirect': { POST: { application: job('Manage.All') } },
  '/print/printers/{id}/restorefactorydefaults': { POST: { delegated: writePrinter } },
  '/print/printers/{id}/share': { DELETE: { delegated: writeShare } },
  '/print/printers/{id}/shares': { GET: { delegated: readShare } },
  '/print/printers/{id}/shares/{id}': { GET: { delegated: readShare } },
  '/print/printers/{id}/shares/{id}/allowedgroups': { POST: { delegated: writeShare } },
  '/print/printers/{id}/tasktriggers': { GET: { delegated: readPrinter }, POST: { delegated: writePrinter } },
  '/print/printers/{id}/tasktriggers/{id}': { GET: { delegated: readPrinter }, DELETE: { delegated: writePrinter } },
  '/print/printershares/{id}/allowedusers/{id}': { DELETE: { delegated: writeShare } },
  '/print/reports/dailyprintusagebyprinter': reportReads,
  '/print/reports/dailyprintusagebyprinter/{id}': reportReads,
  '/print/reports/dailyprintusagebyuser': reportReads,
  '/print/reports/dailyprintusagebyuser/{id}': reportReads,
  [archived('group')]: reportReads,
  [archived('printer')]: reportReads,
  [archived('user')]: reportReads,
  '/print/reports/monthlyprintusagebyprinter': reportReads,
  '/print/reports/monthlyprintusagebyprinter/{id}': reportReads,
  '/print/reports/monthlyprintusagebyuser': reportReads,
  '/print/reports/monthlyprintusagebyuser/{id}': reportReads,
  '/print/services': serviceReads,
  '/print/services/{id}': serviceReads,
  '/print/services/{id}/endpoints': serviceReads,
  '/print/services/{id}/endpoints/{id}': serviceReads,
  '/print/settings': { GET: { delegated: settings }, PATCH: { delegated: ['PrintSettings.ReadWrite.All'] } },
  '/print/shares': { GET: { delegated: readShare }, POST: { delegated: writeShare } },
  '/print/shares/{id}': { GET: { delegated: readShare }, PATCH: { delegated: writeShare }, DELETE: { delegated: writeShare } },
  '/print/shares/{id}/allowedgroups': { GET: { delegated: readShareAccess }, POST: { delegated: writeShare } },
  '/print/shares/{id}/allowedgroups/{id}': { DELETE: { delegated: writeShare } },
  '/print/shares/{id}/allowedusers': { GET: { delegated: readShareAccess }, POST: { delegated: writeShare } },
  '/print/shares/{id}/allowedusers/{id}': { DELETE: { delegated: writeShare } },
  '/print/shares/{id}/jobs': { ...jobReads, POST: { delegated: writeJobs } },
  '/print/shares/{id}/jobs/{id}': jobReads,
  '/print/shares/{id}/jobs/{id}/documents/{id}/createuploadsession': uploads,
  '/print/shares/{id}/jobs/{id}/start': { POST: { delegated: [...job('Create'), ...writeJobs] } },
  '/print/shares/{id}/printer': { GET: { delegated: readPrinter, application: printer('Read.All', 'ReadWrite.All') } },
  '/print/taskdefinitions': { GET: { application: tasks }, POST: { application: tasks } },
  '/print/taskdefinitions/{id}': { GET: { application: tasks }, PATCH: { application: tasks }, DELETE: { application: tasks } },
  '/print/taskdefinitions/{id}/tasks': { GET: { application: tasks } },
  '/print/taskdefinitions/{id}/tasks/{id}': { GET: { application: tasks }, PATCH: { application: tasks } },
};

/** Every call of the print API that Microsoft's table knows. */
export const permissionTable: readonly PermissionRow[] = Object.entries(table).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, kinds]) => ({ method: method as PermissionRow['method'], path, ...kinds })),
);
