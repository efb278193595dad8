import type { BrowserWindow, Input } from 'electron';
import { closedGate, gateKey } from '../../preload/key-gate.ts';
import type { StationFace } from '../station/face.ts';

/**
 * Brings the window's keys to the reader's decoder before the page sees them, and tells the station when the window is deaf.
 * `monotonicMs` never jumps. Electron reports presses and releases; whatever else it may report is kept from the page.
 */
export function feedKeys(window: BrowserWindow, face: StationFace, monotonicMs: () => number): void {
  let gate = closedGate;
  window.webContents.on('before-input-event', (event, input) => {
    const type = typeOf(input);
    if (type === null) return event.preventDefault();
    const { code, isAutoRepeat: repeat, alt, control: ctrl, meta, shift } = input;
    const decision = gateKey(gate, { type, code, repeat, alt, ctrl, meta, shift, atMs: monotonicMs() }, face.readerTailMs);
    gate = decision.state;
    if (decision.keep) event.preventDefault();
    if (decision.forward !== null) face.readerKey(decision.forward);
  });
  window.on('blur', () => {
    gate = closedGate;
    face.attention(false);
  });
  window.on('focus', () => face.attention(true));
  face.attention(window.isFocused());
}

function typeOf({ type }: Input): 'down' | 'up' | null {
  if (type === 'keyUp') return 'up';
  return type === 'keyDown' || type === 'rawKeyDown' ? 'down' : null;
}
