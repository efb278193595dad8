import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useLocale, useScreen } from '../../station/station-context.tsx';

/** Which of several things to read are on this page. */
export interface Told<T extends HTMLElement> {
  readonly ref: RefObject<T | null>;
  readonly shows: (key: string) => boolean;
  readonly page: number;
  readonly pages: number;
  readonly onTurn: (page: number) => void;
}

/** Whether what is in it stands above or below it. */
function overflows(box: HTMLElement): boolean {
  const room = box.getBoundingClientRect();
  return [...box.children].some((part) => {
    const { top, bottom } = part.getBoundingClientRect();
    return top < room.top - 1 || bottom > room.bottom + 1;
  });
}

/**
 * Shows as many of them as the box of `ref` has room for: all, or fewer on a page until they fit; `together` of them stay on one page as long as they
 * fit. The height of the box must not depend on what is in it.
 */
export function useTold<T extends HTMLElement>(keys: readonly string[], together = 1): Told<T> {
  const ref = useRef<T>(null);
  const [perPage, setPerPage] = useState(keys.length);
  const [wanted, setWanted] = useState(0);
  const look = useScreen(({ snapshot }) => snapshot?.look);
  // The words of another language come after the look that asks for them.
  const spoken = useLocale();
  const all = keys.join(' ');
  // Another language, another size of the text, another window: there may be room for more again.
  useLayoutEffect(() => {
    const again = (): void => setPerPage(all.split(' ').length);
    if (look !== undefined && spoken !== '') again();
    window.addEventListener('resize', again);
    return () => window.removeEventListener('resize', again);
  }, [all, look, spoken]);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box !== null && perPage > 1 && overflows(box)) setPerPage(perPage - (perPage > together ? together : 1));
  });
  const pages = Math.ceil(keys.length / perPage);
  const page = Math.min(wanted, pages - 1);
  const shown = new Set(keys.slice(page * perPage, (page + 1) * perPage));
  return { ref, shows: (key) => shown.has(key), page, pages, onTurn: setWanted };
}
