import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Countdown } from '../../../preload/contract.ts';
import { secondsLeft, shareLeft } from '../../format/countdown.ts';
import { Button } from '../../parts/button.tsx';
import { useRemainingMs } from '../../parts/time-left.tsx';
import { useIntent } from '../../station/station-context.tsx';

/**
 * Everything is about to be released by itself: how soon, and the way out, in the place of the printer. The buttons below keep theirs,
 * so a finger that touches "Not now" twice, or comes too late, meets nothing.
 */
export function ReleasingAll({ left, count }: { readonly left: Countdown; readonly count: number }): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('holdBack');
  const remaining = useRemainingMs(left);
  return (
    <div className="board releasing-all">
      <p className="releasing-all-words" role="timer">
        {t('jobs.releasingAllIn', { count, seconds: Math.max(1, secondsLeft(remaining)) })}
      </p>
      <span className="releasing-all-track" aria-hidden="true">
        <span style={{ inlineSize: `${shareLeft(remaining, left.totalMs) * 100}%` }} />
      </span>
      <Button kind="plain" className="button-big not-now" busy={busy} onPress={() => send({})}>
        {t('jobs.notNow')}
      </Button>
    </div>
  );
}
