import type { WebContents } from 'electron';
import { z } from 'zod';
import type { Log } from '../log/log.ts';
import type { Clock, Fetch } from '../ports.ts';

/** What following the demo desk's card reader needs. Only ever used in a checkout. */
export interface DemoReaderParts {
  /** Loopback only; checked where the arguments are read. */
  readonly address: URL;
  readonly contents: Pick<WebContents, 'sendInputEvent' | 'isDestroyed'>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
}

const tap = z.strictObject({ badge: z.string().regex(/^[\x21-\x7e]{1,64}$/) });
/** Between two tries to connect. */
const againMs = 2_000;

/** Types each card that is tapped at the desk as real key events, until the returned function is called. Connects again after a break. */
export function followDemoReader({ address, contents, fetch, clock, log }: DemoReaderParts): () => void {
  const end = new AbortController();
  let stopTimer = () => {};
  const listen = async (): Promise<void> => {
    try {
      const response = await fetch(new Request(address, { signal: end.signal }));
      for await (const text of events(response)) {
        const badge = readTap(text);
        if (badge !== null && !contents.isDestroyed()) typeCard(contents, badge);
      }
    } catch {
      if (!end.signal.aborted) log('demoReader.lost');
    }
    if (!end.signal.aborted) stopTimer = clock.after(againMs, start);
  };
  const start = () => void listen();
  start();
  return () => {
    end.abort();
    stopTimer();
  };
}

/** The badge of one event; null for what is no tap. */
function readTap(text: string): string | null {
  try {
    const parsed = tap.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.badge : null;
  } catch {
    return null;
  }
}

/** The `data:` lines of a server-sent event stream, as they come. The desk puts each tap on one line. */
async function* events(response: Response): AsyncGenerator<string> {
  if (!response.ok || response.body === null) return;
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice('data: '.length);
  }
}

function typeCard(contents: Pick<WebContents, 'sendInputEvent'>, badge: string): void {
  for (const keyCode of [...badge.toUpperCase(), 'Enter']) {
    contents.sendInputEvent({ type: 'keyDown', keyCode });
    contents.sendInputEvent({ type: 'keyUp', keyCode });
  }
}
