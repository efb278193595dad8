/** A body as text, or why it is not used. A connection that breaks while reading rejects. */
export type BodyText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: 'tooLarge' | 'notText' };

/** Reads a whole body as UTF-8, at most `limitBytes` of it. */
export async function readBody(response: Response, limitBytes: number): Promise<BodyText> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null) {
    // Leaving the loop early cancels the stream.
    for await (const chunk of response.body) {
      size += chunk.byteLength;
      if (size > limitBytes) return { ok: false, why: 'tooLarge' };
      chunks.push(chunk);
    }
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return { ok: false, why: 'notText' };
  }
}
