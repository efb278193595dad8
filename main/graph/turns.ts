/** Lets so many run at the same time; the others wait for their turn, in order. */
export type Turns = <T>(run: () => Promise<T>) => Promise<T>;

/** Turns for at most `most` at a time. */
export function createTurns(most: number): Turns {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
