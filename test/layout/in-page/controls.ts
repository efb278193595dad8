import { type Fault, named, nameOf } from './faults.ts';
import { isSeen, shared, type TextLine } from './texts.ts';

/** Something to touch. */
export interface Control {
  readonly element: HTMLElement;
  /** Where a finger reaches it. Pixels. */
  readonly box: DOMRect;
  /** All that belongs to it: its label, its line. */
  readonly owns: Element;
}

const touchable =
  'button, input, select, textarea, a[href], [role="button"], [role="checkbox"], [role="radio"], [role="switch"], [role="option"], [role="tab"], [role="slider"], [role="link"], [tabindex]:not([tabindex="-1"])';

function boxOf(element: HTMLElement): DOMRect {
  const own = element.getBoundingClientRect();
  const label = element.closest('label') ?? (element instanceof HTMLInputElement ? (element.labels?.[0] ?? null) : null);
  if (label === null) return own;
  const around = label.getBoundingClientRect();
  return around.width * around.height > own.width * own.height ? around : own;
}

/** Every control below an element that can be reached by a finger. */
export function controlsIn(root: Element): readonly Control[] {
  return [...root.querySelectorAll<HTMLElement>(touchable)]
    .filter((element) => element.closest('[inert]') === null && element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => isSeen(element) || element instanceof HTMLInputElement)
    .map((element) => ({ element, box: boxOf(element), owns: element.closest('li') ?? element.closest('label') ?? element }))
    .filter(({ box }) => box.width > 0 && box.height > 0);
}

const mm = (px: number, mmPx: number): string => (px / mmPx).toFixed(1);

function smallTargets(controls: readonly Control[], mmPx: number): readonly Fault[] {
  return controls
    .filter(({ box }) => Math.min(box.width, box.height) < 12 * mmPx - 0.5)
    .map(({ element, box }) => ({ kind: 'target', at: named(element), detail: `${mm(box.width, mmPx)}×${mm(box.height, mmPx)} mm` }));
}

/** One lies in the other on purpose: within it, or a button on a line whose check box lies under the finger everywhere. */
function nested(a: Control, b: Control): boolean {
  const onItsLine = (box: Control, other: Control): boolean =>
    box.element instanceof HTMLInputElement &&
    box.owns !== box.element &&
    box.owns.contains(other.element) &&
    other.element instanceof HTMLButtonElement;
  return a.element.contains(b.element) || b.element.contains(a.element) || onItsLine(a, b) || onItsLine(b, a);
}

/** Controls that lie on one another, or so close that one finger meets both. */
function crowded(controls: readonly Control[], mmPx: number): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [i, a] of controls.entries())
    for (const b of controls.slice(i + 1)) {
      if (nested(a, b)) continue;
      const [x, y] = shared(a.box, b.box);
      const gap = Math.hypot(Math.min(0, x), Math.min(0, y));
      if (x > 1 && y > 1)
        faults.push({ kind: 'overlap', at: named(a.element), detail: `${Math.round(x)}×${Math.round(y)} px with ${named(b.element)}` });
      else if (gap < 1 * mmPx - 0.5)
        faults.push({ kind: 'close', at: named(a.element), detail: `${mm(gap, mmPx)} mm from ${named(b.element)}` });
    }
  return faults;
}

function outside(controls: readonly Control[]): readonly Fault[] {
  return controls
    .filter(({ box }) => box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
    .map(({ element, box }) => ({
      kind: 'outside',
      at: named(element),
      detail: `${Math.round(box.left)},${Math.round(box.top)} to ${Math.round(box.right)},${Math.round(box.bottom)}`,
    }));
}

/** Controls that a finger does not meet where they are drawn. */
function covered(controls: readonly Control[]): readonly Fault[] {
  const points = [
    [0.5, 0.5],
    [0.1, 0.2],
    [0.9, 0.2],
    [0.1, 0.8],
    [0.9, 0.8],
  ] as const;
  return controls.flatMap(({ element, box, owns }) => {
    const label = element.closest('label');
    for (const [x, y] of points) {
      const met = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      const button = met?.closest('button') ?? null;
      const onItsLine = element instanceof HTMLInputElement && button !== null && owns !== element && owns.contains(button);
      if (met !== null && !element.contains(met) && !met.contains(element) && !(label?.contains(met) ?? false) && !onItsLine)
        return [{ kind: 'covered' as const, at: named(element), detail: `by ${named(met)}` }];
    }
    return [];
  });
}

function outOfReach(controls: readonly Control[]): readonly Fault[] {
  return controls
    .filter(({ box }) => box.top < innerHeight / 2 - 1)
    .map(({ element, box }) => ({
      kind: 'reach',
      at: named(element),
      detail: `begins at ${Math.round((box.top / innerHeight) * 100)} % of the height`,
    }));
}

function nameless(controls: readonly Control[]): readonly Fault[] {
  return controls
    .filter(({ element }) => nameOf(element) === '')
    .map(({ element }) => ({ kind: 'no name', at: named(element), detail: element.outerHTML.slice(0, 80) }));
}

/** Words that lie on a control they do not belong to. */
function wordsOnControls(controls: readonly Control[], lines: readonly TextLine[]): readonly Fault[] {
  const faults: Fault[] = [];
  for (const { element, box, owns } of controls)
    for (const line of lines) {
      if (line.drawn === null || owns.contains(line.node) || line.element.closest('label')?.contains(element)) continue;
      const [x, y] = shared(box, line.drawn);
      if (x > 2 && y > 2)
        faults.push({
          kind: 'overlap',
          at: named(element),
          detail: `${Math.round(x)}×${Math.round(y)} px with the words ${named(line.element)}`,
        });
    }
  return faults;
}

/** Where the focus stands before anybody has touched anything: nowhere that has an effect. */
export function focusByItself(controls: readonly Control[]): readonly Fault[] {
  return controls
    .filter(({ element }) => element === document.activeElement)
    .map(({ element }) => ({ kind: 'focus', at: named(element), detail: 'has the focus by itself' }));
}

/** All that is wrong with what can be touched. */
export function controlFaults(controls: readonly Control[], lines: readonly TextLine[], mmPx: number, reach: boolean): readonly Fault[] {
  return [
    ...smallTargets(controls, mmPx),
    ...crowded(controls, mmPx),
    ...outside(controls),
    ...covered(controls),
    ...(reach ? outOfReach(controls) : []),
    ...nameless(controls),
    ...wordsOnControls(controls, lines),
  ];
}
