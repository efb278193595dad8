/** Lets Enter do what Space does on a check box: who has two switches, or two keys, has Tab and Enter. Returns the undo function. */
export function enterChooses(target: Window): () => void {
  const choose = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.repeat || !(event.target instanceof HTMLInputElement) || event.target.type !== 'checkbox') return;
    event.preventDefault();
    event.target.click();
  };
  target.addEventListener('keydown', choose);
  return () => target.removeEventListener('keydown', choose);
}
