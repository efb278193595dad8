import type { i18n } from 'i18next';
import { type ReactNode, useEffect } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { Announcer } from './announce/announcer.tsx';
import { useLook } from './look/use-look.ts';
import { CrashBoundary } from './parts/crash-boundary.tsx';
import { Jobs } from './screens/jobs/jobs.tsx';
import { LinkBadge } from './screens/link-badge.tsx';
import { NotConfigured } from './screens/not-configured.tsx';
import { Ruler } from './screens/ruler.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { Starting } from './screens/starting.tsx';
import { TroubleView } from './screens/trouble.tsx';
import { Welcome } from './screens/welcome.tsx';
import { type Cue, cueFor } from './sounds/cue.ts';
import { createActivity } from './station/activity.ts';
import { calmRoot } from './station/calm-root.ts';
import { enterChooses } from './station/enter-chooses.ts';
import { keepFocus } from './station/keep-focus.ts';
import { keepToOneTouch } from './station/one-touch.ts';
import { showPresses } from './station/show-presses.ts';
import { type StationPage, StationPageProvider, sendIntent, useScreen } from './station/station-context.tsx';
import { useLanguage } from './station/use-language.ts';
import { watchActivity } from './station/watch-activity.ts';

/** The whole page: one station, one store, one translator, one player of sounds, all given. */
export function App(props: {
  readonly page: StationPage;
  readonly translator: i18n;
  /** Plays a cue where IT wants sounds; silent where left out. */
  readonly player?: (cue: Cue) => void;
}): ReactNode {
  const { page, translator, player } = props;
  useEffect(
    () =>
      page.store.subscribe(({ snapshot }, { snapshot: before }) => {
        const cue = snapshot === null || snapshot === before ? null : cueFor(before, snapshot);
        if (cue !== null) player?.(cue);
      }),
    [page, player],
  );
  useEffect(() => page.station.onSnapshot((snapshot) => page.store.getState().receive(snapshot, page.clocks.monotonicMs())), [page]);
  useEffect(() => {
    const report = createActivity(page.clocks.monotonicMs, () => void sendIntent(page, 'touch', {}));
    const forget = watchActivity(window, () => {
      page.store.getState().clearFault();
      report();
    });
    const undo = [forget, calmRoot(window), showPresses(window), enterChooses(window), keepFocus(window), keepToOneTouch(window)];
    return () => {
      for (const end of undo) end();
    };
  }, [page]);
  return (
    <I18nextProvider i18n={translator}>
      <StationPageProvider page={page}>
        <Guarded translator={translator} />
      </StationPageProvider>
    </I18nextProvider>
  );
}

function Guarded({ translator }: { readonly translator: i18n }): ReactNode {
  const { t } = useTranslation();
  useLanguage(translator);
  useLook();
  return (
    <CrashBoundary sentence={t('crashed.sentence')} again={t('crashed.again')} onAgain={() => window.location.reload()}>
      <Announcer>
        <CurrentScreen />
        <Fault />
      </Announcer>
    </CrashBoundary>
  );
}

function CurrentScreen(): ReactNode {
  const screen = useScreen((state) => state.snapshot?.screen);
  if (screen === undefined) return <Starting />;
  switch (screen.name) {
    case 'starting':
      return <Starting />;
    case 'notConfigured':
      return <NotConfigured screen={screen} />;
    case 'welcome':
      return <Welcome screen={screen} />;
    case 'signIn':
      return <SignIn screen={screen} />;
    case 'linkBadge':
      return <LinkBadge screen={screen} />;
    case 'jobs':
      // Another person's list is another screen: nothing of the first one's pages, places or focus is left in it.
      return <Jobs key={screen.personName} screen={screen} />;
    case 'ruler':
      return <Ruler />;
    case 'trouble':
      return <TroubleView screen={screen} />;
  }
}

/** A bug behind a touch, as one sentence; the announcer says it too. */
function Fault(): ReactNode {
  const { t } = useTranslation();
  const fault = useScreen((state) => state.fault);
  return (
    <div className="fault" data-shown={fault || undefined}>
      {fault ? t('common.fault') : ''}
    </div>
  );
}
