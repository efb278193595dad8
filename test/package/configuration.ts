import { join } from 'node:path';
import type { Configuration } from 'electron-builder';

/** What app-builder-lib offers for this; it has no entry point of its own in electron-builder. */
interface BuilderConfiguration {
  getConfig(root: string, file: string, options: null): Promise<Configuration>;
  validateConfiguration(configuration: Configuration, logger: { readonly isEnabled: false }): Promise<void>;
}

/** `electron-builder.yml` as electron-builder itself reads it. Rejects when it cannot be read. */
export async function readConfiguration(root: string): Promise<Configuration> {
  return (await builder()).getConfig(root, join(root, 'electron-builder.yml'), null);
}

/** electron-builder's own verdict on its options, which it otherwise gives after the build has begun; null when it accepts them. */
export async function refusal(configuration: Configuration): Promise<string | null> {
  try {
    await (await builder()).validateConfiguration(configuration, { isEnabled: false });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The names of the installers that a system gets. */
export function targetNames(options: Configuration['win'] | Configuration['linux']): readonly string[] {
  const target = options?.target ?? [];
  return (Array.isArray(target) ? target : [target]).map((one) => (typeof one === 'string' ? one : one.target));
}

/** What is wrong with `electron-builder.yml`: options that do not exist, or other installers than the MSI and the AppImage. */
export async function configurationProblems(root: string): Promise<readonly string[]> {
  const configuration = await readConfiguration(root);
  const refused = await refusal(configuration);
  const targets = [...targetNames(configuration.win), ...targetNames(configuration.linux)].join(', ');
  return [
    ...(refused === null ? [] : [`electron-builder.yml is not valid: ${refused}`]),
    ...(targets === 'msi, AppImage' ? [] : [`electron-builder.yml builds ${targets}; it must build msi, AppImage.`]),
  ];
}

async function builder(): Promise<BuilderConfiguration> {
  const path: string = 'app-builder-lib/out/util/config/config.js';
  return (await import(path)) as BuilderConfiguration;
}
