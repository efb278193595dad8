import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Countdown } from '../../preload/contract.ts';
import { secondsLeft } from '../format/countdown.ts';
import { deletingCount } from '../format/jobs.ts';
import { useIntent, useLocale, useScreen } from '../station/station-context.tsx';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';
import { useRemainingMs } from './time-left.tsx';

/** The idle countdown over the jobs, or over a sign-in that nobody goes on with. Touches inside it count as answers, not as activity (see `watchActivity`). */
export function StillThere({ left, end }: { readonly left: Countdown; readonly end: 'signOut' | 'cancel' }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const titleId = useId();
  const stay = useIntent('stay');
  const leave = useIntent(end);
  const deleting = useScreen(({ snapshot }) => (snapshot?.screen.name === 'jobs' ? deletingCount(snapshot.screen.jobs) : 0));
  const count = secondsLeft(useRemainingMs(left));
  return (
    <Modal className="idle" labelledBy={titleId} giveBack={false} onEscape={() => stay.send({})}>
      <div className="idle-face">
        <h2 id={titleId} tabIndex={-1}>
          {t('idle.title')}
        </h2>
        <p className="idle-number" aria-hidden="true">
          {new Intl.NumberFormat(locale).format(count)}
        </p>
        <p role="timer">{end === 'signOut' ? t('idle.text', { count }) : t('idle.backText', { count })}</p>
        <div className="idle-answers">
          <Button kind="plain" className="button-big" busy={leave.busy} onPress={() => leave.send({})}>
            {end === 'cancel' ? t('idle.back') : deleting === 0 ? t('common.signOut') : t('jobs.signOutDeleting', { count: deleting })}
          </Button>
          <Button kind="primary" className="button-big" busy={stay.busy} onPress={() => stay.send({})}>
            {end === 'signOut' ? t('idle.stay') : t('idle.stayHere')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
