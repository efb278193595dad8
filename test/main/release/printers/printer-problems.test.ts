import { describe, expect, test } from 'vitest';
import { problemOf, problemsOf } from '../../../../main/release/printers/printer-problems.ts';
import { printerProblems } from '../../../../preload/contract.ts';
import { printerDetails } from '../../../support/printer-details.ts';

/** Members of each kind that are easily put in the wrong one, and one of each kind at least. */
const known: Readonly<Record<string, string>> = {
  paperJam: 'mediaJam mediaPathOutputJam inputMediaTrayJam',
  coverOpen: 'doorOpen coverOpen interlockOpen subunitOpened',
  paperEmpty: 'mediaEmpty mediaNeeded',
  paperWrong: 'inputCannotFeedSizeSelected',
  trayMissing: 'inputTrayMissing',
  trayFault: 'inputTrayElevationFailure inputMediaTrayFeedError',
  feedByHand: 'inputManualInputRequest',
  outputFull: 'outputAreaFull mediaPathOutputFull',
  outputTrayMissing: 'outputTrayMissing',
  tonerEmpty: 'markerSupplyEmpty markerInkEmpty developerEmpty',
  tonerMissing: 'markerTonerCartridgeMissing',
  wasteFull: 'markerWasteTonerReceptacleFull',
  finisherJam: 'staplerJam trimmerJam',
  finisherEmpty: 'staplerEmpty',
  finisherFull: 'puncherFull',
  finisherOpen: 'stitcherCoverOpen stackerOpened wrapperInterlockOpen',
  finisherMissing: 'sheetRotatorRemoved binderMissing',
  finisherFault: 'folderUnrecoverableStorageError banderTurnedOff dieCutterOffline',
  partWornOut: 'opticalPhotoConductorLifeOver lampAtEol staplerLifeOver',
  partFault: 'motorFailure subunitUnrecoverableStorage fanFailure',
  tooHot: 'fuserOverTemp subunitCoolingDown slitterOverTemperature',
  memoryFull: 'spoolAreaFull imprinterMemoryExhausted',
  notConnected: 'connectingToDevice timedOut disconnected',
  turnedOff: 'shutdown powerDown',
  takenOutOfService: 'deactivated deleted',
  paused: 'paused movingToPaused',
  holdsNewJobs: 'holdNewJobs',
  partlyStopped: 'stoppedPartially',
  warmingUp: 'fuserUnderTemp makeEnvelopeWarmingUp',
  asleep: 'hibernate standby suspend',
  paperLow: 'mediaLow',
  tonerLow: 'tonerLow markerSupplyAlmostEmpty',
  wasteAlmostFull: 'markerWasteAlmostFull',
  outputAlmostFull: 'outputAreaAlmostFull',
  finisherAlmostEmpty: 'staplerAlmostEmpty',
  finisherAlmostFull: 'stackerAlmostFull',
  partWearing: 'laserNearEol perforaterNearLimit separationCutterLifeAlmostOver',
  other: 'other unknownFutureValue subunitEmpty',
};

describe('what a printer reports', () => {
  test('has a kind for every member of Graph’s enum, or needs no word: none falls through to the guess', () => {
    expect(printerDetails).toHaveLength(826);
    expect(new Set(printerDetails).size).toBe(826);
    const guessed = printerDetails.filter((detail) => problemOf(detail) === 'other');
    expect(guessed.toSorted()).toEqual(
      [
        'interpreterResourceUnavailable',
        'other',
        'subunitAlmostEmpty',
        'subunitAlmostFull',
        'subunitEmpty',
        'subunitFull',
        'unknownFutureValue',
      ].toSorted(),
    );
  });
  test('uses every kind that the screen has words for', () => {
    const used = new Set(printerDetails.map(problemOf));
    // The station's own word, which no printer reports.
    expect(printerProblems.filter((kind) => !used.has(kind))).toEqual(['cannotStart']);
    expect(new Set([...Object.keys(known), 'cannotStart'])).toEqual(new Set(printerProblems));
  });
  test.each(Object.entries(known))('%s', (kind, details) => {
    expect(details.split(' ').map(problemOf)).toEqual(details.split(' ').map(() => kind));
  });
  test.each([
    'none',
    'unknown',
    'staplerAdded',
    'interlockClosed',
    'binderTurnedOn',
    'printerReadyToPrint',
    'faxModemMissing',
    'scanMediaPathJam',
    'resuming',
    '',
  ])('%j needs no word of somebody who prints', (detail) => {
    expect(problemOf(detail)).toBeNull();
  });
  test.each([
    ['bigPaperJam', 'paperJam'],
    ['rearDoorOpened', 'coverOpen'],
    ['paperTrayEmpty', 'paperEmpty'],
    ['cyanTonerAlmostEmpty', 'tonerLow'],
    ['printerOffline', 'notConnected'],
    ['flyingSaucer', 'other'],
    ['staplerDreaming', 'other'],
    ['constructor', 'other'],
  ])('%s, which no enum has, is told as %s', (detail, kind) => {
    expect(problemOf(detail)).toBe(kind);
  });
  test('comes with the gravest first, each kind once, three at most', () => {
    expect(problemsOf(['tonerLow', 'none', 'mediaLow', 'coverOpen', 'doorOpen', 'mediaJam', 'other'])).toEqual([
      'paperJam',
      'coverOpen',
      'paperLow',
    ]);
    expect(problemsOf([])).toEqual([]);
  });
});
