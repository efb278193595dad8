import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import type { ReleasePlan } from '../../format/jobs.ts';
import { chosenOf, keptBy, offeredFor } from '../../format/options.ts';
import { Button } from '../../parts/button.tsx';
import { useIntent, useScreen, useStationPage } from '../../station/station-context.tsx';
import { nameMark, Sentence } from '../../words/sentence.tsx';
import { useOptionWords } from './use-option-words.ts';
import { opens } from './use-panel-focus.ts';

/** The big button. What is set for the release stands on it, and what stays behind. */
export function Release({ screen, plan }: { readonly screen: JobsScreen; readonly plan: ReleasePlan }): ReactNode {
  const page = useStationPage();
  const release = useIntent('release');
  const holdBack = useIntent('holdBack');
  const words = useOptionWords();
  const wished = useScreen((state) => state.options);
  const { action, leftOut } = plan;
  const options = action.is === 'release' ? keptBy(offeredFor(screen, action.keys), wished) : {};
  const only = screen.destinations.length === 1 ? screen.destinations[0] : undefined;
  return (
    <Button
      kind="primary"
      className={`button-release ${opens('choose')}`}
      disabled={action.is === 'nothing'}
      busy={release.busy}
      onPress={() => {
        if (action.is !== 'release') return;
        if (screen.destinations.length > 1) {
          if (screen.releasingAllIn !== null) holdBack.send({});
          return page.store.getState().beginChoosing(action.keys);
        }
        page.store.getState().released();
        release.send({
          jobs: [...action.keys],
          ...(only === undefined ? {} : { to: only.key }),
          ...(chosenOf(options).length === 0 ? {} : { options }),
        });
      }}
    >
      <ReleaseLabel screen={screen} plan={plan} />
      {action.is === 'release' && only !== undefined ? <ReleaseAt name={only.name} /> : null}
      {chosenOf(options).length === 0 ? null : <span className="release-at">{words.summary(options)}</span>}
      {action.is === 'release' && leftOut.length > 0 ? <StayHeld count={leftOut.length} /> : null}
    </Button>
  );
}

function StayHeld({ count }: { readonly count: number }): ReactNode {
  const { t } = useTranslation();
  return <span className="release-at">{t('jobs.stayHeld', { count })}</span>;
}

/** Where it comes out, where there is nothing to choose. */
function ReleaseAt({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="release-at">
      <Sentence text={t('jobs.releaseAt', { printer: nameMark })} name={name} />
    </span>
  );
}

function ReleaseLabel({ screen, plan }: { readonly screen: JobsScreen; readonly plan: ReleasePlan }): ReactNode {
  const { t } = useTranslation();
  const { action, leftOut } = plan;
  if (action.is === 'nothing') {
    const why = leftOut.length > 0 ? t('jobs.cannotRelease') : screen.jobs.length > 0 ? t('jobs.nothingToRelease') : null;
    return why === null ? t('jobs.releaseIdle') : <NoRelease why={why} />;
  }
  if (screen.releasingAllIn !== null) return t('jobs.releaseNow');
  const count = action.keys.length;
  switch (action.how) {
    case 'all':
      return t('jobs.releaseAll', { count });
    case 'chosen':
      return t('jobs.release', { count });
    case 'again':
      return t('jobs.again', { count });
  }
}

/** Why nothing can be released; the verb alone where the printer's own words stand beside it and leave no room (`theme/jobs-room-tight.css`). */
function NoRelease({ why }: { readonly why: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <span className="release-why">{why}</span> <span className="release-verb">{t('jobs.releaseIdle')}</span>
    </>
  );
}
