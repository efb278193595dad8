import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Countdown } from '../../../preload/contract.ts';
import { secondsLeft } from '../../format/countdown.ts';
import { Button } from '../../parts/button.tsx';
import { useRemainingMs } from '../../parts/time-left.tsx';
import { useIntent, useLocale } from '../../station/station-context.tsx';

/** The idle countdown over the jobs. Touches inside it count as answers, not as activity (see `watchActivity`). */
export function IdleDialog({ left }: { readonly left: Countdown }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const stay = useIntent('stay');
  const signOut = useIntent('signOut');
  const seconds = secondsLeft(useRemainingMs(left));
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="idle"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        // The browser closes a dialog at a second Escape whatever a `cancel` listener says, so it never hears of it.
        if (event.key !== 'Escape') return;
        event.preventDefault();
        stay.send({});
      }}
    >
      <div className="idle-face">
        {/* `showModal` focuses the first thing that can have the focus: this, not a button that an Enter from a card reader would press. */}
        <h2 id={titleId} tabIndex={-1}>
          {t('idle.title')}
        </h2>
        <p className="idle-number" aria-hidden="true">
          {new Intl.NumberFormat(locale).format(seconds)}
        </p>
        <p role="timer">{t('idle.text', { count: seconds })}</p>
        <div className="idle-answers">
          <Button kind="plain" className="button-big" busy={signOut.busy} onPress={() => signOut.send({})}>
            {t('common.signOut')}
          </Button>
          <Button kind="primary" className="button-big" busy={stay.busy} onPress={() => stay.send({})}>
            {t('idle.stay')}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
