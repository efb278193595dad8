import type { Answer } from './answer.ts';
import type { GraphClient } from './client.ts';
import type { GraphResult } from './model.ts';
import { badId, readObject } from './objects.ts';
import type { GraphCall } from './send.ts';

/** A call, and how its answer is read. */
export interface Ask<T> extends Omit<GraphCall, 'url'> {
  /** Null where an id cannot be part of an address: never sent. */
  readonly url: string | null;
  /** The answer's object; null where it lacks what it has to carry. */
  readonly parse: (json: unknown) => T | null;
  /** The id of the object that came, and that of the one it has to be. */
  readonly about?: (value: T) => { readonly got: string; readonly asked: string };
}

/** An ask that has an address. */
export type SendableAsk<T> = Ask<T> & GraphCall;

/** Whether the ask has an address. */
export function isSendable<T>(ask: Ask<T>): ask is SendableAsk<T> {
  return ask.url !== null;
}

/** Reads one object. */
export async function readOne<T>(client: GraphClient, ask: Ask<T>, signal: AbortSignal | undefined): Promise<GraphResult<T>> {
  return isSendable(ask) ? understand(client, ask, await client.read(ask, signal)) : badId(client, ask.name);
}

/** What an answer says of the very object that was asked for. */
export function understand<T>(client: GraphClient, ask: Ask<T>, answer: GraphResult<Answer>): GraphResult<T> {
  return readObject(client, ask.name, answer, ask.parse, ask.about);
}
