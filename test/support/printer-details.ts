/** Endings that every finisher of Graph's `printerProcessingStateDetail` has (reference 3). */
const finisherEndings = (
  'Added AlmostEmpty AlmostFull AtLimit Closed ConfigurationChange CoverClosed CoverOpen Empty Full InterlockClosed InterlockOpen Jam ' +
  'LifeAlmostOver LifeOver MemoryExhausted Missing MotorFailure NearLimit Offline Opened OverTemperature PowerSaver RecoverableFailure ' +
  'RecoverableStorage Removed ResourceAdded ResourceRemoved ThermistorFailure TimingFailure TurnedOff TurnedOn UnderTemperature ' +
  'UnrecoverableFailure UnrecoverableStorageError WarmingUp'
).split(' ');
const finishers = (
  'bander binder dieCutter folder imprinter inserter makeEnvelope perforater puncher separationCutter sheetRotator slitter stacker ' +
  'stapler stitcher trimmer wrapper'
).split(' ');
const notOfSubunits = [
  'ConfigurationChange',
  'CoverClosed',
  'CoverOpen',
  'InterlockClosed',
  'InterlockOpen',
  'Jam',
  'UnrecoverableStorageError',
];
const subunitEndings = [...finisherEndings.filter((ending) => !notOfSubunits.includes(ending)), 'CoolingDown', 'UnrecoverableStorage'];

/** Groups of singles: a beginning, and what may follow it. */
const singles: readonly (readonly [string, string])[] = [
  ['', 'paused coverOpen interlockOpen interlockClosed doorOpen other none unknown shutdown connectingToDevice timedOut stopping'],
  [
    '',
    'stoppedPartially movingToPaused spoolAreaFull unknownFutureValue alertRemovalOfBinaryChangeEntry cameraFailure configurationChange',
  ],
  ['', 'deactivated deleted fanFailure hibernate holdNewJobs identifyPrinterRequested motorFailure powerDown powerUp resuming standby'],
  ['', 'suspend testing'],
  ['media', 'Jam Needed Low Empty Drying'],
  ['outputTray', 'Missing'],
  ['outputArea', 'Full AlmostFull'],
  ['markerSupply', 'Low Empty AlmostEmpty Missing'],
  ['markerWaste', 'AlmostFull Full Missing'],
  ['fuser', 'OverTemp UnderTemp'],
  ['toner', 'Low Empty'],
  ['opticalPhotoConductor', 'NearEndOfLife LifeOver'],
  ['developer', 'Low Empty'],
  ['interpreter', 'ResourceUnavailable CartridgeAdded CartridgeDeleted ComplexPageEncountered MemoryDecrease MemoryIncrease'],
  ['interpreterResource', 'Added Deleted'],
  ['chamber', 'Cooling Failure Heating TemperatureHigh TemperatureLow'],
  ['cleaner', 'LifeAlmostOver LifeOver'],
  ['extruder', 'Cooling Failure Heating Jam TemperatureHigh TemperatureLow'],
  ['faxModem', 'LifeAlmostOver LifeOver Missing TurnedOff TurnedOn'],
  ['input', 'CannotFeedSizeSelected ManualInputRequest TrayMissing TrayElevationFailure TrayPositionFailure'],
  ['inputMedia', 'ColorChange FormPartsChange SizeChange TypeChange WeightChange TrayFailure TrayFeedError TrayJam'],
  ['inputPickRoller', 'Failure LifeOver LifeWarn Missing'],
  ['lamp', 'AtEol Failure NearEol'],
  ['laser', 'AtEol Failure NearEol'],
  ['marker', 'AdjustingPrintQuality CleanerMissing FuserMissing FuserThermistorFailure FuserTimingFailure OpcMissing'],
  ['markerDeveloper', 'AlmostEmpty Empty Missing'],
  ['markerInk', 'AlmostEmpty Empty Missing'],
  ['markerPrintRibbon', 'AlmostEmpty Empty Missing'],
  ['markerToner', 'CartridgeMissing Missing'],
  ['markerWasteInkReceptacle', 'AlmostFull Full Missing'],
  ['markerWasteTonerReceptacle', 'AlmostFull Full Missing'],
  ['material', 'Empty Low Needed'],
  [
    'mediaPath',
    'CannotDuplexMediaSelected Failure InputEmpty InputFeedError InputJam InputRequest Jam OutputFeedError OutputFull OutputJam',
  ],
  ['mediaPathMediaTray', 'AlmostFull Full Missing'],
  ['mediaPathPickRoller', 'Failure LifeOver LifeWarn Missing'],
  ['output', 'MailboxSelectFailure MediaTrayFailure MediaTrayFeedError MediaTrayJam'],
  ['platform', 'Cooling Failure Heating TemperatureHigh TemperatureLow'],
  ['printer', 'ManualReset NmsReset ReadyToPrint'],
  ['scanMediaPath', 'Failure InputEmpty InputFeedError InputJam InputRequest Jam OutputFeedError OutputFull OutputJam'],
  ['scanMediaPathPickRoller', 'Failure LifeOver LifeWarn Missing'],
  ['scanMediaPathTray', 'AlmostFull Full Missing'],
  ['scannerLight', 'Failure LifeAlmostOver LifeOver Missing'],
  ['scannerSensor', 'Failure LifeAlmostOver LifeOver Missing'],
];

/** Every member of Graph's `printerProcessingStateDetail` in v1.0 of August 2026 (reference 3): 826. */
export const printerDetails: readonly string[] = [
  ...finishers.flatMap((finisher) => finisherEndings.map((ending) => `${finisher}${ending}`)),
  ...subunitEndings.map((ending) => `subunit${ending}`),
  ...singles.flatMap(([beginning, rest]) => rest.split(' ').map((one) => `${beginning}${one}`)),
];
