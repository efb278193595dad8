import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundCardPx, cardMm, firstCardPx, screenWidthMm } from '../format/card.ts';
import { Frame } from '../parts/frame.tsx';
import { MinusIcon, PlusIcon } from '../parts/icons.tsx';
import { useScreen } from '../station/station-context.tsx';

/** For IT: the outline of a card, which is made as large as a real one; what then has to be written in the configuration. */
export function Ruler(): ReactNode {
  const { t } = useTranslation();
  const widthMm = useScreen((state) => state.snapshot?.setup.widthMm ?? null);
  const screenPx = useScreenPx();
  const [asked, setAsked] = useState<number | null>(null);
  const cardPx = boundCardPx(asked ?? firstCardPx(screenPx, widthMm), screenPx);
  const step = (by: number): void =>
    setAsked((before) => boundCardPx((before ?? firstCardPx(window.innerWidth, widthMm)) + by, window.innerWidth));
  return (
    <Frame
      screen="ruler"
      headline={t('ruler.title')}
      hint={<p>{t('ruler.hint')}</p>}
      art={<div className="ruler-card" style={{ inlineSize: `${cardPx}px`, blockSize: `${(cardPx * cardMm.height) / cardMm.width}px` }} />}
    >
      <div className="ruler">
        <StepButton words={t('ruler.smaller')} onStep={() => step(-1)}>
          <MinusIcon />
        </StepButton>
        <StepButton words={t('ruler.larger')} onStep={() => step(1)}>
          <PlusIcon />
        </StepButton>
        <div className="ruler-result">
          <p className="ruler-write">{t('ruler.write')}</p>
          <p className="ruler-line" role="status">
            <code dir="ltr">{`"screen": { "widthMm": ${screenWidthMm(screenPx, cardPx)} }`}</code>
            <span className="said">{t('ruler.outline', { width: cardPx })}</span>
          </p>
          <p className="ruler-way-out">{t('ruler.wayOut')}</p>
        </div>
      </div>
    </Frame>
  );
}

/** The page's own width, also after the window has changed its size. CSS pixels. */
function useScreenPx(): number {
  const [px, setPx] = useState(() => window.innerWidth);
  useEffect(() => {
    const read = (): void => setPx(window.innerWidth);
    window.addEventListener('resize', read);
    return () => window.removeEventListener('resize', read);
  }, []);
  return px;
}

/** Until a held button repeats, and between two steps. Milliseconds. */
const holdMs = { before: 400, between: 40 } as const;

/** One step for each touch; held down it goes on by itself. */
function StepButton(props: { readonly words: string; readonly onStep: () => void; readonly children: ReactNode }): ReactNode {
  const { words, onStep, children } = props;
  const step = useRef(onStep);
  step.current = onStep;
  const [held, setHeld] = useState(false);
  const repeated = useRef(false);
  useEffect(() => {
    if (!held) return;
    let next: ReturnType<typeof setTimeout>;
    const again = (): void => {
      repeated.current = true;
      step.current();
      next = setTimeout(again, holdMs.between);
    };
    next = setTimeout(again, holdMs.before);
    return () => clearTimeout(next);
  }, [held]);
  const lift = (): void => setHeld(false);
  return (
    <button
      type="button"
      className="button button-plain ruler-step"
      aria-label={words}
      onPointerDown={() => {
        repeated.current = false;
        setHeld(true);
      }}
      onPointerUp={lift}
      onPointerCancel={lift}
      onPointerLeave={lift}
      onClick={() => {
        // The touch that ends a repetition is no step of its own.
        if (!repeated.current) onStep();
        repeated.current = false;
      }}
    >
      {children}
    </button>
  );
}
