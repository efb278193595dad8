import { type Html, html } from '../entra/html.ts';
import type { JobRecord } from '../graph/records.ts';
import { isFinal } from '../graph/state-machine.ts';
import type { TrayEntry } from '../graph/tray.ts';
import type { DemoPerson, DemoPrinter } from '../model.ts';

/** A printer with what it says of itself. */
export type DeskPrinter = DemoPrinter & { readonly state: string; readonly details: readonly string[]; readonly leadsTo: string };

/** What printer cards show. */
export interface PrintersView {
  readonly people: readonly DemoPerson[];
  readonly printers: readonly DeskPrinter[];
  readonly jobs: readonly JobRecord[];
  readonly tray: readonly TrayEntry[];
}

const details = [
  'mediaJam',
  'mediaEmpty',
  'coverOpen',
  'tonerEmpty',
  'markerSupplyLow',
  'outputAreaFull',
  'doorOpen',
  'paused',
  'shutdown',
  'disconnected',
  'inputTrayMissing',
  'markerWasteFull',
  'staplerEmpty',
  'fuserOverTemp',
  'hibernate',
  'markerSupplyLow mediaLow',
  'mediaJam coverOpen',
];
const states = ['stopped', 'unknown', 'idle', 'processing'];

const kinds: Readonly<Record<DemoPrinter['kind'], string>> = {
  resumes: 'Held jobs move once their task is completed.',
  waits: 'After its task is completed, a job still waits for its start.',
  unstarted: 'Jobs are uploaded and never started.',
};

const phases: Readonly<Record<JobRecord['phase'], string>> = {
  uploadPending: 'uploading',
  uploaded: 'not started',
  held: 'held',
  waiting: 'waits for its start',
  interpreting: 'being read',
  pending: 'queued',
  printing: 'printing',
  stopped: 'stopped',
  completed: 'done',
  canceled: 'cancelled',
  aborted: 'ended',
};

/** One printer: its jobs, what can happen to them, its tray, and its troubles. */
export function printerCard(printer: DeskPrinter, view: PrintersView): Html {
  const jobs = view.jobs
    .filter((job) => job.printerId === printer.printerId)
    .slice(-8)
    .reverse();
  const rows = jobs.map((job) => jobRow(job, view));
  const sheets = sheetsOf(printer, view);
  const trouble = printer.details.length === 0 ? '' : `: ${printer.details.join(', ')}`;
  return html`<section class="card printer" data-live="${printer.printerId}" aria-label="${printer.name}"><h2>${printer.name}<span class="state ${printer.state}">${printer.state}${trouble}</span></h2>
<p>${kinds[printer.kind]}${printer.trigger ? '' : ' No trigger holds them.'}</p>
<h3>Jobs</h3><ul class="jobs">${rows.length === 0 ? html`<li class="none">None yet.</li>` : rows}</ul>
<h3>In the tray</h3><ul class="tray">${sheets.length === 0 ? html`<li class="none">Empty.</li>` : sheets}</ul>
${troubles(printer)}${changes(printer, view)}</section>`;
}

function jobRow(job: JobRecord, view: PrintersView): Html {
  const owner = view.people.find((person) => person.oid === job.ownerOid)?.displayName ?? '';
  const name = job.document.displayName || 'no document yet';
  return html`<li><span dir="auto" class="name">${name}</span><span dir="auto">${owner}</span><span class="phase ${job.phase}">${phases[job.phase]}</span>${isFinal(job.phase) ? html`` : jobActs(job, name)}</li>`;
}

/** What may happen to the job behind the station's back, as far as its state allows. */
function jobActs(job: JobRecord, name: string): Html {
  const acts: readonly (readonly [act: string, word: string, possible: boolean])[] = [
    ['startJob', 'Start', job.phase === 'uploaded' || job.phase === 'waiting'],
    ['completeTask', 'Complete', job.phase === 'held'],
    ['letGo', 'Let go', job.phase === 'held'],
    ['cancelJob', 'Cancel', true],
    ['removeJob', 'Remove', true],
  ];
  const buttons = acts
    .filter(([, , possible]) => possible)
    .map(([act, word]) => html`<button name="do" value="${act}" aria-label="${word}: ${name}">${word}</button>`);
  return html`<form method="post" action="/desk/act" class="job-acts"><input type="hidden" name="job" value="${job.id}">${buttons}</form>`;
}

function sheetsOf(printer: DeskPrinter, view: PrintersView): readonly Html[] {
  return view.tray
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => entry.printerId === printer.printerId)
    .slice(-8)
    .reverse()
    .map(({ entry, index }) => {
      const title = view.jobs.find(({ id }) => id === entry.jobId)?.document.displayName ?? `Job ${entry.jobId}`;
      const again = entry.count > 1 ? html` <strong>time ${entry.count}</strong>` : html``;
      return html`<li><a href="/desk/tray/${index}" target="_blank" rel="noopener"><span dir="auto">${title}</span></a>${again}</li>`;
    });
}

function troubles(printer: DeskPrinter): Html {
  return html`<form method="post" action="/desk/trouble" class="trouble"><input type="hidden" name="printer" value="${printer.printerId}">
<label>Trouble <select name="detail">${details.map((detail) => html`<option>${detail}</option>`)}</select></label>
<label>It says it is <select name="state">${states.map((state) => html`<option>${state}</option>`)}</select></label>
<button name="act" value="jam">Give it trouble</button><button name="act" value="clear">Make it well</button></form>`;
}

function changes(printer: DeskPrinter, { printers }: PrintersView): Html {
  const trigger = printer.trigger
    ? html`<button name="do" value="removeTrigger">Remove its trigger</button>`
    : html`<button name="do" value="addTrigger">Set up a trigger</button>`;
  const others = printers
    .filter(({ printerId }) => printerId !== printer.leadsTo)
    .map(({ printerId, name }) => html`<option value="${printerId}">${name}</option>`);
  const elsewhere =
    printer.leadsTo === printer.printerId
      ? html``
      : html`<p class="moved">Its share leads to ${printers.find(({ printerId }) => printerId === printer.leadsTo)?.name ?? 'nothing'}.</p>`;
  return html`<details class="more"><summary>Change its share or trigger</summary>${elsewhere}
<form method="post" action="/desk/share" class="row"><input type="hidden" name="share" value="${printer.shareId}"><label>Its share leads to <select name="to">${others}</select></label><button>Move</button></form>
<form method="post" action="/desk/act"><input type="hidden" name="printer" value="${printer.printerId}">${trigger}</form></details>`;
}
