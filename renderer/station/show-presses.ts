/** What shows that it is pressed. */
const pressable = 'button:not(:disabled), label.job-face, [data-pressable]';

/** A press is seen for this long at least, however short the touch was. Milliseconds. */
export const leastPressMs = 120;

/**
 * Marks what a finger or a key is on with `data-pressed` the moment it comes down: `:active` alone waits until the gesture is told from others,
 * does not know Enter, and is gone with a fast tap before it was painted. Returns the undo function.
 */
export function showPresses(target: Window): () => void {
  const timers = new Map<Element, number>();
  const lift = (element: Element): void => {
    timers.delete(element);
    element.removeAttribute('data-pressed');
  };
  const press = (event: PointerEvent | KeyboardEvent): void => {
    if ('key' in event && event.key !== 'Enter' && event.key !== ' ') return;
    const element = event.target instanceof Element ? event.target.closest(pressable) : null;
    if (element === null || element.getAttribute('aria-disabled') === 'true') return;
    element.setAttribute('data-pressed', '');
    target.clearTimeout(timers.get(element));
    // A finger that stays is shown by `:active`.
    timers.set(
      element,
      target.setTimeout(() => lift(element), leastPressMs),
    );
  };
  target.addEventListener('pointerdown', press, { capture: true, passive: true });
  target.addEventListener('keydown', press, { capture: true, passive: true });
  return () => {
    target.removeEventListener('pointerdown', press, { capture: true });
    target.removeEventListener('keydown', press, { capture: true });
    for (const [element, timer] of timers) {
      target.clearTimeout(timer);
      lift(element);
    }
  };
}
