import type { EventName } from './events.ts';

/** Values that a log line may carry. Ids, counts, durations and codes; never a token, badge number, person's or document's name. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Writes one declared event. */
export type Log = (event: EventName, fields?: LogFields) => void;
