import { useLayoutEffect } from 'react';
import { useScreen } from '../station/station-context.tsx';
import { applyLook } from './apply-look.ts';

/** Keeps the document looking as the last snapshot asks, also when the window changes its size. Before the first snapshot: the product's own look. */
export function useLook(): void {
  const look = useScreen((state) => state.snapshot?.look);
  const setup = useScreen((state) => state.snapshot?.setup);
  useLayoutEffect(() => {
    if (look === undefined || setup === undefined) return;
    const apply = (): void => applyLook(document.documentElement, look, setup, window.innerWidth);
    apply();
    window.addEventListener('resize', apply);
    return () => window.removeEventListener('resize', apply);
  }, [look, setup]);
}
