/**
 * Calls `onActivity` at every touch and key, except those inside the idle countdown: there a touch is an answer,
 * and waking the station first would take the dialog away from under the finger.
 */
export function watchActivity(target: Window, onActivity: () => void): () => void {
  const listen = (event: Event): void => {
    const inDialog = event.target instanceof Element && event.target.closest('dialog.idle .idle-face') !== null;
    if (!inDialog) onActivity();
  };
  target.addEventListener('pointerdown', listen, { capture: true, passive: true });
  target.addEventListener('keydown', listen, { capture: true });
  return () => {
    target.removeEventListener('pointerdown', listen, { capture: true });
    target.removeEventListener('keydown', listen, { capture: true });
  };
}
