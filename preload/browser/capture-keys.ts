import { closedGate, gateKey, type ReaderKey } from '../key-gate.ts';

/** What the capture reports to the host. */
export interface KeyListener {
  readonly onReaderKey: (key: ReaderKey) => void;
  /** The page gained or lost the keyboard. */
  readonly onAttention: (hears: boolean) => void;
  /** The host's word on how slow the reader may be, milliseconds. */
  readonly tailMs: () => number;
}

/**
 * Hears every key before the page does and keeps those that are not the page's. Runs before any script of the
 * page, so its listeners come first. Events that a script made up are not keys and go to nobody.
 */
export function captureKeys(page: Window, listener: KeyListener): void {
  let gate = closedGate;
  const onKey = (event: KeyboardEvent) => {
    if (!event.isTrusted) return event.stopImmediatePropagation();
    const decision = gateKey(
      gate,
      {
        type: event.type === 'keydown' ? 'down' : 'up',
        code: event.code,
        repeat: event.repeat,
        alt: event.altKey,
        ctrl: event.ctrlKey,
        meta: event.metaKey,
        shift: event.shiftKey,
        atMs: event.timeStamp,
      },
      listener.tailMs(),
    );
    gate = decision.state;
    if (decision.keep) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (decision.forward !== null) listener.onReaderKey(decision.forward);
  };
  const tellAttention = (hears: boolean) => {
    gate = closedGate;
    listener.onAttention(hears);
  };
  page.addEventListener('keydown', onKey, true);
  page.addEventListener('keyup', onKey, true);
  page.addEventListener('focus', () => tellAttention(true));
  page.addEventListener('blur', () => tellAttention(false));
}
