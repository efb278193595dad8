import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import { inFixedOrder, type Summary, summarize } from '../../format/jobs.ts';
import { pageOf } from '../../format/paging.ts';
import { Button } from '../../parts/button.tsx';
import { Frame } from '../../parts/frame.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useRows } from '../../parts/use-rows.ts';
import { useIntent, useScreen } from '../../station/station-context.tsx';
import { Actions, ChoosingActions } from './actions.tsx';
import { Board } from './board.tsx';
import { ChooseHint, Destinations } from './destinations.tsx';
import { EmptyList, FailedList } from './empty-list.tsx';
import { HeadlineOf, HintOf } from './headline.tsx';
import { IdleDialog } from './idle-dialog.tsx';
import { JobRow } from './job-row.tsx';

/** The signed-in person's jobs, from the list to the result: one line for each job from first to last. */
export function Jobs({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const { t } = useTranslation();
  const summary = summarize(screen);
  const choosing = useScreen((state) => state.choosing);
  return (
    <>
      <Frame
        screen="jobs"
        headline={choosing === null ? <HeadlineOf summary={summary} /> : t('choose.title', { count: choosing.length })}
        hint={
          choosing === null ? (
            <HintOf summary={summary} jobs={screen.jobs} />
          ) : (
            <ChooseHint destinations={screen.destinations} count={choosing.length} />
          )
        }
        aside={<Person name={screen.personName} />}
      >
        <div className="jobs">
          {choosing === null ? (
            <List screen={screen} summary={summary} />
          ) : (
            <Destinations destinations={screen.destinations} jobs={choosing} />
          )}
          <div className="stub">
            <Board screen={screen} summary={summary} />
            {choosing === null ? <Actions screen={screen} /> : <ChoosingActions />}
          </div>
        </div>
      </Frame>
      {screen.idle === null ? null : <IdleDialog left={screen.idle} />}
    </>
  );
}

function Person({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('notMe');
  return (
    <div className="person">
      <span className="person-name">
        <span className="person-label">{t('jobs.signedInAs')}</span> <bdi>{name}</bdi>
      </span>
      <Button kind="onHousing" busy={busy} onPress={() => send({})}>
        {t('jobs.notYou')}
      </Button>
    </div>
  );
}

function List({ screen, summary }: { readonly screen: JobsScreen; readonly summary: Summary }): ReactNode {
  if (summary.is === 'empty') return <EmptyList screen={screen} />;
  if (summary.is === 'failed') return <FailedList screen={screen} />;
  return <Rows screen={screen} />;
}

function Rows({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(0);
  const { ref, rows } = useRows<HTMLUListElement>();
  const { items, page, pages } = pageOf(inFixedOrder(screen.jobs), wanted, rows);
  const blank = Array.from({ length: rows - items.length }, (_, index) => index);
  const loading = screen.list === 'loading';
  return (
    <div className="list">
      <ul
        ref={ref}
        className="rows"
        aria-label={t('jobs.list')}
        aria-busy={loading}
        style={{ gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
      >
        {items.map((job) => (
          <JobRow key={job.key} job={job} />
        ))}
        {blank.map((index) => (
          <li key={`blank-${index}`} className={loading && index < 3 ? 'job-loading' : 'job-blank'} aria-hidden="true" />
        ))}
      </ul>
      <Pager page={page} pages={pages} onTurn={setWanted} />
    </div>
  );
}
