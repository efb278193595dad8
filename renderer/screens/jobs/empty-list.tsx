import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmptyReason, JobsScreen } from '../../../preload/contract.ts';
import { formatClock } from '../../format/when.ts';
import { Button } from '../../parts/button.tsx';
import { TroubleText } from '../../parts/trouble-text.tsx';
import { useIntent, useLocale, useStationFacts, useStationPage } from '../../station/station-context.tsx';
import { nameMark, Sentence } from '../../words/sentence.tsx';

/** Reasons that are told: more would be read by nobody. */
const reasonsTold = 3;

function LookAgain(): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('refresh');
  return (
    <Button kind="plain" className="button-big" busy={busy} onPress={() => send({})}>
      {t('jobs.lookAgain')}
    </Button>
  );
}

/** No jobs: each reason that the station has evidence for, with one thing to do; without evidence it says so. */
export function EmptyList({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const reasons = screen.why.slice(0, reasonsTold);
  return (
    <div className="list list-empty">
      {reasons.length === 0 ? (
        <NoEvidence screen={screen} />
      ) : (
        <ul className="reasons">
          {reasons.map((reason) => (
            <li key={reason.is}>
              <p className="reason-what">
                <What reason={reason} />
              </p>
              <p className="reason-do">
                <ToDo is={reason.is} />
              </p>
            </li>
          ))}
        </ul>
      )}
      <div className="empty-foot">
        <LookAgain />
        {reasons.some(({ is }) => isForHelp(is)) ? <Help /> : null}
      </div>
    </div>
  );
}

function NoEvidence({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const printers = new Intl.ListFormat(locale, { type: 'conjunction' }).format(screen.printers.map(({ name }) => name));
  return (
    <div className="empty-words">
      <h2>{t('why.unknown')}</h2>
      <ul>
        <li>{t('why.tryWait')}</li>
        <li>
          <Sentence text={t('why.tryPrinter', { printers: nameMark })} name={printers} />
        </li>
      </ul>
    </div>
  );
}

/** Whether what there is to do is to ask. */
function isForHelp(is: EmptyReason['is']): boolean {
  return is === 'ownerNotNamed' || is === 'notPermitted' || is === 'noLicence' || is === 'printerMoved';
}

function Help(): ReactNode {
  const { t } = useTranslation();
  const { helpContact } = useStationFacts();
  return helpContact === '' ? null : <p>{t('common.help', { contact: helpContact })}</p>;
}

function What({ reason }: { readonly reason: EmptyReason }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const { wallMs } = useStationPage().clocks;
  switch (reason.is) {
    case 'nothingHeld':
      return <Sentence text={t('why.nothingHeld.what', { account: nameMark })} name={reason.account} />;
    case 'printed':
      return t('why.printed.what', { count: reason.count, when: formatClock(Date.parse(reason.latest), wallMs(), locale) });
    case 'printerMoved': {
      const printers = new Intl.ListFormat(locale, { type: 'conjunction' }).format(reason.printers);
      return <Sentence text={t('why.printerMoved.what', { printers: nameMark })} name={printers} />;
    }
    case 'expired':
    case 'cancelled':
    case 'releasedElsewhere':
    case 'ownerNotNamed':
      return t(`why.${reason.is}.what`, { count: reason.count });
    case 'notPermitted':
    case 'noLicence':
    case 'busy':
    case 'serviceDown':
    case 'offline':
      return t(`why.${reason.is}.what`);
  }
}

function ToDo({ is }: { readonly is: EmptyReason['is'] }): ReactNode {
  const { t } = useTranslation();
  return t(`why.${is}.do`);
}

/** The list could not be read: why, and once more. */
export function FailedList({ screen }: { readonly screen: JobsScreen }): ReactNode {
  return (
    <div className="list list-empty">
      {screen.trouble === null ? null : <TroubleText trouble={screen.trouble} />}
      <div className="empty-foot">
        <LookAgain />
      </div>
    </div>
  );
}
