import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { BackIcon, OnIcon } from './icons.tsx';

/** Two big buttons in place of a scroll bar. Its line stays free when there is one page only, so nothing moves when a second comes. */
export function Pager(props: { readonly page: number; readonly pages: number; readonly onTurn: (page: number) => void }): ReactNode {
  const { t } = useTranslation();
  const { page, pages, onTurn } = props;
  if (pages < 2) return <div className="pager" />;
  return (
    <nav className="pager" aria-label={t('pager.label')}>
      <Button kind="plain" label={t('pager.previous')} disabled={page === 0} onPress={() => onTurn(page - 1)}>
        <BackIcon />
        <span className="pager-word">{t('pager.previous')}</span>
      </Button>
      <span className="pager-place" tabIndex={-1}>
        {t('pager.page', { page: page + 1, pages })}
      </span>
      <Button kind="plain" label={t('pager.next')} disabled={page === pages - 1} onPress={() => onTurn(page + 1)}>
        <span className="pager-word">{t('pager.next')}</span>
        <OnIcon />
      </Button>
    </nav>
  );
}
