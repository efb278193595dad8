import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import { deletable, deletingCount, isUnderWay, type ReleasePlan } from '../../format/jobs.ts';
import type { OptionName } from '../../format/options.ts';
import { Button } from '../../parts/button.tsx';
import { BackIcon, CheckIcon, OnIcon } from '../../parts/icons.tsx';
import { useIntent, useScreen, useStationPage } from '../../station/station-context.tsx';
import { Release } from './release-button.tsx';
import { NotNow, useNotNowInLine } from './releasing-all.tsx';
import { useOptionWords } from './use-option-words.ts';

/** Release, delete, sign out, in one order whatever the list says. Where large text lets words set their width, `station/one-touch.ts` keeps a second touch from another verb. */
export function Actions({ screen, plan }: { readonly screen: JobsScreen; readonly plan: ReleasePlan }): ReactNode {
  const second = useSecondPlace(screen);
  const over = plan.action.is === 'nothing' && plan.leftOut.length === 0 && screen.list !== 'loading' && !screen.jobs.some(isUnderWay);
  return (
    <div className="actions" data-second={second ?? undefined}>
      <Release screen={screen} plan={plan} />
      {second === 'notNow' ? <NotNow /> : second === 'delete' ? <Delete screen={screen} /> : second === 'kept' ? <span /> : null}
      <SignOut kind={over ? 'primary' : 'plain'} />
    </div>
  );
}

/** What stands between Release and Sign out. Where "Not now" stood and nothing may be deleted, the place stays free: Sign out would come under the finger. */
function useSecondPlace(screen: JobsScreen): 'notNow' | 'delete' | 'kept' | null {
  const notNow = useNotNowInLine();
  const [kept, setKept] = useState(false);
  if (notNow && !kept) setKept(true);
  return notNow ? 'notNow' : screen.canDelete ? 'delete' : kept ? 'kept' : null;
}

function Delete({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  const marked = deletable(
    screen.jobs,
    useScreen((state) => state.chosen),
  );
  const { send, busy } = useIntent('deleteAtSignOut');
  return (
    <Button
      kind="plain"
      className="delete"
      disabled={marked.length === 0}
      busy={busy}
      onPress={() => {
        page.store.getState().clearChosen();
        send({ jobs: [...marked] });
      }}
    >
      {marked.length === 0 ? t('jobs.delete') : t('jobs.deleteChosen', { count: marked.length })}
    </Button>
  );
}

/** Says on itself what signing out will do. */
function SignOut({ kind }: { readonly kind: 'primary' | 'plain' }): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('signOut');
  const deleting = useScreen(({ snapshot }) => (snapshot?.screen.name === 'jobs' ? deletingCount(snapshot.screen.jobs) : 0));
  return (
    <Button kind={kind} className="sign-out" busy={busy} onPress={() => send({})}>
      {deleting === 0 ? t('common.signOut') : t('jobs.signOutDeleting', { count: deleting })}
    </Button>
  );
}

/** While a printer is being chosen: the way back in the place of Delete, and nothing under the finger that has just touched Release. */
export function ChoosingActions(): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  return (
    <div className="actions" data-second="back" data-panel>
      <Button kind="primary" className="button-release" disabled onPress={() => {}}>
        {t('choose.waiting')}
      </Button>
      <Button kind="plain" onPress={() => page.store.getState().endChoosing()}>
        <BackIcon />
        {t('choose.back')}
      </Button>
      <SignOut kind="plain" />
    </div>
  );
}

/** While options are being set: what is set so far in the place of Release, and the way back in the place of Delete. */
export function OptionsActions({ at }: { readonly at: 'all' | OptionName }): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  const options = useScreen((state) => state.options);
  const summary = useOptionWords().summary(options);
  return (
    <div className="actions" data-second="back" data-panel>
      <Button kind="primary" className="button-release" disabled onPress={() => {}}>
        {summary === '' ? t('options.asPrinted') : summary}
      </Button>
      {at === 'all' ? (
        <Button kind="plain" onPress={() => store.getState().closeOptions()}>
          <CheckIcon />
          {t('options.done')}
        </Button>
      ) : (
        <Button kind="plain" onPress={() => store.getState().openOptions('all')}>
          <BackIcon />
          {t('choose.back')}
        </Button>
      )}
      <SignOut kind="plain" />
    </div>
  );
}

/** Turns to the other half of what can be done, where a small screen with large text has no room for both; hidden everywhere else. */
export function MoreActions({ other, onTurn }: { readonly other: boolean; readonly onTurn: (other: boolean) => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <Button kind="onHousing" className="more-actions" label={other ? t('pager.previous') : t('pager.next')} onPress={() => onTurn(!other)}>
      {other ? <BackIcon /> : <OnIcon />}
    </Button>
  );
}
