/**
 * What the process says to its supervisor (Shell Launcher, systemd) when it ends. Anything but `stopped` means that no kiosk is on the
 * screen. Start again after `failed`, after `portTaken` and after every code that is not listed here (Chromium's, Node's, a signal);
 * after the others a person must look first.
 */
export const exitCodes = {
  /** Asked to stop: sign-out of the machine, a service stop. */
  stopped: 0,
  /** Another kiosk of this account is already running; it was brought to the front. */
  alreadyRunning: 64,
  /** The command line carries a switch that would open the kiosk, or one that cannot be read. */
  refusedCommandLine: 65,
  /** Browser host only: its port belongs to another program, or may not be opened. */
  portTaken: 69,
  /** A bug, the screen could not be built, or the graphics failed and the next start does without them. */
  failed: 70,
} as const;

/** One of the documented codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
