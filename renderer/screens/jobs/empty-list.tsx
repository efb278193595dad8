import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmptyReason, JobsScreen } from '../../../preload/contract.ts';
import { formatClock } from '../../format/when.ts';
import { Button } from '../../parts/button.tsx';
import { Pager } from '../../parts/pager.tsx';
import { TroubleText } from '../../parts/trouble-text.tsx';
import { useIntent, useLocale, useStationFacts, useStationPage } from '../../station/station-context.tsx';
import { nameMark, Sentence } from '../../words/sentence.tsx';
import { type Told, useTold } from './use-told.ts';

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
  const told = useTold<HTMLUListElement & HTMLDivElement>(
    reasons.length === 0 ? ['unknown', 'tryWait', 'tryPrinter'] : reasons.flatMap(({ is }) => [`${is}.what`, `${is}.do`]),
    reasons.length === 0 ? 1 : 2,
  );
  return (
    <div className="list list-empty">
      {reasons.length === 0 ? (
        <NoEvidence screen={screen} told={told} />
      ) : (
        <ul className="reasons" ref={told.ref}>
          {reasons.map((reason) =>
            told.shows(`${reason.is}.what`) || told.shows(`${reason.is}.do`) ? (
              <li key={reason.is}>
                {told.shows(`${reason.is}.what`) ? (
                  <p className="reason-what">
                    <What reason={reason} />
                  </p>
                ) : null}
                {told.shows(`${reason.is}.do`) ? (
                  <p className="reason-do">
                    <ToDo is={reason.is} />
                  </p>
                ) : null}
              </li>
            ) : null,
          )}
        </ul>
      )}
      <div className="empty-foot">
        <LookAgain />
        {reasons.some(({ is }) => isForHelp(is)) ? <Help /> : null}
        {told.pages < 2 ? null : <Pager page={told.page} pages={told.pages} onTurn={told.onTurn} />}
      </div>
    </div>
  );
}

function NoEvidence({ screen, told }: { readonly screen: JobsScreen; readonly told: Told<HTMLDivElement> }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const printers = new Intl.ListFormat(locale, { type: 'conjunction' }).format(screen.printers.map(({ name }) => name));
  return (
    <div className="empty-words" ref={told.ref}>
      {told.shows('unknown') ? <h2>{t('why.unknown')}</h2> : null}
      <ul>
        {told.shows('tryWait') ? <li>{t('why.tryWait')}</li> : null}
        {told.shows('tryPrinter') ? (
          <li>
            <Sentence text={t('why.tryPrinter', { printers: nameMark })} name={printers} />
          </li>
        ) : null}
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
