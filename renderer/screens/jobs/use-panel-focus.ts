import { useLayoutEffect, useRef } from 'react';

const headline = 'main h1';

/** The class of the button that opens a panel; the focus comes back to it. `panel`: see `usePanelFocus`. */
export function opens(panel: string): string {
  return `opens-${panel.replaceAll('/', '-')}`;
}

/**
 * A panel in the list's place is read out from its headline; one that closes gives the focus back to the button that opened it.
 * `panel`: a path such as `options/sides`, empty for the list. What goes away under the focus otherwise is `keepFocus`'s business.
 */
export function usePanelFocus(panel: string): void {
  const before = useRef(panel);
  useLayoutEffect(() => {
    const from = before.current;
    before.current = panel;
    if (from === panel) return;
    const give = (selector: string): boolean => {
      const element = document.querySelector<HTMLElement>(selector);
      element?.focus({ preventScroll: true });
      return element !== null;
    };
    if (from.length <= panel.length) {
      give(headline);
      return;
    }
    // A list measures its rows before it shows them all: the button may come with the next picture.
    const frame = requestAnimationFrame(() => give(`.${opens(from)}:not(:disabled)`) || give(headline));
    return () => cancelAnimationFrame(frame);
  }, [panel]);
}
