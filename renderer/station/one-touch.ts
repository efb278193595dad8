/** A touch this soon after another at the same place belongs to it. Milliseconds; EN 301 549, 5.8 asks for half a second. */
export const sameTouchMs = 500;

interface Touch {
  readonly at: number;
  readonly box: DOMRect;
  readonly control: Element;
  readonly says: string;
}

const said = (control: Element): string => `${control.getAttribute('aria-label') ?? ''} ${control.textContent}`;

/** A click that no finger made (`detail` 0) has no place. */
const isIn = ({ left, right, top, bottom }: DOMRect, { detail, clientX, clientY }: MouseEvent): boolean =>
  detail > 0 && clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;

/**
 * Keeps a finger that trembles, or touches twice out of habit, to what it meant: the second touch may press the same thing again, but not
 * another one that has come under it, nor the same button if that says something else by now ("Release 1 job", then "Release all"). So with a
 * key or a switch. Returns the undo function.
 */
export function keepToOneTouch(target: Window): () => void {
  let last: Touch | null = null;
  const judge = (event: MouseEvent): void => {
    // A label has no effect of its own: its check box is clicked next.
    const control = event.target instanceof Element ? event.target.closest('button, input') : null;
    if (control === null) return;
    const touch = { at: event.timeStamp, box: control.getBoundingClientRect(), control, says: said(control) };
    const same = last?.control === control;
    const belongs = last !== null && touch.at - last.at < sameTouchMs && (same || isIn(last.box, event));
    if (last !== null && belongs && !(same && last.says === touch.says)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      last = { ...last, at: touch.at };
      return;
    }
    last = touch;
  };
  target.addEventListener('click', judge, { capture: true });
  return () => target.removeEventListener('click', judge, { capture: true });
}
