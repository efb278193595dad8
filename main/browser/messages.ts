import { z } from 'zod';
import { isReaderKey, type ReaderKey } from '../../preload/key-gate.ts';

/** Longest message of a page, bytes: a hundred job keys fit many times over. */
export const largestMessageBytes = 64 * 1024;

const message = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('invoke'),
    id: z.number().int().nonnegative(),
    channel: z.string().regex(/^station:[a-zA-Z]{1,40}$/),
    argument: z.unknown().optional(),
  }),
  z.strictObject({ is: z.literal('key'), key: z.custom<ReaderKey>(isReaderKey) }),
  z.strictObject({ is: z.literal('attention'), hears: z.boolean() }),
]);

/** A message of the page, checked. */
export type PageMessage = z.infer<typeof message>;

/** Reads one message; null for anything that the page's preload would never send. */
export function readMessage(text: string): PageMessage | null {
  try {
    const parsed = message.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
