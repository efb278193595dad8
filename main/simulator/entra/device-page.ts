import { approveUserCode, declineUserCode, findUserCode } from './device-codes.ts';
import { type Html, html, page } from './html.ts';
import { askedFor, peopleChoice, refusalWords } from './page-parts.ts';
import { isRefusal, type Refusal, type RequestIds, refuse } from './refusal.ts';
import { type DeviceCodeEntry, type EntraContext, findApp, findPerson } from './state.ts';

function codePage(entra: EntraContext, typed: string, refusal: Refusal | null, ids: RequestIds): Response {
  const words = refusal === null ? null : refusalWords(refusal, ids);
  const alert =
    words === null
      ? html``
      : html`<div class="alert" role="alert" id="problem"><p><strong>${words.title}.</strong> ${words.text}</p>${words.reference}</div>`;
  const invalid: Html = { html: words === null ? '' : ' aria-invalid="true" aria-describedby="problem"' };
  return page(
    words === null ? 200 : 400,
    'Enter the code',
    entra.directory.tenantName,
    html`<h1>Enter the code</h1><p>Type the code that the screen beside the printer shows.</p>${alert}<form method="post" action="/device"><label class="field" for="code">Code</label><input class="code" id="code" name="user_code" value="${typed}" maxlength="16" autocomplete="one-time-code" autocapitalize="characters" autocorrect="off" spellcheck="false" enterkeyhint="next" required autofocus${invalid}><button name="decision" value="look">Next</button></form>`,
  );
}

function choicePage(entra: EntraContext, entry: DeviceCodeEntry, missingPerson: boolean): Response {
  const appName = findApp(entra.directory, entry.clientId)?.displayName ?? entry.clientId;
  const alert = missingPerson
    ? html`<div class="alert" role="alert"><p><strong>Choose who you are.</strong> Then approve or decline.</p></div>`
    : html``;
  return page(
    missingPerson ? 400 : 200,
    `Sign in to ${appName}`,
    entra.directory.tenantName,
    html`<h1>Sign in to ${appName}?</h1><p>You entered the code ${entry.userCode}. Go on only if the screen in front of you shows the same code.</p><h2>The app wants to</h2>${askedFor(entry.scopes)}${alert}<form method="post" action="/device"><input type="hidden" name="user_code" value="${entry.userCode}">${peopleChoice(entra.directory, () => false)}<button name="decision" value="approve">Approve</button><button class="second" name="decision" value="decline" formnovalidate>Decline</button></form>`,
  );
}

function refusedPage(entra: EntraContext, entry: DeviceCodeEntry, refusal: Refusal, ids: RequestIds): Response {
  const words = refusalWords(refusal, ids);
  const again =
    entry.standing.kind === 'pending'
      ? html`<form method="post" action="/device"><input type="hidden" name="user_code" value="${entry.userCode}"><button class="second" name="decision" value="look">Use another account</button></form>`
      : html``;
  return page(
    403,
    words.title,
    entra.directory.tenantName,
    html`<h1>${words.title}</h1><div role="alert"><p>${words.text}</p></div>${words.reference}${again}`,
  );
}

/** The page that a phone opens: enter the code, choose who you are, approve or decline. It needs no script. */
export function devicePage(entra: EntraContext, form: URLSearchParams | null, ids: RequestIds): Response {
  if (form === null) return codePage(entra, '', null, ids);
  const typed = form.get('user_code') ?? '';
  const entry = findUserCode(entra, typed);
  if (isRefusal(entry)) return codePage(entra, typed, entry, ids);
  const decision = form.get('decision');
  if (decision === 'decline') {
    declineUserCode(entra, typed);
    return page(
      200,
      'Declined',
      entra.directory.tenantName,
      html`<h1>Declined</h1><p role="status">Nobody was signed in. You can close this page.</p>`,
    );
  }
  if (decision !== 'approve') return choicePage(entra, entry, false);
  const oid = form.get('person');
  if (oid === null) return choicePage(entra, entry, true);
  const answer =
    findPerson(entra.directory, oid) === undefined ? { ok: false as const, refusal: refuse(50020) } : approveUserCode(entra, typed, oid);
  if (!answer.ok) return refusedPage(entra, entry, answer.refusal, ids);
  const name = findPerson(entra.directory, oid)?.displayName ?? '';
  return page(
    200,
    'You are signed in',
    entra.directory.tenantName,
    html`<h1 class="good">You are signed in</h1><p role="status">${name}, go on at the screen beside the printer. You can close this page.</p>`,
  );
}
