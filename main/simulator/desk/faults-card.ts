import { type Html, html } from '../entra/html.ts';
import type { Fault, FaultRule } from '../graph/fault-rules.ts';
import type { DemoPerson } from '../model.ts';
import type { ReadyScript } from '../ready-scripts.ts';

/** What is wrong with the tenant now. */
export interface FaultsView {
  readonly rules: readonly { readonly rule: FaultRule; readonly hits: number }[];
  /** Settings that are not as a fresh tenant has them. */
  readonly changed: readonly { readonly name: string; readonly value: unknown }[];
  readonly scripts: readonly ReadyScript[];
  readonly people: readonly DemoPerson[];
  /** Permissions of the station's app. */
  readonly permissions: readonly string[];
}

/** The card from which faults are chosen, seen and ended. */
export function faultsCard(view: FaultsView): Html {
  const groups = [...new Set(view.scripts.map(({ group }) => group))];
  const choices = groups.map((group) => {
    const options = view.scripts
      .filter((one) => one.group === group)
      .map(({ name, title }) => html`<option value="${name}">${title}</option>`);
    return html`<optgroup label="${group}">${options}</optgroup>`;
  });
  const json = JSON.stringify(
    view.rules.map(({ rule }) => rule),
    null,
    2,
  );
  return html`<section class="card wide-card" id="faults" aria-labelledby="faults-title"><h2 id="faults-title">Let something go wrong</h2>
<div class="two">
<div>
<form method="post" action="/desk/script" class="row"><label>What <select name="script">${choices}</select></label><button class="main">Set</button></form>
<div data-live="faults">${faultsNow(view)}</div>
<form method="post" action="/desk/end-faults" class="end"><button>End all faults</button></form>
</div>
<div>${administrator(view)}
<details class="raw"><summary>Rules as JSON</summary><p>An array of rules; an empty one ends them all. The kinds are in docs/demo-tenant.md.</p>
<form method="post" action="/desk/faults"><label>Rules <textarea name="faults" rows="8" spellcheck="false">${json}</textarea></label><button>Apply</button></form></details></div>
</div></section>`;
}

/** The part of the card that changes by itself: what is in force, and how often it hit. */
export function faultsNow({ rules, changed }: Pick<FaultsView, 'rules' | 'changed'>): Html {
  if (rules.length === 0 && changed.length === 0) return html`<p class="none">Nothing is wrong now.</p>`;
  const rows = rules.map(({ rule, hits }) => {
    const left = rule.count === null ? 'all' : String(Math.max(0, (rule.count ?? 1) - hits));
    return html`<tr><td>${sentenceOf(rule.fault as Fault)}</td><td><code>${rule.method ?? 'any'} ${rule.path}</code></td><td class="count">${hits}</td><td class="count">${left}</td></tr>`;
  });
  const table =
    rules.length === 0
      ? html``
      : html`<table class="rules"><thead><tr><th scope="col">Fault</th><th scope="col">Calls</th><th scope="col">Hits</th><th scope="col">To come</th></tr></thead><tbody>${rows}</tbody></table>`;
  const chips = changed.map(
    ({ name, value }) => html`<li><code>${name}</code> ${typeof value === 'string' ? value : JSON.stringify(value)}</li>`,
  );
  return html`${table}${chips.length === 0 ? html`` : html`<p class="none changed">Settings that are not as they were:</p><ul class="chips">${chips}</ul>`}`;
}

/** A fault in a few words. */
export function sentenceOf(fault: Fault): string {
  switch (fault.kind) {
    case 'status': {
      const retry = fault.retryAfterSeconds === undefined ? '' : `, Retry-After ${fault.retryAfterSeconds}\u00a0s`;
      return `${fault.status}${fault.says === 'nothing' ? ' without a word' : ''}${retry}${afterwards(fault.when)}`;
    }
    case 'reset':
      return `connection breaks${afterwards(fault.when)}`;
    case 'hang':
      return `no answer${afterwards(fault.when)}`;
    case 'late': {
      const told = fault.answer === 'reset' ? 'connection breaks' : fault.answer === 'hang' ? 'no answer' : fault.answer;
      return `${told}; lands ${fault.landsAfterMs / 1000}\u00a0s later`;
    }
    case 'world':
      return fault.act.do === 'settings' || fault.act.do === 'entraSettings'
        ? `${Object.keys(fault.act.change).join(', ')} changes`
        : `${fault.act.do} happens${afterwards(fault.when)}`;
    case 'latency':
      return `${fault.ms / 1000}${fault.spreadMs === 0 ? '' : ` to ${(fault.ms + fault.spreadMs) / 1000}`}\u00a0s slower`;
    case 'html':
      return `a web page instead${afterwards(fault.when)}`;
    case 'htmlInBatch':
      return `a web page within the batch${afterwards(fault.when)}`;
    case 'cutOff':
      return fault.how === 'body' ? 'half an answer' : 'half an answer, connection breaks';
    case 'nextLink':
      return 'next page lies elsewhere';
    case 'unknownEnums':
      return 'unknown states';
    case 'noOwner':
      return 'no owner';
    case 'otherOwner':
      return 'another owner';
    case 'claimsChallenge':
      return `${fault.status} with a claims challenge`;
  }
}

const afterwards = (when: 'before' | 'after') => (when === 'after' ? ' after the effect' : '');

/** What an administrator may do to people and the app meanwhile. */
function administrator({ people, permissions }: FaultsView): Html {
  const names = people
    .filter(({ personalAccount }) => personalAccount !== true)
    .map(({ oid, displayName }) => html`<option value="${oid}">${displayName}</option>`);
  return html`<h3>Meanwhile, an administrator</h3>
<form method="post" action="/desk/act" class="acts"><label>Whose <select name="who">${names}<option value="app">the station’s app</option></select></label>
<button name="do" value="revokeSessions">End sessions</button><button name="do" value="revokeAccessTokens">End access tokens</button></form>
<form method="post" action="/desk/act" class="row"><label>Permission <select name="permission">${permissions.map((name) => html`<option>${name}</option>`)}</select></label>
<button name="do" value="withdrawPermission">Take away</button></form>
<form method="post" action="/desk/act" class="acts"><button name="do" value="deleteDefinition">Delete the task definition</button></form>`;
}
