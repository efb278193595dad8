import { type AuthorizeRequest, issueAuthorizationCode, judgeAuthorize, type ReplyTo } from './authorization-codes.ts';
import { html, page, postingPage } from './html.ts';
import { askedFor, peopleChoice, refusalWords } from './page-parts.ts';
import { errorWord, isRefusal, type Refusal, type RequestIds, refusalBody, refusalStatus, refuse } from './refusal.ts';
import { type EntraContext, findPerson } from './state.ts';
import { clientInfo } from './tokens.ts';

type Fields = readonly (readonly [name: string, value: string])[];

function reply(to: ReplyTo, fields: Fields): Response {
  const all: Fields = to.state === null ? fields : [...fields, ['state', to.state]];
  if (to.responseMode === 'form_post') return postingPage(to.redirectUri, all);
  const address = new URL(to.redirectUri);
  for (const [name, value] of all) address.searchParams.append(name, value);
  return new Response(null, { status: 303, headers: { location: address.href, 'cache-control': 'no-store' } });
}

function replyRefusal(entra: EntraContext, to: ReplyTo, refusal: Refusal, ids: RequestIds): Response {
  const body = refusalBody(refusal, ids, entra.loginOrigin);
  return reply(to, [
    ['error', body.error],
    ['error_description', body.error_description],
    ['error_uri', body.error_uri],
  ]);
}

function refusalPage(entra: EntraContext, refusal: Refusal, ids: RequestIds): Response {
  const words = refusalWords(refusal, ids);
  return page(
    refusalStatus(refusal),
    words.title,
    entra.directory.tenantName,
    html`<h1>${words.title}</h1><div role="alert"><p>${words.text}</p></div>${words.reference}`,
  );
}

function signInPage(entra: EntraContext, request: AuthorizeRequest, refusal: Refusal | null, ids: RequestIds): Response {
  const words = refusal === null ? null : refusalWords(refusal, ids);
  const alert =
    words === null
      ? html``
      : html`<div class="alert" role="alert"><p><strong>${words.title}.</strong> ${words.text}</p>${words.reference}</div>`;
  const hint = request.loginHint?.toLowerCase();
  const people = peopleChoice(entra.directory, (person) => person.userPrincipalName.toLowerCase() === hint);
  return page(
    words === null ? 200 : 403,
    `Sign in to ${request.appName}`,
    entra.directory.tenantName,
    html`<h1>Sign in to ${request.appName}</h1><h2>The app wants to</h2>${askedFor(request.scopes)}${alert}<form method="post">${people}<button name="decision" value="approve">Sign in</button><button class="second" name="decision" value="decline" formnovalidate>Cancel</button></form>`,
  );
}

function refusedPerson(entra: EntraContext, request: AuthorizeRequest, refusal: Refusal, ids: RequestIds): Response {
  // Consent is between the app and an administrator: the app must hear of it. All else is for the person to read.
  return errorWord(refusal) === 'consent_required' ? replyRefusal(entra, request, refusal, ids) : signInPage(entra, request, refusal, ids);
}

/** The authorize endpoint: the page, and the answer to its form. The request stays in the address, so both read it from there. */
export function authorizePage(entra: EntraContext, query: URLSearchParams, form: URLSearchParams | null, ids: RequestIds): Response {
  const verdict = judgeAuthorize(entra, query);
  switch (verdict.kind) {
    case 'refusePage':
      return refusalPage(entra, verdict.refusal, ids);
    case 'refuseToApp':
      return replyRefusal(entra, verdict.replyTo, verdict.refusal, ids);
    case 'ask':
      return form === null ? signInPage(entra, verdict.request, null, ids) : answer(entra, verdict.request, form, ids);
  }
}

function answer(entra: EntraContext, request: AuthorizeRequest, form: URLSearchParams, ids: RequestIds): Response {
  if (form.get('decision') === 'decline') return replyRefusal(entra, request, refuse(65004), ids);
  const oid = form.get('person');
  if (oid === null) return signInPage(entra, request, null, ids);
  const code = issueAuthorizationCode(entra, request, oid);
  if (typeof code !== 'string') return isRefusal(code) ? refusedPerson(entra, request, code, ids) : signInPage(entra, request, null, ids);
  const person = findPerson(entra.directory, oid);
  const info: Fields = request.wantsClientInfo && person !== undefined ? [['client_info', clientInfo(entra, person)]] : [];
  return reply(request, [['code', code], ...info]);
}
