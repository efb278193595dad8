import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import { inOrder } from '../../format/jobs.ts';
import { pageOf } from '../../format/paging.ts';
import { printerNamed } from '../../format/problems.ts';
import { useRows } from '../../parts/use-rows.ts';
import { useIntent, useScreen } from '../../station/station-context.tsx';
import { moveByArrows } from './arrow-keys.ts';
import { JobRow } from './job-row.tsx';
import { ListFoot } from './list-foot.tsx';

/** The jobs, one line for each, in pages. While everything is about to be released, whoever touches the list has changed their mind. */
export function List(props: { readonly screen: JobsScreen; readonly wanted: number; readonly onTurn: (page: number) => void }): ReactNode {
  const { screen, wanted, onTurn } = props;
  const { t } = useTranslation();
  const holdBack = useIntent('holdBack');
  const order = useScreen((state) => state.order);
  const { ref, rows } = useRows<HTMLUListElement>();
  const jobs = inOrder(order, screen.jobs);
  const { items, page, pages } = pageOf(jobs, wanted, rows);
  const blank = Array.from({ length: rows - items.length }, (_, index) => index);
  const loading = screen.list === 'loading';
  const stop = (): void => {
    if (screen.releasingAllIn !== null) holdBack.send({});
  };
  return (
    <div
      className="list"
      data-places={screen.destinations.length === 0 && screen.printers.length > 1 ? 'several' : 'one'}
      onPointerDownCapture={stop}
      onKeyDownCapture={({ key }) => {
        if (key === ' ' || key === 'Enter') stop();
      }}
    >
      <ul
        ref={ref}
        className="rows"
        aria-label={t('jobs.list')}
        aria-busy={loading}
        style={{ gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
        onKeyDown={moveByArrows}
      >
        {items.map((job, index) => (
          <JobRow
            key={job.key}
            job={job}
            number={page * rows + index + 1}
            titles={screen.titles}
            printer={screen.destinations.length > 0 ? null : printerNamed(screen, job.printerName)}
          />
        ))}
        {blank.map((index) => (
          <li key={`blank-${index}`} className={loading && index < 3 ? 'job-loading' : 'job-blank'} aria-hidden="true" />
        ))}
      </ul>
      <ListFoot screen={screen} page={page} pages={pages} onTurn={onTurn} />
    </div>
  );
}
