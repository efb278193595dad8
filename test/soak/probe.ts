import { EventEmitter, getEventListeners } from 'node:events';
import { readdirSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { StatementSync } from 'node:sqlite';
import v8 from 'node:v8';
import type { Reading } from './reading.ts';

/*
 * Loaded with `--import` into the kiosk's own process, so that the product needs no hook for its tests: on SIGUSR2 collects garbage and says on
 * standard output what is left. Where `RELEASE_STATION_TEST_HEAP` names a folder, a snapshot of the heap is written there each time.
 */

const targets = remembered<EventTarget>();
const emitters = remembered<EventEmitter>();
const eventTypes = new Set<string>();

const { addEventListener } = EventTarget.prototype;
EventTarget.prototype.addEventListener = function (this: EventTarget, ...args: Parameters<typeof addEventListener>) {
  targets.add(this);
  eventTypes.add(args[0]);
  return addEventListener.apply(this, args);
};
for (const name of ['on', 'addListener', 'once', 'prependListener'] as const) {
  const plain = EventEmitter.prototype[name];
  EventEmitter.prototype[name] = function (this: EventEmitter, ...args: Parameters<typeof plain>) {
    emitters.add(this);
    return plain.apply(this, args);
  } as typeof plain;
}

process.on('SIGUSR2', () => void say());

async function say(): Promise<void> {
  for (let i = 0; i < 8; i += 1) {
    globalThis.gc?.();
    // Finalizers and what waits for them run between the collections.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const listeners = targets.count((target) => [...eventTypes].reduce((sum, type) => sum + getEventListeners(target, type).length, 0));
  const emitterListeners = emitters.count((emitter) => emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0));
  const { heapUsed, external, rss } = process.memoryUsage();
  const heap = v8.getHeapStatistics();
  const reading: Reading = {
    heapUsed,
    external,
    rss,
    fds: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    handles: process.getActiveResourcesInfo().filter((name) => name !== 'Immediate' && name !== 'Timeout').length,
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    listeners: listeners + emitterListeners,
    contexts: heap.number_of_native_contexts + heap.number_of_detached_contexts,
    objects: Object.fromEntries(
      [AbortSignal, Promise, Map, Request, Response, Socket, StatementSync].map((type) => [
        type.name,
        v8.queryObjects(type, { format: 'count' }),
      ]),
    ),
  };
  const folder = process.env.RELEASE_STATION_TEST_HEAP;
  if (folder !== undefined) v8.writeHeapSnapshot(`${folder}/${Date.now()}.heapsnapshot`);
  writeSync(1, `${JSON.stringify({ reading })}\n`);
}

/** Objects that are counted as long as something else keeps them. */
function remembered<T extends object>() {
  const known = new WeakSet<T>();
  let alive: WeakRef<T>[] = [];
  return {
    add(one: T) {
      if (known.has(one)) return;
      known.add(one);
      alive.push(new WeakRef(one));
    },
    count(of: (one: T) => number): number {
      alive = alive.filter((ref) => ref.deref() !== undefined);
      return alive.reduce((sum, ref) => {
        const one = ref.deref();
        return one === undefined ? sum : sum + of(one);
      }, 0);
    },
  };
}
