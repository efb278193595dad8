import { type ReactNode, useEffect, useRef } from 'react';
import type { Screen } from '../../preload/contract.ts';
import { useScreen, useStationFacts } from '../station/station-context.tsx';
import { Mark } from './mark.tsx';

/** Every screen: the housing says what is going on, the sheet out of its slot holds what can be touched. */
export function Frame(props: {
  readonly screen: Screen['name'];
  readonly headline: ReactNode;
  readonly hint: ReactNode;
  /** At the end of the housing's top line; in reach mode at the foot of the screen. */
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
          {aside === undefined ? null : <div className="housing-aside">{aside}</div>}
        </div>
        <div className="housing-say">
          <h1 ref={heading} tabIndex={-1}>
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

/** The organisation's logo where it has one, else the product's mark; then the station's name, for whoever calls for help. */
function Brand(): ReactNode {
  const { name } = useStationFacts();
  const logo = useScreen((state) => state.snapshot?.setup.brand.logo ?? null);
  return (
    <div className="brand">
      {logo === null ? <Mark /> : <img className="brand-logo" src={logo} alt="" draggable={false} />}
      <bdi className="brand-name">{name}</bdi>
    </div>
  );
}
