import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../../preload/contract.ts';
import { useStationFacts } from '../station/station-context.tsx';
import { AlertIcon } from './icons.tsx';

/** What happened, what to do, who helps, and the reference last. */
export function TroubleText({ trouble, title = true }: { readonly trouble: Trouble; readonly title?: boolean }): ReactNode {
  const { t } = useTranslation();
  const { code, reference } = trouble;
  return <TroubleWords what={title ? t(`trouble.${code}.what`) : null} toDo={t(`trouble.${code}.do`)} reference={reference} />;
}

/** The same for words that no trouble code stands for. */
export function TroubleWords(props: { readonly what: string | null; readonly toDo: string; readonly reference: string }): ReactNode {
  const { t } = useTranslation();
  const { helpContact } = useStationFacts();
  const { what, toDo, reference } = props;
  return (
    <div className="trouble-text">
      <AlertIcon />
      <div>
        {what === null ? null : <p className="trouble-what">{what}</p>}
        <p>{toDo}</p>
        {helpContact === '' ? null : <p>{t('common.help', { contact: helpContact })}</p>}
        {reference === '' ? null : <p className="reference">{t('common.reference', { reference })}</p>}
      </div>
    </div>
  );
}
