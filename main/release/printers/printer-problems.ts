import { type PrinterProblem, printerProblems } from '../../../preload/contract.ts';

/*
 * Graph's `printerProcessingStateDetail` (826 members, reference 3) in the kinds that the screen has plain words for. What says that something
 * was added, closed or switched on, what happened to the fax or the scanner, and what is over by itself needs no word of somebody who prints.
 */

/** Kinds of the members that stand alone. */
const singles: Readonly<Record<PrinterProblem | 'nothing', string>> = {
  cannotStart: '',
  paperJam: 'mediaJam inputMediaTrayJam mediaPathInputJam mediaPathJam mediaPathOutputJam outputMediaTrayJam',
  coverOpen: 'coverOpen doorOpen interlockOpen',
  paperEmpty: 'mediaEmpty mediaNeeded mediaPathInputEmpty',
  paperWrong: 'inputCannotFeedSizeSelected mediaPathCannotDuplexMediaSelected',
  trayMissing: 'inputTrayMissing',
  trayFault:
    'inputMediaTrayFailure inputMediaTrayFeedError inputPickRollerFailure inputPickRollerMissing inputTrayElevationFailure ' +
    'inputTrayPositionFailure mediaPathInputFeedError',
  feedByHand: 'inputManualInputRequest mediaPathInputRequest',
  outputFull: 'outputAreaFull mediaPathMediaTrayFull mediaPathOutputFull',
  outputTrayMissing: 'outputTrayMissing mediaPathMediaTrayMissing',
  tonerEmpty:
    'tonerEmpty markerSupplyEmpty developerEmpty markerDeveloperEmpty markerInkEmpty markerPrintRibbonEmpty materialEmpty materialNeeded',
  tonerMissing:
    'markerDeveloperMissing markerInkMissing markerPrintRibbonMissing markerSupplyMissing markerTonerCartridgeMissing markerTonerMissing',
  wasteFull: 'markerWasteFull markerWasteInkReceptacleFull markerWasteTonerReceptacleFull',
  finisherJam: '',
  finisherEmpty: '',
  finisherFull: '',
  finisherOpen: '',
  finisherMissing: '',
  finisherFault: '',
  partWornOut: 'opticalPhotoConductorLifeOver cleanerLifeOver inputPickRollerLifeOver lampAtEol laserAtEol mediaPathPickRollerLifeOver',
  partFault:
    'cameraFailure chamberFailure extruderFailure extruderJam fanFailure lampFailure laserFailure markerCleanerMissing markerFuserMissing ' +
    'markerFuserThermistorFailure markerFuserTimingFailure markerOpcMissing markerWasteMissing markerWasteInkReceptacleMissing ' +
    'markerWasteTonerReceptacleMissing mediaPathFailure mediaPathOutputFeedError mediaPathPickRollerFailure mediaPathPickRollerMissing ' +
    'motorFailure outputMailboxSelectFailure outputMediaTrayFailure outputMediaTrayFeedError platformFailure',
  tooHot:
    'fuserOverTemp chamberCooling chamberTemperatureHigh extruderCooling extruderTemperatureHigh platformCooling platformTemperatureHigh',
  memoryFull: 'spoolAreaFull interpreterComplexPageEncountered',
  // `disconnected` is in samples of the documentation and in no enum (reference 12.2, 8).
  notConnected: 'connectingToDevice timedOut disconnected',
  turnedOff: 'shutdown powerDown',
  takenOutOfService: 'deactivated deleted testing',
  paused: 'paused movingToPaused stopping',
  holdsNewJobs: 'holdNewJobs',
  partlyStopped: 'stoppedPartially',
  warmingUp:
    'fuserUnderTemp chamberHeating chamberTemperatureLow extruderHeating extruderTemperatureLow markerAdjustingPrintQuality ' +
    'platformHeating platformTemperatureLow powerUp printerManualReset printerNmsReset',
  asleep: 'hibernate standby suspend',
  paperLow: 'mediaLow',
  tonerLow:
    'tonerLow markerSupplyLow developerLow markerDeveloperAlmostEmpty markerInkAlmostEmpty markerPrintRibbonAlmostEmpty ' +
    'markerSupplyAlmostEmpty materialLow',
  wasteAlmostFull: 'markerWasteAlmostFull markerWasteInkReceptacleAlmostFull markerWasteTonerReceptacleAlmostFull',
  outputAlmostFull: 'outputAreaAlmostFull mediaPathMediaTrayAlmostFull',
  finisherAlmostEmpty: '',
  finisherAlmostFull: '',
  partWearing:
    'opticalPhotoConductorNearEndOfLife cleanerLifeAlmostOver inputPickRollerLifeWarn lampNearEol laserNearEol mediaPathPickRollerLifeWarn',
  other: 'other interpreterResourceUnavailable unknownFutureValue',
  nothing:
    'none unknown alertRemovalOfBinaryChangeEntry configurationChange identifyPrinterRequested printerReadyToPrint resuming mediaDrying ' +
    'interlockClosed interpreterCartridgeAdded interpreterCartridgeDeleted interpreterMemoryDecrease interpreterMemoryIncrease ' +
    'interpreterResourceAdded interpreterResourceDeleted inputMediaColorChange inputMediaFormPartsChange inputMediaSizeChange ' +
    'inputMediaTypeChange inputMediaWeightChange',
};

