import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../preload/contract.ts';
import { formatDay, formatUntil } from '../../format/expiry.ts';
import { AlertIcon } from '../../parts/icons.tsx';
import { useLocale, useNow } from '../../station/station-context.tsx';

/** Until when a held job is kept; within a day, with a sign, how long that is. */
export function Expiry({ expires }: { readonly expires: NonNullable<JobView['expires']> }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow('wallMs', 10_000);
  const then = Date.parse(expires.at);
  if (!expires.soon) return <span className="job-kept">{t('jobs.keptUntil', { day: formatDay(then, locale) })}</span>;
  const when = formatUntil(then, now, locale);
  return (
    <span className="job-kept job-goes">
      <AlertIcon />
      <span>{when === null ? t('jobs.goesNow') : t('jobs.goes', { when })}</span>
    </span>
  );
}
