import { useEffect } from 'react';

/** Escape goes one step back, where there is one; an open dialog has its own. */
export function useEscape(back: (() => void) | null): void {
  useEffect(() => {
    if (back === null) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) back();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [back]);
}
