import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../../preload/contract.ts';
import { useStationFacts } from '../station/station-context.tsx';
import { AlertIcon } from './icons.tsx';

/** What happened, what to do, who helps, and the reference last. */
export function TroubleText({ trouble, title = true }: { readonly trouble: Trouble; readonly title?: boolean }): ReactNode {
  const { t } = useTranslation();
  const { helpContact } = useStationFacts();
  return (
    <div className="trouble-text">
      <AlertIcon />
      <div>
        {title ? <p className="trouble-what">{t(`trouble.${trouble.code}.what`)}</p> : null}
        <p>{t(`trouble.${trouble.code}.do`)}</p>
        {helpContact === '' ? null : <p>{t('common.help', { contact: helpContact })}</p>}
        {trouble.reference === '' ? null : <p className="reference">{t('common.reference', { reference: trouble.reference })}</p>}
      </div>
    </div>
  );
}
