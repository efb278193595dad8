import { inspect } from 'node:util';

/**
 * A string that must not be printed: token, client secret, badge number, PIN.
 * Template strings, JSON, `util.inspect` and structured clone all show or carry nothing of it;
 * only `reveal()` does, and a search for `reveal(` lists every place that handles the plain text.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain text. Keep it in the smallest scope, never in a field, log or error. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
