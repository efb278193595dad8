/** How many rows of at least `rowPx` fit into `heightPx` with `gapPx` between them. At least one. */
export function rowsThatFit(heightPx: number, rowPx: number, gapPx: number): number {
  if (!(rowPx > 0)) return 1;
  return Math.max(1, Math.floor((heightPx + gapPx) / (rowPx + gapPx)));
}

/** One page of a list. `page` counts from 0 and is brought into range, so a list that shrinks never shows nothing. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly pages: number;
}

/** Cuts one page out of a list. */
export function pageOf<T>(items: readonly T[], wantedPage: number, perPage: number): Page<T> {
  const size = Math.max(1, perPage);
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(0, wantedPage), pages - 1);
  return { items: items.slice(page * size, (page + 1) * size), page, pages };
}
