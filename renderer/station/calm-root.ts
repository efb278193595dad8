/** Gestures of a desktop that have no place on a station: menu, drag, drop, wheel and pinch zoom, selection. */
const unwanted = ['contextmenu', 'dragstart', 'dragover', 'drop', 'selectstart', 'gesturestart', 'auxclick'] as const;

/** Keeps them from the page. Returns the undo function. */
export function calmRoot(target: Window): () => void {
  const prevent = (event: Event): void => event.preventDefault();
  const preventZoom = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) event.preventDefault();
  };
  for (const name of unwanted) target.addEventListener(name, prevent);
  target.addEventListener('wheel', preventZoom, { passive: false });
  return () => {
    for (const name of unwanted) target.removeEventListener(name, prevent);
    target.removeEventListener('wheel', preventZoom);
  };
}
