/** How loud an event is. */
export type Level = 'info' | 'warn' | 'error';

/** One kind of log line: its level and the sentence that the operator's table shows. */
export interface EventDeclaration {
  readonly level: Level;
  readonly means: string;
}

/** Every event that the station may log. An event that is not here does not compile. */
export const events = {
  'station.started': { level: 'info', means: 'The station is ready; fields name the version, host and mode.' },
  'station.stopped': { level: 'info', means: 'The station was asked to stop and did.' },
  'config.refused': { level: 'error', means: 'The configuration has problems; one line for each path.' },
  'internal.error': {
    level: 'error',
    means: 'A bug: something failed that no code expected. Fields name the place and the kind of error.',
  },
} as const satisfies Record<string, EventDeclaration>;

/** The name of a declared event. */
export type EventName = keyof typeof events;
