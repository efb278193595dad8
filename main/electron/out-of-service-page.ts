import { createHash } from 'node:crypto';

/** What the static page says of the station. */
export interface StationWords {
  readonly name: string;
  readonly helpContact: string;
}

const style = `html{height:100%;background:#123f3a;color:#fdfbf5;font:400 2rem/1.4 system-ui,sans-serif}
body{min-height:100%;margin:0;display:grid;place-content:center;padding:2rem;box-sizing:border-box;user-select:none;cursor:none}
h1{font-size:3.5rem;line-height:1.1;margin:0 0 1.5rem}p{margin:0 0 1rem;max-width:32em}`;

/** Nothing may load or run, and `sandbox` takes the kiosk's origin away, so the page could not call the station either. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox',
].join('; ');

/** The page shown when the screen has failed too often: plain text, no script, no other file. In English, for whoever is called to help. */
export function outOfServiceResponse(words: StationWords): Response {
  const help = words.helpContact === '' ? 'Please tell your IT support.' : `Please tell: ${escapeHtml(words.helpContact)}`;
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Out of service</title><style>${style}</style></head><body><main>
<h1>This station is out of service</h1><p>Your print jobs are safe. Nothing was printed by this.</p><p>${help}</p><p>${escapeHtml(words.name)}</p>
</main></body></html>`;
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
