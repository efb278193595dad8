import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { LiveRegions } from '../announce/announcer.tsx';

/**
 * A dialog over the screen, there as long as it is drawn. `showModal` focuses the first thing that can have the focus: give it a heading with
 * `tabIndex={-1}` first, not a button that an Enter from a card reader would press.
 */
export function Modal(props: {
  readonly className: string;
  readonly labelledBy: string;
  readonly onEscape: () => void;
  /** At the end the focus goes back to where it was, also to a button; else only to what no Enter of a card reader would press. */
  readonly giveBack: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { className, labelledBy, onEscape, giveBack, children } = props;
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    const toButton = document.activeElement instanceof HTMLButtonElement;
    dialog?.showModal();
    return () => {
      // Closing gives the focus back; a dialog that is only taken out leaves it to `keepFocus`, which puts it on the screen's heading.
      if (giveBack || !toButton) dialog?.close();
    };
  }, [giveBack]);
  return (
    <dialog
      ref={ref}
      className={className}
      aria-labelledby={labelledBy}
      onKeyDown={(event) => {
        // The browser closes a dialog at a second Escape whatever a `cancel` listener says, so it never hears of it.
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onEscape();
      }}
    >
      {children}
      <LiveRegions />
    </dialog>
  );
}
