import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Switch } from '../../parts/choice.tsx';
import { useIntent, useScreen } from '../../station/station-context.tsx';

/** The person's own choice whether a tap releases everything; nothing where it is not theirs to make. */
export function OneGestureSwitch(): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('setOneGesture');
  const state = useScreen(({ snapshot }) => (snapshot?.screen.name === 'jobs' ? snapshot.screen.oneGesture : 'notOffered'));
  if (state === 'notOffered') return null;
  return (
    <Switch words={t('jobs.oneGesture')} hint={t('jobs.oneGestureHint')} on={state === 'on'} busy={busy} onChange={(on) => send({ on })} />
  );
}
