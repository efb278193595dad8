import type { i18n } from 'i18next';
import { type ReactNode, useEffect } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { CrashBoundary } from './parts/crash-boundary.tsx';
import { Jobs } from './screens/jobs/jobs.tsx';
import { LinkBadge } from './screens/link-badge.tsx';
import { NotConfigured } from './screens/not-configured.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { Starting } from './screens/starting.tsx';
import { TroubleView } from './screens/trouble.tsx';
import { Welcome } from './screens/welcome.tsx';
import { createActivity } from './station/activity.ts';
import { calmRoot } from './station/calm-root.ts';
import { type StationPage, StationPageProvider, sendIntent, useScreen } from './station/station-context.tsx';
import { watchActivity } from './station/watch-activity.ts';

/** The whole page: one station, one store, one translator, all given. */
export function App({ page, translator }: { readonly page: StationPage; readonly translator: i18n }): ReactNode {
  useEffect(() => page.station.onSnapshot((snapshot) => page.store.getState().receive(snapshot, page.clocks.monotonicMs())), [page]);
  useEffect(() => {
    const report = createActivity(page.clocks.monotonicMs, () => void sendIntent(page, 'touch', {}));
    const forget = watchActivity(window, () => {
      page.store.getState().clearFault();
      report();
    });
    const uncalm = calmRoot(window);
    return () => {
      forget();
      uncalm();
    };
  }, [page]);
  return (
    <I18nextProvider i18n={translator}>
      <StationPageProvider page={page}>
        <Guarded />
      </StationPageProvider>
    </I18nextProvider>
  );
}

function Guarded(): ReactNode {
  const { t } = useTranslation();
  return (
    <CrashBoundary sentence={t('crashed.sentence')} again={t('crashed.again')} onAgain={() => window.location.reload()}>
      <CurrentScreen />
      <Fault />
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
      return <Jobs screen={screen} />;
    case 'ruler':
      return <Starting />;
    case 'trouble':
      return <TroubleView screen={screen} />;
  }
}

function Fault(): ReactNode {
  const { t } = useTranslation();
  const fault = useScreen((state) => state.fault);
  return (
    <div className="fault" role="alert" data-shown={fault || undefined}>
      {fault ? t('common.fault') : ''}
    </div>
  );
}
