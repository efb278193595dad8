import type { z } from 'zod';
import { type Html, html } from '../entra/html.ts';
import type { JobRecord } from '../graph/records.ts';
import type { TrayEntry } from '../graph/tray.ts';
import type { DemoPerson, DemoPrinter } from '../model.ts';
import { settingsForm } from './settings-form.ts';

/** What the page shows. */
export interface DeskView {
  readonly tenantName: string;
  readonly people: readonly DemoPerson[];
  readonly printers: readonly (DemoPrinter & { readonly state: string; readonly details: readonly string[] })[];
  readonly jobs: readonly JobRecord[];
  readonly tray: readonly TrayEntry[];
  /** Device codes that wait for a phone. */
  readonly codes: readonly string[];
  readonly settings: readonly { readonly which: string; readonly title: string; readonly schema: z.ZodType; readonly values: object }[];
  readonly faults: string;
  /** What went wrong with the last form; null when nothing did. */
  readonly problem: string | null;
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
];

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

/** The whole page. */
export function deskPage(view: DeskView): string {
  const problem = view.problem === null ? html`` : html`<p class="problem" role="alert">${view.problem}</p>`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Desk · ${view.tenantName}</title>
<link rel="icon" href="/desk/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/desk/desk.css"><script type="module" src="/desk/desk-script.js"></script>
</head>
<body>
<header><h1>Your desk</h1><p>${view.tenantName} · a made-up office to try a release station with</p></header>
${problem}
<main>
<div class="doing">${printForm(view)}${cards(view)}${phone(view)}</div>
<div id="live">${live(view)}</div>
</main>
<section class="wide"><details><summary>How the service behaves</summary>
<p>Where no documentation says what the real service does, it is a setting. Numbers in brackets are sections of the project’s notes on Microsoft Graph.</p>
${view.settings.map(({ which, title, schema, values }) => html`<h3>${title}</h3>${settingsForm(schema, values as Record<string, unknown>, which)}`)}
</details>
<details><summary>Faults</summary>${faultsForm(view.faults)}</details></section>
</body>
</html>`;
  return page.html;
}

function printForm(view: DeskView): Html {
  const people = view.people.filter(({ personalAccount }) => personalAccount !== true);
  return html`<section class="card" aria-labelledby="print"><h2 id="print">Print something</h2>
<form method="post" action="/desk/print" enctype="multipart/form-data">
<label>As <select name="person">${people.map((person) => html`<option value="${person.oid}">${person.displayName}</option>`)}</select></label>
<label>To <select name="share">${view.printers.map((printer) => html`<option value="${printer.shareId}">${printer.name}</option>`)}</select></label>
<label>Name of the document <input name="name" value="Quarterly figures.pdf" maxlength="200" autocomplete="off"></label>
<label>Made-up pages <input name="pages" type="number" value="2" min="1" max="50"></label>
<label>Or a PDF of your own <input name="file" type="file" accept="application/pdf"></label>
<button class="main">Print</button>
</form></section>`;
}

function cards(view: DeskView): Html {
  const buttons = view.people.map(
    ({ badge, displayName }) =>
      html`<li><button name="badge" value="${badge}"><span dir="auto">${displayName}</span><code>${badge}</code></button></li>`,
  );
  return html`<section class="card" aria-labelledby="tap"><h2 id="tap">Hold a card to the reader</h2>
<form method="post" action="/desk/tap" class="live-form"><ul class="badges">${buttons}</ul></form>
<form method="post" action="/desk/tap" class="live-form row"><label>Another card <input name="badge" required maxlength="64" autocomplete="off"></label><button>Tap</button></form></section>`;
}

function phone(_view: DeskView): Html {
  return html`<section class="card" aria-labelledby="phone"><h2 id="phone">Sign in on your phone</h2>
<p>The station shows a code; type it here as you would on your phone.</p><p><a class="button" href="/device" target="_blank" rel="noopener">Open the phone page</a></p></section>`;
}

/** The part of the page that changes by itself. */
export function live(view: DeskView): Html {
  const codes = view.codes.map((code) => html`<code>${code}</code> `);
  const waiting = codes.length === 0 ? html`` : html`<p class="codes">Waiting for a phone: ${codes}</p>`;
  return html`${waiting}${view.printers.map((printer) => printerCard(printer, view))}`;
}

function printerCard(printer: DeskView['printers'][number], view: DeskView): Html {
  const nameOf = (oid: string) => view.people.find((person) => person.oid === oid)?.displayName ?? '';
  const jobs = view.jobs
    .filter((job) => job.printerId === printer.printerId)
    .slice(-8)
    .reverse();
  const out = view.tray
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => entry.printerId === printer.printerId)
    .slice(-8)
    .reverse();
  const rows = jobs.map(
    (job) =>
      html`<li><span dir="auto" class="name">${job.document.displayName || 'no document yet'}</span><span dir="auto">${nameOf(job.ownerOid)}</span><span class="phase ${job.phase}">${phases[job.phase]}</span></li>`,
  );
  const sheets = out.map(({ entry, index }) => {
    const title = view.jobs.find(({ id }) => id === entry.jobId)?.document.displayName ?? `Job ${entry.jobId}`;
    const again = entry.count > 1 ? html` <strong>time ${entry.count}</strong>` : html``;
    return html`<li><a href="/desk/tray/${index}" target="_blank" rel="noopener"><span dir="auto">${title}</span></a>${again}</li>`;
  });
  const trouble = printer.details.length === 0 ? '' : `: ${printer.details.join(', ')}`;
  return html`<section class="card printer" aria-label="${printer.name}"><h2>${printer.name}<span class="state ${printer.state}">${printer.state}${trouble}</span></h2>
<p>${kinds[printer.kind]}${printer.trigger ? '' : ' No trigger holds them.'}</p>
<h3>Jobs</h3><ul class="jobs">${rows.length === 0 ? html`<li class="none">None yet.</li>` : rows}</ul>
<h3>In the tray</h3><ul class="tray">${sheets.length === 0 ? html`<li class="none">Empty.</li>` : sheets}</ul>
<form method="post" action="/desk/trouble" class="trouble"><input type="hidden" name="printer" value="${printer.printerId}">
<label>Trouble <select name="detail">${details.map((detail) => html`<option>${detail}</option>`)}</select></label>
<button name="act" value="jam">Stop it</button><button name="act" value="clear">Make it well</button></form></section>`;
}

function faultsForm(faults: string): Html {
  return html`<p>A JSON array of rules; see the README beside the simulator’s Graph side. An empty array ends all faults.</p>
<form method="post" action="/desk/faults"><label>Rules <textarea name="faults" rows="8" spellcheck="false">${faults}</textarea></label><button>Apply</button></form>`;
}
