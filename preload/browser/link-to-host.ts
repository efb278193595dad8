import { type After, watchHost } from '../silence.ts';
import { closeCodes, type FromHost, type ToHost } from './wire.ts';

/** How the page stands with its host. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'replaced';

/** What the link takes from the page: the socket, time, and where to tell of changes. */
export interface LinkSurroundings {
  readonly connect: () => WebSocket;
  readonly after: After;
  readonly onState: (state: LinkState) => void;
  readonly onMessage: (message: Exclude<FromHost, { is: 'answer' }>) => void;
}

/** The page's one connection to its host. */
export interface LinkToHost {
  /**
   * Asks the host. Resolves to `unanswered` at once while there is no connection, and when it is lost before the
   * answer: a press is never kept to act later by surprise.
   */
  invoke(channel: string, argument: unknown, unanswered: unknown): Promise<unknown>;
  /** Sends without an answer; dropped while there is no connection. */
  tell(message: ToHost): void;
}

/** First and longest pause before another try, milliseconds. */
const firstPauseMs = 250;
const longestPauseMs = 4_000;

/**
 * Connects, and connects again after a loss with growing pauses; stops for good once a newer page took over. A host that says nothing for
 * fifteen seconds counts as lost although its socket is open: what it is sent would act later by surprise.
 */
export function linkToHost(surroundings: LinkSurroundings): LinkToHost {
  const waiting = new Map<number, { readonly answer: (result: unknown) => void; readonly unanswered: unknown }>();
  let socket: WebSocket | null = null;
  let lastId = 0;
  let pauseMs = firstPauseMs;

  const onMessage = (message: FromHost) => {
    if (message.is !== 'answer') return surroundings.onMessage(message);
    waiting.get(message.id)?.answer(message.result);
    waiting.delete(message.id);
  };
  const onLoss = (replaced: boolean) => {
    socket = null;
    for (const { answer, unanswered } of waiting.values()) answer(unanswered);
    waiting.clear();
    if (replaced) return surroundings.onState('replaced');
    surroundings.onState('lost');
    surroundings.after(pauseMs, open);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };
  const open = () => {
    const opening = surroundings.connect();
    // Once it was given up, nothing that a socket still brings counts.
    const givenUp = new AbortController();
    const listen = { signal: givenUp.signal };
    const watch = watchHost(surroundings.after, () => {
      givenUp.abort();
      opening.close();
      onLoss(false);
    });
    opening.addEventListener(
      'open',
      () => {
        socket = opening;
        pauseMs = firstPauseMs;
        watch.heard();
        surroundings.onState('open');
      },
      listen,
    );
    opening.addEventListener(
      'message',
      (event) => {
        watch.heard();
        onMessage(JSON.parse(String(event.data)) as FromHost);
      },
      listen,
    );
    opening.addEventListener(
      'close',
      (event) => {
        watch.end();
        onLoss(event.code === closeCodes.replaced);
      },
      listen,
    );
  };
  surroundings.onState('connecting');
  open();

  return {
    invoke(channel, argument, unanswered) {
      const open = socket;
      if (open === null) return Promise.resolve(unanswered);
      lastId += 1;
      const id = lastId;
      const result = new Promise((answer) => waiting.set(id, { answer, unanswered }));
      open.send(JSON.stringify({ is: 'invoke', id, channel, argument } satisfies ToHost));
      return result;
    },
    tell(message) {
      socket?.send(JSON.stringify(message));
    },
  };
}
