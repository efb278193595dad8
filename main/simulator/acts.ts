import { z } from 'zod';
import { entraSettingsSchema } from './entra/settings.ts';
import { settingsSchema } from './settings.ts';

/**
 * Things that happen to the tenant while somebody uses it: an administrator, a person at their PC, or another station did something.
 * Usable from a script (fault kind `world`), from the desk page and from tests.
 */

/** Some settings, checked by their schema; only those that are named are kept. */
function changesOf<Changes>(schema: z.ZodType) {
  return z
    .custom<Changes>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'An object of settings.')
    .superRefine((value, context) => {
      for (const { path, message } of schema.safeParse(value).error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
    });
}

/** Some settings of Graph, as a script writes them. */
export const settingsChanges = changesOf<Partial<z.input<typeof settingsSchema>>>(settingsSchema.partial());
/** Some settings of Entra, as a script writes them. */
export const entraSettingsChanges = changesOf<z.input<typeof entraSettingsSchema>>(entraSettingsSchema);

/** Which job: the one that the path of the call names (its own, or its task's), one picked by age among unfinished ones, all of them, or an id. */
const job = z.union([z.enum(['fromPath', 'oldest', 'newest', 'all']), z.string().min(1)]).default('fromPath');
/** Which printer: the one that the path names, or one by id or name. */
const printer = z.union([z.literal('fromPath'), z.string().min(1)]).default('fromPath');
const toPrinter = z.string().min(1);
/** Whose: the owner's of the job in the path, the station's app, or a person by object id, user principal name or name. */
const who = z.union([z.enum(['owner', 'app']), z.string().min(1)]).default('owner');
/** For how long a change stays, milliseconds; for good where left out. */
const forMs = z.int().positive().optional();

const act = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape, does: string) =>
  z.strictObject({ do: z.literal(name), ...shape }).describe(does);

/** Everything that can happen. */
export const actSchema = z.discriminatedUnion('do', [
  act('settings', { change: settingsChanges, forMs }, 'Settings change, for good or for a while.'),
  act('entraSettings', { change: entraSettingsChanges, forMs }, 'Settings of Entra change, for good or for a while.'),
  act('cancelJob', { job }, 'The owner cancels at their PC.'),
  act('removeJob', { job }, 'The job is gone, with its task: 404.'),
  act('ageJob', { job, hours: z.number().positive() }, 'The job was submitted that much earlier: it is nearer to the end of its time.'),
  act('startJob', { job }, 'The job is started from elsewhere.'),
  act('completeTask', { job }, 'Another station completes the task.'),
  act('abortTask', { job }, 'Another station aborts the task.'),
  act('letGo', { job }, 'The service lets the job go although its task still says processing (12.2, 12).'),
  act('finishPrint', { job }, 'The printer is done with the job that it has, however much of `printMs` was left.'),
  act('redirectJob', { job, to: toPrinter }, 'Another station redirects the held job.'),
  act(
    'moveShare',
    { printer, to: toPrinter },
    'The share of that printer now leads to another one; setting `jobsAfterShareMoves` (12.3, 32).',
  ),
  act('removeShare', { printer }, 'The share of that printer is gone: 404.'),
  act('removeTrigger', { printer }, 'The printer’s trigger is removed: jobs that are started from now on are not held.'),
  act('addTrigger', { printer }, 'A trigger is set up again, with the task definition where that was deleted.'),
  act('deleteDefinition', {}, 'The task definition is deleted with its triggers; held jobs stay held.'),
  act(
    'jam',
    { printer, detail: z.string().trim().min(1).default('mediaJam'), state: z.string().min(1).default('stopped') },
    'The printer says what is wrong with it, several details with spaces between them; where its state is `stopped`, the job under way stops.',
  ),
  act('clear', { printer }, 'The printer is well again.'),
  act('revokeSessions', { who }, 'Every session ends: refresh tokens, and access tokens that can be revoked (8.5, 8.7).'),
  act('revokeAccessTokens', { who }, 'Access tokens end, no session: a renewal works.'),
  act(
    'withdrawPermission',
    { permission: z.string().min(1), reach: z.enum(['allTokens', 'newTokens']).default('allTokens') },
    'A consent is taken back: for every token at once, or only for those made from now on.',
  ),
]);

/** Something that happens to the tenant. */
export type Act = z.output<typeof actSchema>;
/** The same as written in a file, a form or a test. */
export type ActInput = z.input<typeof actSchema>;
/** Every act: the word that names it, what it takes besides, and what happens. */
export const actNames: readonly { readonly name: Act['do']; readonly takes: readonly string[]; readonly does: string }[] =
  actSchema.options.map((option) => ({
    name: option.shape.do.value,
    takes: Object.keys(option.shape).filter((name) => name !== 'do'),
    does: option.description ?? '',
  }));
