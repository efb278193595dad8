import { z } from 'zod';
import { configFile } from './schema.ts';

/** The JSON Schema that `assets/config.schema.json` publishes, made from the schema that the station itself checks with. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(configFile, { io: 'input' });
}
