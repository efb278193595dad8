import type { ConfigResult } from '../config/load.ts';
import type { StationFace } from './face.ts';
import { outOfService } from './out-of-service.ts';
import { plainSurroundings, surroundingsOf } from './plain-screen.ts';

/** For IT, started with `--ruler`: the screen on which its own width is found out. Nobody can sign in; nothing is opened on the disk. */
export function rulerStation(loaded: ConfigResult): StationFace {
  return outOfService(loaded.ok ? surroundingsOf(loaded.config) : plainSurroundings, { name: 'ruler' });
}
