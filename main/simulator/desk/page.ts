import type { z } from 'zod';
import { type Html, html } from '../entra/html.ts';
import type { Settings } from '../settings.ts';
import { type FaultsView, faultsCard, faultsNow } from './faults-card.ts';
import { type PrintersView, printerCard } from './printer-card.ts';
import { settingsForm } from './settings-form.ts';

/** What the page shows. */
export interface DeskView extends PrintersView {
  readonly tenantName: string;
  readonly seed: string;
  readonly network: Settings['network'];
  /** Device codes that wait for a phone. */
  readonly codes: readonly string[];
  readonly settings: readonly { readonly which: string; readonly title: string; readonly schema: z.ZodType; readonly values: object }[];
  readonly faults: FaultsView;
  /** What went wrong with the last form; null when nothing did. */
  readonly problem: string | null;
}

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
<header><div><h1>Your desk</h1><p>${view.tenantName} · a made-up office to try a release station with · seed <code>${view.seed}</code></p></div>${networkSwitch(view.network)}</header>
${problem}
<main>
<div class="doing">${printForm(view)}${cards(view)}${phone(view)}</div>
<div id="live">${printerParts(view)}</div>
</main>
${faultsCard(view.faults)}
<section class="wide"><details><summary>How the service behaves</summary>
<p>Where no documentation says what the real service does, it is a setting. Numbers in brackets are sections of the project’s notes on Microsoft Graph.</p>
${view.settings.map(({ which, title, schema, values }) => html`<h3>${title}</h3>${settingsForm(schema, values as Record<string, unknown>, which)}`)}
</details></section>
</body>
</html>`;
  return page.html;
}

const networks: Readonly<Record<DeskView['network'], string>> = {
  up: 'up',
  unavailable: 'answers 503',
  down: 'down',
  silent: 'silent',
};

/** One touch takes the network away and brings it back; the finer ways to fail are among the faults. */
function networkSwitch(network: DeskView['network']): Html {
  const up = network === 'up';
  return html`<form method="post" action="/desk/network" class="network ${up ? 'up' : 'gone'}"><span>Network: <strong>${networks[network]}</strong></span><button name="to" value="${up ? 'down' : 'up'}">${up ? 'Take it down' : 'Bring it back'}</button></form>`;
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

/** The parts of the page that change by themselves, each under the name of its place. */
export function live(view: DeskView): Html {
  return html`${printerParts(view)}<div data-live="faults">${faultsNow(view.faults)}</div>`;
}

function printerParts(view: DeskView): Html {
  const codes = view.codes.map((code) => html`<code>${code}</code> `);
  const waiting = codes.length === 0 ? html`` : html`<p class="codes">Waiting for a phone: ${codes}</p>`;
  return html`<div class="waiting" data-live="codes">${waiting}</div>${view.printers.map((printer) => printerCard(printer, view))}`;
}
