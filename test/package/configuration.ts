import { dirname, join } from 'node:path';
import type { Configuration } from 'electron-builder';

/** The reader behind electron-builder's configuration file; electron-builder has no entry point of its own for it. */
interface Reader {
  getConfig(
    request: { readonly projectDir: string; readonly packageMetadata: null },
    file: string,
  ): Promise<{ readonly result: Configuration }>;
}

/** The verdict that electron-builder gives on its options. */
interface Validator {
  validateConfiguration(configuration: Configuration, logger: { readonly isEnabled: false }): Promise<void>;
}

/** A YAML file as electron-builder reads its own. Rejects when it cannot be read. */
export async function readYaml(file: string): Promise<unknown> {
  // A name in a variable: the types of this inner module need a package that is not here.
  const name: string = 'app-builder-lib/out/util/config/load.js';
  const reader = (await import(name)) as Reader;
  return (await reader.getConfig({ projectDir: dirname(file), packageMetadata: null }, file)).result;
}

/** `electron-builder.yml`, as written. */
export async function readConfiguration(root: string): Promise<Configuration> {
  return (await readYaml(join(root, 'electron-builder.yml'))) as Configuration;
}

/** electron-builder's own verdict on its options, which it otherwise gives after the build has begun; null when it accepts them. */
export async function refusal(configuration: Configuration): Promise<string | null> {
  try {
    const name: string = 'app-builder-lib/out/util/config/config.js';
    const validator = (await import(name)) as Validator;
    await validator.validateConfiguration(configuration, { isEnabled: false });
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
