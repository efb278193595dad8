import { type ReactNode, useEffect, useRef } from 'react';
import type { Screen } from '../../preload/contract.ts';
import { useStationFacts } from '../station/station-context.tsx';
import { Mark } from './mark.tsx';

/** Every screen: the green housing says what is going on, the sheet out of its slot holds what can be touched. */
export function Frame(props: {
  readonly screen: Screen['name'];
  readonly headline: ReactNode;
  readonly hint: ReactNode;
  /** At the end of the housing's top line. */
  readonly aside?: ReactNode;
  readonly art?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { screen, headline, hint, aside, art, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  // A new screen is read out from its headline; the focus then stands on nothing that has an effect.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <main className="station" data-screen={screen}>
      <header className="housing">
        <div className="housing-bar">
          <Brand />
          {aside}
        </div>
        <div className="housing-say">
          <h1 ref={heading} tabIndex={-1} aria-live="polite">
            {headline}
          </h1>
          <div className="housing-hint">{hint}</div>
        </div>
        {art === undefined ? null : <div className="housing-art">{art}</div>}
      </header>
      <div className="slot" />
      <div className="sheet">{children}</div>
    </main>
  );
}

function Brand(): ReactNode {
  const { name } = useStationFacts();
  return (
    <div className="brand">
      <Mark />
      <bdi className="brand-name">{name}</bdi>
    </div>
  );
}
