import type { Cue } from './cue.ts';

/** One note: begins after so many milliseconds, lasts so long, in hertz. */
export interface Note {
  readonly atMs: number;
  readonly forMs: number;
  readonly hertz: number;
}

/** Loudest that a note gets; 1 is as loud as the machine can. */
export const peakGain = 0.16;

/** The three cues: one short note, a rising pair, a falling pair far below. Told apart without being known. */
export const tones: Readonly<Record<Cue, readonly Note[]>> = {
  tap: [{ atMs: 0, forMs: 120, hertz: 880 }],
  done: [
    { atMs: 0, forMs: 150, hertz: 659 },
    { atMs: 130, forMs: 220, hertz: 988 },
  ],
  trouble: [
    { atMs: 0, forMs: 170, hertz: 330 },
    { atMs: 190, forMs: 190, hertz: 247 },
  ],
};
