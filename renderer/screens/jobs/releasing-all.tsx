import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Countdown } from '../../../preload/contract.ts';
import { secondsLeft, shareLeft } from '../../format/countdown.ts';
import { Button } from '../../parts/button.tsx';
import { useRemainingMs } from '../../parts/time-left.tsx';
import { useIntent, useScreen } from '../../station/station-context.tsx';

/** Everything is about to be released by itself: how soon, and the way out, in the place of the printer. */
export function ReleasingAll({ left, count }: { readonly left: Countdown; readonly count: number }): ReactNode {
  const { t } = useTranslation();
  const remaining = useRemainingMs(left);
  const inLine = useNotNowInLine();
  return (
    <div className="board releasing-all">
      <p className="releasing-all-words" role="timer">
        {t('jobs.releasingAllIn', { count, seconds: Math.max(1, secondsLeft(remaining)) })}
      </p>
      <span className="releasing-all-track" aria-hidden="true">
        <span style={{ inlineSize: `${shareLeft(remaining, left.totalMs) * 100}%` }} />
      </span>
      {inLine ? null : <NotNow />}
    </div>
  );
}

/** Whether "Not now" stands with the other buttons: in reach mode the board is too high up to be touched. */
export function useNotNowInLine(): boolean {
  return useScreen(({ snapshot }) => snapshot?.screen.name === 'jobs' && snapshot.screen.releasingAllIn !== null && snapshot.look.reach);
}

/** The way out. Wherever it stands, a finger that comes too late meets nothing that releases, deletes or signs out. */
export function NotNow(): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('holdBack');
  return (
    <Button kind="plain" className="not-now" busy={busy} onPress={() => send({})}>
      {t('jobs.notNow')}
    </Button>
  );
}
