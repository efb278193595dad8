/** Width and height of a bank or badge card in millimetres (ISO/IEC 7810, ID-1). */
export const cardMm = { width: 85.6, height: 53.98 } as const;

/** Widths that the configuration takes. Millimetres. */
export const panelMm = { least: 50, most: 3000 } as const;

/** Width of the whole picture in millimetres, where the outline of a card is `cardPx` wide and the picture `screenPx`. Whole numbers, as written down. */
export function screenWidthMm(screenPx: number, cardPx: number): number {
  return Math.round((screenPx * cardMm.width) / cardPx);
}

/** How wide the outline is drawn at first: by what IT has measured before, else at 96 px to the inch. */
export function firstCardPx(screenPx: number, widthMm: number | null): number {
  return boundCardPx(Math.round(cardMm.width * (widthMm === null ? 96 / 25.4 : screenPx / widthMm)), screenPx);
}

/** The outline stays on the screen, and within what the configuration takes. */
export function boundCardPx(cardPx: number, screenPx: number): number {
  const least = Math.ceil((screenPx * cardMm.width) / panelMm.most);
  return Math.min(Math.max(cardPx, least, 1), screenPx);
}
