/** What an answer asks of the next token: nothing, a fresh one, or one with these claims (reference 8.7, 12.1 no. 15). */
export type Challenge = { readonly is: 'none' } | { readonly is: 'freshToken' } | { readonly is: 'claims'; readonly claims: string };

/** Reads a 401, or a 403 that carries a claims challenge. Nothing was done by either. */
export function challengeOf(status: number, headers: Headers): Challenge {
  if (status !== 401 && status !== 403) return { is: 'none' };
  const header = headers.get('www-authenticate') ?? '';
  const claims = /error="insufficient_claims"/i.test(header) ? decodeClaims(/\bclaims="([^"]{1,8192})"/i.exec(header)?.[1]) : null;
  if (claims !== null) return { is: 'claims', claims };
  return status === 401 ? { is: 'freshToken' } : { is: 'none' };
}

/** Base64 or base64url of a JSON object; null for anything else. */
function decodeClaims(encoded: string | undefined): string | null {
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : null;
  } catch {
    return null;
  }
}
