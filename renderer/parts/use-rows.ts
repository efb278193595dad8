import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { rowsThatFit } from '../format/paging.ts';

/** Measures how many rows a list has room for, and how many columns its grid has: its `min-height` is one row, its `row-gap` the space between. */
export function useRows<T extends HTMLElement>(): { readonly ref: RefObject<T | null>; readonly rows: number; readonly columns: number } {
  const ref = useRef<T>(null);
  const [rows, setRows] = useState(1);
  const [columns, setColumns] = useState(1);
  useLayoutEffect(() => {
    const list = ref.current;
    if (list === null) return;
    const measure = (): void => {
      const style = getComputedStyle(list);
      setRows(rowsThatFit(list.clientHeight, Number.parseFloat(style.minHeight), Number.parseFloat(style.rowGap)));
      setColumns(style.gridTemplateColumns.split(' ').length);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  return { ref, rows, columns };
}
