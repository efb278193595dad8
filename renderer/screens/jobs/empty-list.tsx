import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import { Button } from '../../parts/button.tsx';
import { TroubleText } from '../../parts/trouble-text.tsx';
import { useIntent, useLocale } from '../../station/station-context.tsx';
import { nameMark, Sentence } from '../../words/sentence.tsx';

function LookAgain(): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('refresh');
  return (
    <Button kind="plain" className="button-big" busy={busy} onPress={() => send({})}>
      {t('jobs.lookAgain')}
    </Button>
  );
}

/** No jobs: says what it can rule out, and that it cannot see more. */
export function EmptyList({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const printers = new Intl.ListFormat(locale, { type: 'conjunction' }).format(screen.printers.map((printer) => printer.name));
  return (
    <div className="list list-empty">
      <div className="empty-words">
        <h2>{t('jobs.emptyTitle')}</h2>
        <ul>
          <li>{t('jobs.emptyWait')}</li>
          <li>
            <Sentence text={t('jobs.emptyPrinter', { printers: nameMark })} name={printers} />
          </li>
          <li>
            <Sentence text={t('jobs.emptyAccount', { name: nameMark })} name={screen.personName} />
          </li>
        </ul>
        <p className="empty-unknown">{t('jobs.emptyUnknown')}</p>
      </div>
      <LookAgain />
    </div>
  );
}

/** The list could not be read: why, and once more. */
export function FailedList({ screen }: { readonly screen: JobsScreen }): ReactNode {
  return (
    <div className="list list-empty">
      {screen.trouble === null ? null : <TroubleText trouble={screen.trouble} />}
      <LookAgain />
    </div>
  );
}
