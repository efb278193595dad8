import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import { deletable, isUnderWay, type MainAction, mainAction } from '../../format/jobs.ts';
import { Button } from '../../parts/button.tsx';
import { BackIcon } from '../../parts/icons.tsx';
import { useIntent, useScreen, useStationPage } from '../../station/station-context.tsx';
import { nameMark, Sentence } from '../../words/sentence.tsx';

/** Release, delete, sign out: each keeps its place whatever the list says, so a second touch can never hit another verb. */
export function Actions({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  const chosen = useScreen((state) => state.chosen);
  const release = useIntent('release');
  const mark = useIntent('deleteAtSignOut');
  const signOut = useIntent('signOut');
  const action = mainAction(screen.jobs, chosen);
  const marked = deletable(screen.jobs, chosen);
  const over = action.is === 'nothing' && screen.list !== 'loading' && !screen.jobs.some(isUnderWay);
  return (
    <div className="actions" data-can-delete={screen.canDelete || undefined}>
      <Button
        kind="primary"
        className="button-release"
        disabled={action.is === 'nothing'}
        busy={release.busy}
        onPress={() => {
          if (action.is !== 'release') return;
          const { clearChosen, beginChoosing } = page.store.getState();
          if (screen.destinations.length > 1) return beginChoosing(action.keys);
          clearChosen();
          const only = screen.destinations[0];
          release.send({ jobs: [...action.keys], ...(only === undefined ? {} : { to: only.key }) });
        }}
      >
        <ReleaseLabel action={action} anyJob={screen.jobs.length > 0} />
        {action.is === 'release' && screen.destinations.length === 1 ? <ReleaseAt name={screen.destinations[0]?.name ?? ''} /> : null}
      </Button>
      {screen.canDelete ? (
        <Button
          kind="plain"
          disabled={marked.length === 0}
          busy={mark.busy}
          onPress={() => {
            page.store.getState().clearChosen();
            mark.send({ jobs: [...marked] });
          }}
        >
          {marked.length === 0 ? t('jobs.delete') : t('jobs.deleteChosen', { count: marked.length })}
        </Button>
      ) : null}
      <Button kind={over ? 'primary' : 'plain'} busy={signOut.busy} onPress={() => signOut.send({})}>
        {t('common.signOut')}
      </Button>
    </div>
  );
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

/** While a printer is being chosen: the way back in the place of Delete, and nothing under the finger that has just touched Release. */
export function ChoosingActions(): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  const signOut = useIntent('signOut');
  return (
    <div className="actions" data-can-delete>
      <Button kind="primary" className="button-release" disabled onPress={() => {}}>
        {t('choose.waiting')}
      </Button>
      <Button kind="plain" onPress={() => page.store.getState().endChoosing()}>
        <BackIcon />
        {t('choose.back')}
      </Button>
      <Button kind="plain" busy={signOut.busy} onPress={() => signOut.send({})}>
        {t('common.signOut')}
      </Button>
    </div>
  );
}

function ReleaseLabel({ action, anyJob }: { readonly action: MainAction; readonly anyJob: boolean }): ReactNode {
  const { t } = useTranslation();
  if (action.is === 'nothing') return anyJob ? t('jobs.nothingToRelease') : t('jobs.releaseIdle');
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
