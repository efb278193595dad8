import { useLayoutEffect } from 'react';

/** What gives up a part of itself where there is no room, and in how many steps; the steps are in `theme/jobs-room.css`. Order: from the outside in. */
const squeezable = [
  ['.housing-say', 4],
  ['.board', 4],
  ['.actions .button-release', 2],
  ['.job', 4],
  ['.foot', 3],
  ['.list-empty', 3],
  ['.destination', 2],
] as const;

/** Less than this is drawing. Pixels. */
const tolerancePx = 1;

/** Names from outside may end in an ellipsis, what is only heard takes no room, and a drawing shrinks by itself. */
const mayBeShort = 'bdi, [dir="auto"], .said, .art, input';

/** Its lines stand closer than the letters are high: so much of a letter may hang over. Share of its size. */
const overhang = 0.4;

/** A line is higher than its letters: so much of it may lie on the edge of what it stands in. Share of its size. */
const lineSlack = 0.01;

/** Whether the words in it need more than its own box. */
function wordsOverflow(part: HTMLElement, style: CSSStyleDeclaration): boolean {
  const letterPx = Number.parseFloat(style.fontSize);
  if (part.clientHeight > 0 && part.scrollHeight > part.clientHeight + letterPx * overhang) return true;
  return style.overflowX !== 'visible' && part.scrollWidth > part.clientWidth + tolerancePx;
}

/** Whether something in it is drawn outside it, or is cut by what it stands in. */
function overflows(box: HTMLElement): boolean {
  const room = box.getBoundingClientRect();
  const { borderTopWidth, borderBottomWidth, borderLeftWidth, borderRightWidth, fontSize } = getComputedStyle(box);
  const slackPx = Number.parseFloat(fontSize) * lineSlack;
  const edgePx = (width: string): number => Math.max(0, Number.parseFloat(width) - slackPx);
  const [roomTop, roomBottom] = [room.top + edgePx(borderTopWidth), room.bottom - edgePx(borderBottomWidth)];
  const [roomLeft, roomRight] = [room.left + edgePx(borderLeftWidth), room.right - edgePx(borderRightWidth)];
  for (const part of box.querySelectorAll<HTMLElement>(':not(svg, svg *)')) {
    if (part.closest(mayBeShort) !== null) continue;
    const style = getComputedStyle(part);
    const { top, bottom, left, right, width } = part.getBoundingClientRect();
    if (width <= tolerancePx || style.position === 'absolute') continue;
    const hasName = part.matches(':has(bdi, [dir="auto"])');
    if (!hasName && wordsOverflow(part, style)) return true;
    // What is said below a name reaches over its own line, for letters that hang low.
    if (part.matches('.job-meta')) continue;
    if (top < roomTop - tolerancePx || bottom > roomBottom + tolerancePx) return true;
    if (left < roomLeft - tolerancePx || right > roomRight + tolerancePx) return true;
  }
  return false;
}

/** Takes one step after another until all of it has room, or nothing is left to give up. */
function squeeze(box: HTMLElement, most: number): void {
  box.removeAttribute('data-squeezed');
  for (let step = 1; step <= most && overflows(box); step += 1) box.setAttribute('data-squeezed', `${step}`);
}

/**
 * Where long words or large text leave no room, what matters least is given up first, before the picture is painted. No clock: the words,
 * the room and the faces are watched.
 */
export function useRoom(): void {
  useLayoutEffect(() => {
    const station = document.querySelector<HTMLElement>('main[data-screen="jobs"]');
    if (station === null) return;
    const makeRoom = (): void => {
      for (const [selector, most] of squeezable) for (const box of station.querySelectorAll<HTMLElement>(selector)) squeeze(box, most);
    };
    makeRoom();
    const words = new MutationObserver(makeRoom);
    words.observe(station, { childList: true, characterData: true, subtree: true });
    const room = new ResizeObserver(makeRoom);
    for (const part of station.querySelectorAll('.sheet, .housing, .list, .board, .actions')) room.observe(part);
    room.observe(station);
    document.fonts.addEventListener('loadingdone', makeRoom);
    return () => {
      words.disconnect();
      room.disconnect();
      document.fonts.removeEventListener('loadingdone', makeRoom);
    };
  }, []);
}
