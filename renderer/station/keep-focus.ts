/**
 * Keeps the keyboard's place when the element that had it goes or is switched off: the browser would leave it on nothing, and a person without
 * eyes or fingers would begin anew. It goes to words, never to a button: the place of a pager, else the heading of the dialog or screen.
 * Returns the undo function.
 */
export function keepFocus(target: Window): () => void {
  const page = target.document;
  let last: Element | null = null;
  let frame = 0;
  const remember = (event: Event): void => {
    last = event.target instanceof Element ? event.target : null;
  };
  const restore = (): void => {
    frame = 0;
    const { activeElement } = page;
    if (activeElement !== null && activeElement !== page.body && !activeElement.matches(':disabled')) return;
    const dialogs = page.querySelectorAll('dialog[open]');
    const top = dialogs[dialogs.length - 1] ?? page;
    const near = last !== null && top.contains(last) ? last.closest('.pager')?.querySelector<HTMLElement>('.pager-place') : null;
    const home = near ?? top.querySelector<HTMLElement>(top === page ? 'main h1[tabindex]' : 'h2[tabindex]');
    home?.focus({ preventScroll: true });
  };
  const look = (): void => {
    if (frame === 0) frame = target.requestAnimationFrame(restore);
  };
  const observer = new MutationObserver(look);
  observer.observe(page.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  page.addEventListener('focusin', remember);
  return () => {
    observer.disconnect();
    target.cancelAnimationFrame(frame);
    page.removeEventListener('focusin', remember);
  };
}