/** What an ending says of a finisher, and of some part of the printer that is not named. Endings that are not here say nothing. */
const endings: Readonly<Record<string, readonly [finisher: PrinterProblem, part: PrinterProblem]>> = {
  AlmostEmpty: ['finisherAlmostEmpty', 'other'],
  AlmostFull: ['finisherAlmostFull', 'other'],
  AtLimit: ['partWornOut', 'partWornOut'],
  CoolingDown: ['tooHot', 'tooHot'],
  CoverOpen: ['finisherOpen', 'coverOpen'],
  Empty: ['finisherEmpty', 'other'],
  Full: ['finisherFull', 'other'],
  InterlockOpen: ['finisherOpen', 'coverOpen'],
  Jam: ['finisherJam', 'paperJam'],
  LifeAlmostOver: ['partWearing', 'partWearing'],
  LifeOver: ['partWornOut', 'partWornOut'],
  MemoryExhausted: ['memoryFull', 'memoryFull'],
  Missing: ['finisherMissing', 'partFault'],
  MotorFailure: ['finisherFault', 'partFault'],
  NearLimit: ['partWearing', 'partWearing'],
  Offline: ['finisherFault', 'partFault'],
  Opened: ['finisherOpen', 'coverOpen'],
  OverTemperature: ['tooHot', 'tooHot'],
  RecoverableFailure: ['finisherFault', 'partFault'],
  RecoverableStorage: ['finisherFault', 'partFault'],
  Removed: ['finisherMissing', 'partFault'],
  ThermistorFailure: ['finisherFault', 'partFault'],
  TimingFailure: ['finisherFault', 'partFault'],
  TurnedOff: ['finisherFault', 'partFault'],
  UnderTemperature: ['warmingUp', 'warmingUp'],
  UnrecoverableFailure: ['finisherFault', 'partFault'],
  UnrecoverableStorage: ['finisherFault', 'partFault'],
  UnrecoverableStorageError: ['finisherFault', 'partFault'],
  WarmingUp: ['warmingUp', 'warmingUp'],
};
const silentEndings: ReadonlySet<string> = new Set(
  'Added Closed ConfigurationChange CoverClosed InterlockClosed PowerSaver ResourceAdded ResourceRemoved TurnedOn'.split(' '),
);

const family =
  /^(?:bander|binder|dieCutter|folder|imprinter|inserter|makeEnvelope|perforater|puncher|separationCutter|sheetRotator|slitter|stacker|stapler|stitcher|trimmer|wrapper|(?<part>subunit))(?<ending>[A-Z]\w*)$/;
/** Fax and scanner stand beside printing. */
const beside = /^(?:faxModem|scanMediaPath|scannerLight|scannerSensor)[A-Z]/;

/** What details that no enum has are likely to mean, by what is in them; the first that fits. */
const bySense: readonly (readonly [RegExp, PrinterProblem])[] = [
  [/jam/i, 'paperJam'],
  [/(cover|door).*open/i, 'coverOpen'],
  [/(media|paper).*(empty|needed)/i, 'paperEmpty'],
  [/(media|paper).*low/i, 'paperLow'],
  [/(toner|ink|marker).*(almost|low)/i, 'tonerLow'],
  [/(toner|ink|marker).*empty/i, 'tonerEmpty'],
  [/offline|disconnect|unreachable|notconnected/i, 'notConnected'],
  [/pause/i, 'paused'],
];

const kindOfSingle: ReadonlyMap<string, PrinterProblem | 'nothing'> = new Map(
  (Object.keys(singles) as (PrinterProblem | 'nothing')[]).flatMap((kind) => singles[kind].split(' ').map((name) => [name, kind] as const)),
);

/** The kind of one detail; null where it needs no word. Total: a detail that nobody knows is `other`, or what its name plainly says. */
export function problemOf(detail: string): PrinterProblem | null {
  const single = detail === '' ? 'nothing' : kindOfSingle.get(detail);
  if (single !== undefined) return single === 'nothing' ? null : single;
  if (beside.test(detail)) return null;
  const { part, ending = '' } = family.exec(detail)?.groups ?? {};
  if (silentEndings.has(ending)) return null;
  const [ofFinisher, ofPart] = endings[ending] ?? [];
  if (ofFinisher !== undefined && ofPart !== undefined) return part === undefined ? ofFinisher : ofPart;
  return bySense.find(([pattern]) => pattern.test(detail))?.[1] ?? 'other';
}

/** Most problems of one printer that a screen shows. */
const mostShown = 3;

/** What a printer reports, each kind once, the gravest first. */
export function problemsOf(details: readonly string[]): readonly PrinterProblem[] {
  const found = new Set(details.map(problemOf));
  return printerProblems.filter((kind) => found.has(kind)).slice(0, mostShown);
}
