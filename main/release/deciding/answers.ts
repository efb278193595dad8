import type { EffectAnswer, ReleaseEffect } from './effect.ts';
import { type Release, sameEffect } from './release.ts';

/** The release after an effect was sent and `answer` came, or was given up, at `at`. */
export function afterAnswer(release: Release, effect: ReleaseEffect, answer: EffectAnswer, at: number): Release {
  const { state } = release;
  const before = 'effect' in state && 'times' in state && sameEffect(state.effect, effect) ? state.times : 0;
  switch (answer.is) {
    case 'done':
      if (effect.kind === 'configure') return { ...release, state: { is: 'ready' }, configured: true };
      return { ...onTheWire(release, effect, at), state: { is: 'accepted', effect, since: at } };
    case 'refused':
      return { ...release, state: { is: 'refused', effect, status: answer.status, since: at } };
    case 'throttled':
      return { ...release, state: { is: 'putOff', effect, notBefore: at + answer.retryAfterMs, times: before + 1 } };
    case 'notSent':
      return { ...release, state: { is: 'putOff', effect, notBefore: at, times: before } };
    case 'unknown':
      return {
        ...onTheWire(release, effect, at),
        state: { is: 'unsure', effect, since: at, notBefore: at + (answer.retryAfterMs ?? 0), times: before + 1 },
        doubted: true,
      };
  }
}

/** It was carried out, or may be. */
function onTheWire(release: Release, effect: ReleaseEffect, at: number): Release {
  switch (effect.kind) {
    case 'configure':
      return { ...release, changeLostAt: at };
    case 'complete':
      // Nothing is completed before it is configured.
      return {
        ...release,
        happened: release.happened + 1,
        configured: true,
        completed: new Map([...release.completed, [effect.taskId, at]]),
      };
    case 'start':
      return { ...release, happened: release.happened + 1, startedAt: at };
    case 'redirect':
      return { ...release, happened: release.happened + 1, redirectedAt: at };
  }
}
