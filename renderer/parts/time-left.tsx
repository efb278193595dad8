import type { ReactNode } from 'react';
import type { Countdown } from '../../preload/contract.ts';
import { formatTimeLeft, remainingMs, shareLeft } from '../format/countdown.ts';
import { useLocale, useNow, useScreen } from '../station/station-context.tsx';

/** Milliseconds of a countdown that are left now, on the page's own clock. */
export function useRemainingMs(countdown: Countdown): number {
  const now = useNow('monotonicMs', 250);
  const arrivedAtMs = useScreen((state) => state.arrivedAtMs);
  return remainingMs(countdown, arrivedAtMs, now);
}

/** A line that runs dry, with the time in figures. */
export function TimeLeft({ left, label }: { readonly left: Countdown; readonly label: string }): ReactNode {
  const locale = useLocale();
  const remaining = useRemainingMs(left);
  return (
    <div className="time-left">
      <span>{label}</span>
      <span className="time-left-figures" role="timer" aria-label={label}>
        {formatTimeLeft(remaining, locale)}
      </span>
      <span className="time-left-track">
        <span style={{ inlineSize: `${shareLeft(remaining, left.totalMs) * 100}%` }} />
      </span>
    </div>
  );
}
