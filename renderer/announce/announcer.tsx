import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { secondsLeft } from '../format/countdown.ts';
import { useRemainingMs } from '../parts/time-left.tsx';
import { useScreen, useStationPage } from '../station/station-context.tsx';
import { announcementOf } from './announcement.ts';
import { type Mark, markAt, type Spoken, spokenCountdown } from './countdown-mark.ts';
import type { Said } from './saying.ts';

/** What was said last, and how many times something was said before. */
interface Voice extends Said {
  readonly serial: number;
}

const silent: Voice = { polite: '', assertive: '', serial: 0 };
const VoiceContext = createContext<Voice>(silent);

/** Says what changes on the screen, and how much time is left, in the live regions below it. */
export function Announcer({ children }: { readonly children: ReactNode }): ReactNode {
  const { i18n } = useTranslation();
  const { store } = useStationPage();
  const [voice, setVoice] = useState(silent);
  const say = useCallback((words: Said): void => setVoice(({ serial }) => ({ ...words, serial: serial + 1 })), []);
  useEffect(() => {
    return store.subscribe(({ snapshot, fault }, before) => {
      if (fault !== before.fault) return say({ polite: '', assertive: fault ? i18n.t('common.fault') : '' });
      if (snapshot === null || snapshot === before.snapshot) return;
      const words = announcementOf(i18n.t, before.snapshot, snapshot);
      if (words !== null) say(words);
    });
  }, [store, i18n, say]);
  return (
    <VoiceContext value={voice}>
      {children}
      <CountdownVoice say={say} />
      <LiveRegions />
    </VoiceContext>
  );
}

/**
 * The two live regions. An open dialog takes everything else from a screen reader, so each dialog has its own; one that has just come holds
 * nothing until something new is said, as only a change is read out.
 */
export function LiveRegions(): ReactNode {
  const voice = useContext(VoiceContext);
  const [from] = useState(voice.serial);
  const { polite, assertive, serial } = voice.serial === from ? silent : voice;
  // The same words again are no change without this.
  const again = serial % 2 === 0 ? '' : '\u00a0';
  return (
    <>
      <div className="spoken" role="status" aria-live="polite" aria-atomic="true">
        {polite === '' ? '' : polite + again}
      </div>
      <div className="spoken" role="alert" aria-live="assertive" aria-atomic="true">
        {assertive === '' ? '' : assertive + again}
      </div>
    </>
  );
}

function CountdownVoice({ say }: { readonly say: (words: Said) => void }): ReactNode {
  const screen = useScreen((state) => state.snapshot?.screen);
  const spoken = screen === undefined ? null : spokenCountdown(screen);
  return spoken === null ? null : <Ticking key={spoken.end} spoken={spoken} say={say} />;
}

function Ticking({ spoken, say }: { readonly spoken: Spoken; readonly say: (words: Said) => void }): ReactNode {
  const { t } = useTranslation();
  const remaining = useRemainingMs(spoken.left);
  const mark = markAt(remaining);
  const said = useRef<Mark | null>(null);
  useEffect(() => {
    if (mark === said.current) return;
    said.current = mark;
    if (mark === null) return say(silent);
    const count = secondsLeft(remaining);
    switch (spoken.end) {
      case 'signOut':
        return say({ polite: '', assertive: t('idle.text', { count }) });
      case 'back':
        return say({ polite: '', assertive: t('idle.backText', { count }) });
      case 'over':
        return say({ polite: t('announce.timeLeft', { count }), assertive: '' });
    }
  });
  useEffect(
    () => () => {
      if (said.current !== null) say(silent);
    },
    [say],
  );
  return null;
}
