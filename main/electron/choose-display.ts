import type { Display, Rectangle } from 'electron';

/** What placing the window needs to know of a display. All in device-independent pixels. */
export type KioskDisplay = Pick<Display, 'id' | 'bounds' | 'workArea'>;

/** Size of the window where it does not fill the screen: an upright Full HD screen, as beside most printers. */
const upright = { width: 1080, height: 1920 } as const;

/** The display for the kiosk: the primary one, else the first; null while none is connected. */
export function chooseDisplay(displays: readonly KioskDisplay[], primaryId: number | null): KioskDisplay | null {
  return displays.find(({ id }) => id === primaryId) ?? displays[0] ?? null;
}

/** Where the window goes: the whole display, or an upright window that fits into its free part. */
export function windowBounds(display: KioskDisplay | null, kiosk: boolean): Rectangle {
  if (display === null) return { x: 0, y: 0, ...upright };
  if (kiosk) return display.bounds;
  const { x, y, width, height } = display.workArea;
  const scale = Math.min(1, width / upright.width, height / upright.height);
  const size = { width: Math.floor(upright.width * scale), height: Math.floor(upright.height * scale) };
  return { x: x + Math.floor((width - size.width) / 2), y: y + Math.floor((height - size.height) / 2), ...size };
}
