import { createHash } from 'node:crypto';

/** Text that is safe to stand in HTML, between tags and inside quoted attributes. */
export interface Html {
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function piece(value: string | number | Html | readonly Html[]): string {
  if (typeof value === 'string') return value.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map((one) => one.html).join('');
}

/** Template tag: everything put into it is escaped, unless it is `Html` already. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | number | Html | readonly Html[])[]): Html {
  return { html: strings.map((text, index) => text + (index < values.length ? piece(values[index] ?? '') : '')).join('') };
}

const style = `
:root { color-scheme: light dark; --ink: #16202c; --quiet: #4a5868; --paper: #ffffff; --ground: #e8edf3; --line: #7d8a99;
  --act: #0b57b8; --act-ink: #ffffff; --warn: #8c1d18; --warn-paper: #fdecea; --good: #0f6b3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef2f6; --quiet: #b4c0cd; --paper: #1b2530; --ground: #10171f; --line: #7f8c9b;
  --act: #8ab8ff; --act-ink: #0a1a30; --warn: #ffb4ab; --warn-paper: #4a1512; --good: #7bd8a0; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100svh; padding: 24px 16px; background: var(--ground); color: var(--ink);
  font: 17px/1.5 system-ui, sans-serif; display: grid; place-content: start center; grid-template-columns: minmax(0, 420px); }
main { background: var(--paper); border-radius: 16px; padding: 24px 20px; box-shadow: 0 1px 2px #0003, 0 8px 28px #0002; }
.tenant { margin: 0 0 16px; color: var(--quiet); font-size: 15px; overflow-wrap: anywhere; }
h1 { margin: 0 0 8px; font-size: 25px; line-height: 1.2; text-wrap: balance; overflow-wrap: anywhere; }
h2, legend, label.field { font-size: 17px; font-weight: 650; margin: 0; padding: 0; }
h2 { margin-top: 20px; }
p { margin: 8px 0; }
ul { margin: 8px 0; padding-inline-start: 22px; }
li { margin: 4px 0; }
code { font-size: 14px; color: var(--quiet); overflow-wrap: anywhere; }
form { margin: 20px 0 0; }
label.field { display: block; margin-bottom: 6px; }
input.code { width: 100%; min-height: 60px; padding: 8px 12px; border: 2px solid var(--line); border-radius: 10px; background: var(--paper);
  color: var(--ink); font: 600 26px/1.2 ui-monospace, monospace; letter-spacing: .12em; text-transform: uppercase; }
fieldset { border: 0; margin: 20px 0 0; padding: 0; min-width: 0; }
.person { display: flex; gap: 12px; align-items: center; min-height: 60px; margin-top: 8px; padding: 8px 14px; border: 2px solid var(--line);
  border-radius: 10px; cursor: pointer; }
.person:has(:checked) { border-color: var(--act); box-shadow: inset 0 0 0 1px var(--act); }
.person input { width: 22px; height: 22px; margin: 0; flex: none; accent-color: var(--act); }
.person span { min-width: 0; overflow-wrap: anywhere; line-height: 1.3; }
.person small { display: block; color: var(--quiet); font-size: 14px; }
button { width: 100%; min-height: 54px; margin-top: 12px; border-radius: 10px; border: 2px solid var(--act); background: var(--act);
  color: var(--act-ink); font: 650 18px/1.2 system-ui, sans-serif; cursor: pointer; }
button.second { background: transparent; color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.alert { margin: 16px 0 0; padding: 12px 14px; border-inline-start: 5px solid var(--warn); border-radius: 6px; background: var(--warn-paper); }
.alert p { margin: 0; }
.reference { color: var(--quiet); font-size: 14px; overflow-wrap: anywhere; }
.good { color: var(--good); }
.note { margin: 20px 0 0; color: var(--quiet); font-size: 14px; }
`;

const submitAtOnce = 'document.forms[0].submit()';
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** A whole page. Only its own style sheet is allowed, and no script. */
export function page(status: number, title: string, tenantName: string, content: Html): Response {
  const sheet: Html = { html: `<style>${style}</style>` };
  const body = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${sheet}</head><body><main><p class="tenant">Demo tenant · ${tenantName}</p>${content}<p class="note">A simulated sign-in: no password is asked.</p></main></body></html>`;
  return htmlResponse(status, body, `default-src 'none'; style-src ${hashOf(style)}; base-uri 'none'; frame-ancestors 'none'`);
}

/** A page that posts `fields` to `action` by itself (response_mode form_post), with a button where scripts are off. */
export function postingPage(action: string, fields: readonly (readonly [name: string, value: string])[]): Response {
  const inputs = fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const script: Html = { html: `<script>${submitAtOnce}</script>` };
  const body = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Signing in</title></head><body><form method="post" action="${action}">${inputs}<noscript><button>Continue</button></noscript></form>${script}</body></html>`;
  return htmlResponse(200, body, `default-src 'none'; script-src ${hashOf(submitAtOnce)}; base-uri 'none'; frame-ancestors 'none'`);
}

function htmlResponse(status: number, body: Html, policy: string): Response {
  return new Response(body.html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}
