import type { PowerMonitor, PowerSaveBlocker } from 'electron';

/** Keeps the screen lit, also after the machine slept. */
export function keepAwake(blocker: PowerSaveBlocker, monitor: PowerMonitor): void {
  let id = blocker.start('prevent-display-sleep');
  monitor.on('resume', () => {
    if (!blocker.isStarted(id)) id = blocker.start('prevent-display-sleep');
  });
}
