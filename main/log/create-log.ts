import { pino } from 'pino';
import type { Clock } from '../ports.ts';
import { Secret } from '../secret.ts';
import { events } from './events.ts';
import type { Log, LogFields } from './log.ts';
import { redact } from './redact.ts';

/** Where lines go: a stream, a pino destination, or a test. Each call carries one whole line with its line break. */
export interface LogDestination {
  write(line: string): unknown;
}

/** What a log needs from outside. */
export interface LogPorts {
  readonly destination: LogDestination;
  readonly clock: Clock;
  /** Id of the station, in every line; before the configuration is read: a word that says so. */
  readonly stationId: string;
}

/** Longest text of a field. Characters. */
const maxTextLength = 500;

/** Names that every line has of its own. */
const reserved = new Set(['level', 'time', 'station', 'event']);

/** One line of JSON for each event: level, time (ISO 8601, UTC), station, event, then the fields. Never throws: a full disk must not stop a release. */
export function createLog(ports: LogPorts): Log {
  const logger = pino(
    {
      base: { station: ports.stationId },
      timestamp: () => `,"time":"${new Date(ports.clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write(line) {
        try {
          ports.destination.write(line);
        } catch {
          // There is nowhere left to say it.
        }
      },
    },
  );
  return (event, fields = {}) => logger[events[event].level]({ event, ...safeFields(fields) });
}

function safeFields(fields: LogFields): LogFields {
  const entries = Object.entries(fields).map(([name, value]) => [reserved.has(name) ? `${name}_` : name, safeValue(value)] as const);
  return Object.fromEntries(entries);
}

/** The types allow primitives only; what a cast or a bug lets through is left out and seen to be. */
function safeValue(value: unknown): LogFields[string] {
  if (typeof value === 'string') {
    // A word cut in two might no longer look like the secret that it is.
    const whole = value.length > maxTextLength * 4 ? value.slice(0, maxTextLength * 4).replace(/\S*$/, '') : value;
    const text = redact(whole);
    return text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value;
  return value instanceof Secret ? '[secret]' : '[left out]';
}
