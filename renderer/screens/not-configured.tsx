import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotConfiguredScreen } from '../../preload/contract.ts';
import { pageOf } from '../format/paging.ts';
import { Frame } from '../parts/frame.tsx';
import { Pager } from '../parts/pager.tsx';
import { useRows } from '../parts/use-rows.ts';

/** For IT: every problem of the configuration, page by page. */
export function NotConfigured({ screen }: { readonly screen: NotConfiguredScreen }): ReactNode {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(0);
  const { ref, rows } = useRows<HTMLOListElement>();
  const { items, page, pages } = pageOf(screen.problems, wanted, rows);
  return (
    <Frame
      screen="notConfigured"
      headline={t('notConfigured.title')}
      hint={
        <>
          <p>
            {t('notConfigured.forIt')} <bdi className="file">{screen.file}</bdi>
          </p>
          <p>{t('notConfigured.count', { count: screen.problems.length })}</p>
        </>
      }
    >
      <ol
        ref={ref}
        className="rows problems"
        aria-label={t('notConfigured.list')}
        start={page * rows + 1}
        style={{ gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
      >
        {items.map((item, index) => (
          <li key={`${page}-${item.path}-${item.problem}`} className="problem">
            <span className="problem-number">{page * rows + index + 1}</span>
            <div>
              {item.path === '' ? null : <p className="problem-path">{item.path}</p>}
              <p className="problem-what">{item.problem}</p>
              <p className="problem-remedy">{item.remedy}</p>
            </div>
          </li>
        ))}
      </ol>
      <Pager page={page} pages={pages} onTurn={setWanted} />
    </Frame>
  );
}
