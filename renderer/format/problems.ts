import type { JobsScreen, PrinterProblem, PrinterView } from '../../preload/contract.ts';

/** What a problem means for somebody who waits: nothing comes out, something is running out, or it only rests. A kind without its weight is a type error. */
const weights: Readonly<Record<PrinterProblem, 'stops' | 'warns' | 'rests'>> = {
  cannotStart: 'warns',
  paperJam: 'stops',
  coverOpen: 'stops',
  paperEmpty: 'stops',
  paperWrong: 'stops',
  trayMissing: 'stops',
  trayFault: 'stops',
  feedByHand: 'stops',
  outputFull: 'stops',
  outputTrayMissing: 'stops',
  tonerEmpty: 'stops',
  tonerMissing: 'stops',
  wasteFull: 'stops',
  finisherJam: 'stops',
  finisherEmpty: 'stops',
  finisherFull: 'stops',
  finisherOpen: 'stops',
  finisherMissing: 'stops',
  finisherFault: 'stops',
  partWornOut: 'stops',
  partFault: 'stops',
  tooHot: 'stops',
  memoryFull: 'stops',
  notConnected: 'stops',
  turnedOff: 'stops',
  takenOutOfService: 'stops',
  paused: 'stops',
  holdsNewJobs: 'stops',
  partlyStopped: 'stops',
  warmingUp: 'rests',
  asleep: 'rests',
  paperLow: 'warns',
  tonerLow: 'warns',
  wasteAlmostFull: 'warns',
  outputAlmostFull: 'warns',
  finisherAlmostFull: 'warns',
  finisherAlmostEmpty: 'warns',
  partWearing: 'warns',
  other: 'stops',
};

/** Takes no jobs. A state that is not known is the person's to judge. */
export function isUnwell(printer: Pick<PrinterView, 'state'>): boolean {
  return printer.state === 'stopped' || printer.state === 'moved';
}

/** Why a printer that stopped has done so, as far as it says; null: it does not say, and a nearly empty tray would be a guess. */
export function causeOf(printer: PrinterView): PrinterProblem | null {
  if (printer.state !== 'stopped') return null;
  return printer.problems.find((problem) => weights[problem] === 'stops') ?? null;
}

/** What is worth a line of a printer that still takes jobs. */
export function noteOf(printer: PrinterView): PrinterProblem | null {
  return isUnwell(printer) ? null : (printer.problems[0] ?? null);
}

/** The printer of that name, where jobs of the list or what was released comes out. */
export function printerNamed(screen: Pick<JobsScreen, 'printers' | 'destinations'>, name: string): PrinterView | null {
  return [...screen.destinations, ...screen.printers].find((printer) => printer.name === name) ?? null;
}
