import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EyeIcon } from '../../parts/icons.tsx';
import { sendIntent, useStationPage } from '../../station/station-context.tsx';

/**
 * Shows one document's name while it is held: by finger, by the space bar or Enter. What can only click (a switch, a screen reader) turns it on and off.
 * Whatever ends the hold hides the name, also the end of the row or of the window's focus.
 */
export function EyeButton({ jobKey, number }: { readonly jobKey: string; readonly number: number }): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  const [held, setHeld] = useState(false);
  const isHeld = useRef(false);
  // Not `useIntent`: the end of a short hold must not be dropped because its beginning is still on its way.
  const hold = (show: boolean): void => {
    if (isHeld.current === show) return;
    isHeld.current = show;
    setHeld(show);
    void sendIntent(page, 'showTitles', { show, jobs: [jobKey] });
  };
  useEffect(() => {
    const hide = (): void => {
      if (!isHeld.current) return;
      isHeld.current = false;
      setHeld(false);
      void sendIntent(page, 'showTitles', { show: false, jobs: [jobKey] });
    };
    window.addEventListener('blur', hide);
    return () => {
      window.removeEventListener('blur', hide);
      hide();
    };
  }, [page, jobKey]);
  return (
    <button
      type="button"
      className="button button-plain eye"
      aria-label={t('jobs.peek', { number })}
      aria-pressed={held}
      onPointerDown={(event) => {
        // A touch is captured by what it began on: without this, leaving the button would go unnoticed.
        if (event.currentTarget.hasPointerCapture(event.pointerId)) event.currentTarget.releasePointerCapture(event.pointerId);
        if (event.button === 0) hold(true);
      }}
      onPointerUp={() => hold(false)}
      onPointerCancel={() => hold(false)}
      onPointerLeave={() => hold(false)}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        // Else the key's own click would follow.
        event.preventDefault();
        if (!event.repeat) hold(true);
      }}
      onKeyUp={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        hold(false);
      }}
      onBlur={() => hold(false)}
      onClick={(event) => {
        if (event.detail === 0) hold(!isHeld.current);
      }}
    >
      <EyeIcon />
    </button>
  );
}
