import type { Cue } from './cue.ts';
import { type Note, peakGain, tones } from './tones.ts';

/** Time in which a note swells and dies away, so that nothing clicks. Milliseconds. */
const edgeMs = 12;

/**
 * A player of cues. The way to the loudspeaker is opened at the first cue, so a station without sounds never asks for one;
 * where there is none the player is silent: no sign is a sound alone.
 */
export function createPlayer(open: () => AudioContext): (cue: Cue) => void {
  let context: AudioContext | null = null;
  return (cue) => {
    try {
      context ??= open();
      const speaker = context;
      for (const note of tones[cue]) sound(speaker, note);
      // A browser may hold sounds back until somebody has touched the page.
      if (speaker.state === 'suspended') speaker.resume().catch(() => {});
    } catch {
      context = null;
    }
  };
}

function sound(context: AudioContext, { atMs, forMs, hertz }: Note): void {
  const begin = context.currentTime + atMs / 1000;
  const end = begin + forMs / 1000;
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.type = 'sine';
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(peakGain, begin + edgeMs / 1000);
  gain.gain.setValueAtTime(peakGain, end - (4 * edgeMs) / 1000);
  gain.gain.linearRampToValueAtTime(0, end);
  tone.connect(gain).connect(context.destination);
  tone.start(begin);
  tone.stop(end);
}
