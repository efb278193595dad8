import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import { type ReleasePlan, releasePlan, type Summary, summarize } from '../../format/jobs.ts';
import { Button } from '../../parts/button.tsx';
import { Frame } from '../../parts/frame.tsx';
import { LookButton, Panels } from '../../parts/look-sheet.tsx';
import { StillThere } from '../../parts/still-there.tsx';
import { sendIntent, useIntent, useScreen, useStationPage } from '../../station/station-context.tsx';
import { Actions, ChoosingActions, MoreActions, OptionsActions } from './actions.tsx';
import { Board } from './board.tsx';
import { ChooseHint, Destinations } from './destinations.tsx';
import { EmptyList, FailedList } from './empty-list.tsx';
import { HeadlineOf, HintOf } from './headline.tsx';
import { List } from './list.tsx';
import { OneGestureSwitch } from './one-gesture-switch.tsx';
import { OptionsPanel } from './options-panel.tsx';
import { ReleasingAll } from './releasing-all.tsx';
import { useEscape } from './use-escape.ts';
import { usePanelFocus } from './use-panel-focus.ts';
import { useRoom } from './use-room.ts';

/** The signed-in person's jobs, from the list to the result: one line for each job from first to last. */
export function Jobs({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const chosen = useScreen((state) => state.chosen);
  const choosing = useScreen((state) => state.choosing);
  const optionsAt = useScreen((state) => state.optionsAt);
  const [page, setPage] = useState(0);
  const [other, setOther] = useState(false);
  const summary = summarize(screen);
  const plan = releasePlan(screen, chosen);
  usePanelFocus(choosing !== null ? 'choose' : optionsAt === null ? '' : optionsAt === 'all' ? 'options' : `options/${optionsAt}`);
  useEscape(useBack(screen));
  useRoom();
  return (
    <>
      <Frame
        screen="jobs"
        headline={<Headline summary={summary} />}
        hint={<Hint screen={screen} summary={summary} plan={plan} />}
        aside={<Person name={screen.personName} />}
      >
        <div className="jobs" data-acts={other ? 'other' : 'first'}>
          {choosing !== null ? (
            <Destinations destinations={screen.destinations} jobs={choosing} />
          ) : optionsAt !== null ? (
            <OptionsPanel screen={screen} at={optionsAt} plan={plan} />
          ) : summary.is === 'empty' ? (
            <EmptyList screen={screen} />
          ) : screen.jobs.length === 0 && (summary.is === 'failed' || summary.is === 'notAllRead') ? (
            <FailedList screen={screen} />
          ) : (
            <List screen={screen} wanted={page} onTurn={setPage} />
          )}
          <div className="stub">
            {screen.releasingAllIn !== null && plan.action.is === 'release' ? (
              <ReleasingAll left={screen.releasingAllIn} count={plan.action.keys.length} />
            ) : (
              <Board screen={screen} summary={summary} />
            )}
            {choosing !== null ? (
              <ChoosingActions />
            ) : optionsAt !== null ? (
              <OptionsActions at={optionsAt} />
            ) : (
              <Actions screen={screen} plan={plan} />
            )}
            <MoreActions other={other} onTurn={setOther} />
          </div>
        </div>
      </Frame>
      <Panels kept>
        <OneGestureSwitch />
      </Panels>
      {screen.idle === null ? null : <StillThere left={screen.idle} end="signOut" />}
    </>
  );
}

/** One step back from wherever the person is; null on the list itself. */
function useBack(screen: JobsScreen): (() => void) | null {
  const page = useStationPage();
  const holds = screen.releasingAllIn !== null;
  const inPanel = useScreen((state) => state.choosing !== null || state.optionsAt !== null);
  const back = useCallback(() => {
    const { choosing, optionsAt, endChoosing, openOptions, closeOptions } = page.store.getState();
    if (choosing !== null) return endChoosing();
    if (optionsAt !== null) return optionsAt === 'all' ? closeOptions() : openOptions('all');
    void sendIntent(page, 'holdBack', {});
  }, [page]);
  return holds || inPanel ? back : null;
}

function Headline({ summary }: { readonly summary: Summary }): ReactNode {
  const { t } = useTranslation();
  const choosing = useScreen((state) => state.choosing);
  const optionsAt = useScreen((state) => state.optionsAt);
  if (choosing !== null) return t('choose.title', { count: choosing.length });
  if (optionsAt !== null) return optionsAt === 'all' ? t('options.title') : t(`options.${optionsAt}`);
  return <HeadlineOf summary={summary} />;
}

function Hint(props: { readonly screen: JobsScreen; readonly summary: Summary; readonly plan: ReleasePlan }): ReactNode {
  const { t } = useTranslation();
  const choosing = useScreen((state) => state.choosing);
  const optionsAt = useScreen((state) => state.optionsAt);
  const { screen, summary, plan } = props;
  if (choosing !== null) return <ChooseHint destinations={screen.destinations} count={choosing.length} />;
  if (optionsAt !== null) return <p>{t('options.hint')}</p>;
  return <HintOf summary={summary} screen={screen} plan={plan} />;
}

function Person({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('notMe');
  return (
    <div className="person">
      <span className="person-name">
        <span className="person-label">{t('jobs.signedInAs')}</span> <bdi>{name}</bdi>
      </span>
      <LookButton kind="onHousing" words={false} />
      <Button kind="onHousing" busy={busy} onPress={() => send({})}>
        {t('jobs.notYou')}
      </Button>
    </div>
  );
}
