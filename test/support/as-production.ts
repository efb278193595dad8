import { vi } from 'vitest';

/** Builds something as it is shipped: the test runner's own `NODE_ENV` would build React for development. */
export async function asProduction<T>(build: () => Promise<T>): Promise<T> {
  vi.stubEnv('NODE_ENV', 'production');
  try {
    return await build();
  } finally {
    vi.unstubAllEnvs();
  }
}
