import type { FromHost } from '../../preload/browser/wire.ts';
import { pingChannel } from '../../preload/pulse.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import { askEveryMs, watchPulse } from '../process/pulse.ts';
import { type Failures, recover } from '../process/recovery.ts';

/** What watching the connected page needs. */
export interface PageWatchParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Sends to the connected page. */
  readonly send: (message: FromHost) => void;
  /** The page does not answer: let go of it. Its process is the browser's; once the page runs again, it connects anew. */
  readonly drop: () => void;
}

/** The watch over whichever page is connected. */
export interface PageWatch {
  /** A page has connected. */
  begin(): void;
  /** Its answer to a ping, unchecked. */
  answered(value: unknown): void;
  end(): void;
}

/** Lets go of a page that hangs; has one that shows nothing loaded again, three times in ten minutes, then covered for ten. */
export function watchPage({ clock, log, send, drop }: PageWatchParts): PageWatch {
  let failures: Failures = [];
  let cancel: (() => void) | null = null;
  let hush: (() => void) | null = null;
  let hasAnswered = false;
  const blank = () => {
    const { step, delayMs, failures: known } = recover(failures, clock.elapsed());
    failures = known;
    log('screen.blank', { step, delayMs });
    if (step === 'outOfService') send({ is: 'outOfOrder' });
    cancel = clock.after(delayMs, () => send({ is: 'reload' }));
    speak();
  };
  const ask = () => send({ is: 'push', channel: pingChannel, value: null });
  /** A page that hears nothing for 15 s takes its host for lost. */
  const speak = () => {
    ask();
    hush = clock.after(askEveryMs, speak);
  };
  const pulse = watchPulse({
    clock,
    ask,
    onTrouble(why) {
      if (why === 'blank') return blank();
      // What never answered is no page of the kiosk's that could run again and come back: letting go of it would mend nothing.
      if (!hasAnswered) return pulse.begin();
      log('screen.hangs');
      drop();
    },
  });
  const end = () => {
    pulse.end();
    cancel?.();
    hush?.();
    cancel = null;
    hush = null;
  };
  return {
    begin() {
      end();
      hasAnswered = false;
      pulse.begin();
    },
    answered(value) {
      hasAnswered = true;
      pulse.answered(value);
    },
    end,
  };
}
