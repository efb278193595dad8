import type { GraphResult, PrinterJobId, PrintJob } from '../../graph/model.ts';
import { answerOf, type EffectAnswer, type ReleaseEffect, settingsOf, targetOf } from '../deciding/effect.ts';
import type { ReleaseEvent } from '../deciding/release.ts';
import { formerSettings, readsAs } from '../deciding/settings.ts';
import { troubleOfGraph } from '../deciding/trouble.ts';
import type { SettingsChange } from '../storage/journal.ts';
import { type Feed, type Followed, placeOf, type ReleaseVisit } from './followed.ts';
import type { ReleasePorts } from './ports.ts';

/** A job with the effect that its release commands, and the row that announces it. */
interface Announced {
  readonly one: Followed;
  readonly effect: ReleaseEffect;
  readonly effectId: number;
}

/** A job and the effect that is to be sent for it. */
export interface ToSend {
  readonly one: Followed;
  readonly effect: ReleaseEffect;
}

/** Sends effects of one kind in one call: completions, redirects and changes of settings with the station's token, starts with the person's. */
export async function sendEffects(ports: ReleasePorts, visit: ReleaseVisit, due: readonly ToSend[], feed: Feed): Promise<void> {
  // Journal, synced; call; journal. Where the first cannot be written nothing is sent.
  const announced = announce(ports, due);
  if (announced === null) {
    feed(due.map(({ one }) => [one, { is: 'unwritten', at: ports.clock.elapsed() }]));
    return;
  }
  const results = await call(ports, visit, announced);
  const at = ports.clock.elapsed();
  const events = announced.map(({ one, effect }, i): readonly [Followed, Answered] => {
    const result: GraphResult<unknown> = results[i] ?? { ok: false, failure: { kind: 'unreachable', timedOut: false } };
    const identity = effect.kind === 'start' ? visit.access.reader : 'station';
    const answer = answerTo(effect, result);
    const trouble = result.ok ? null : troubleOfGraph(result.failure, identity);
    const failure = result.ok ? undefined : result.failure.kind;
    ports.log('release.effect', { job: one.key, kind: effect.kind, answer: answer.is, failure });
    return [one, { is: 'answered', effect, answer, made: madeBy(effect, result), trouble, at }];
  });
  record(ports, visit, announced, events);
  feed(events);
}

type Answered = Extract<ReleaseEvent, { is: 'answered' }>;

function call({ app, taskDefinitionId }: ReleasePorts, { access }: ReleaseVisit, all: readonly Announced[]) {
  switch (all[0]?.effect.kind) {
    case 'complete':
      return app.completeTasks(taskDefinitionId, all.flatMap(taskOf));
    case 'redirect':
      return app.redirectJobs(all.flatMap(redirectOf));
    case 'configure':
      return app.configureJobs(
        all.flatMap(({ one, effect }) => (effect.kind === 'configure' ? [{ job: placeOf(one), configuration: effect.settings }] : [])),
      );
    default:
      return access.startJobs?.(all.map(({ one }) => placeOf(one))) ?? Promise.resolve([]);
  }
}

function taskOf({ effect }: Announced): readonly string[] {
  return effect.kind === 'complete' ? [effect.taskId] : [];
}

/** Whether what goes with a redirect replaces the job's settings or is added to them nobody knows: the whole of it is sent. */
function redirectOf({ one, effect }: Announced) {
  if (effect.kind !== 'redirect') return [];
  const { destinationPrinterId, settings } = effect;
  return [{ job: placeOf(one), destinationPrinterId, configuration: settings && { ...one.seen?.job.configuration, ...settings } }];
}

function announce(ports: ReleasePorts, due: readonly ToSend[]): readonly Announced[] | null {
  try {
    const ids = ports.journal.intend(
      due.map(({ one, effect }) => ({
        releaseId: one.releaseId,
        kind: effect.kind,
        target: targetOf(effect),
        change: changeBy(one, effect),
      })),
    );
    return due.flatMap(({ one, effect }, i) => {
      const effectId = ids[i];
      return effectId === undefined ? [] : [{ one, effect, effectId }];
    });
  } catch {
    ports.log('journal.failed', { while: 'intend' });
    return null;
  }
}

function changeBy({ seen }: Followed, effect: ReleaseEffect): SettingsChange | null {
  const settings = settingsOf(effect);
  return settings && { settings, former: formerSettings(seen?.job.configuration ?? null, settings) };
}

/** An answer that cannot be written leaves its effect in doubt for a later start of the station, which then reads: nothing is lost. */
function record(
  ports: ReleasePorts,
  { access }: ReleaseVisit,
  announced: readonly Announced[],
  events: readonly (readonly [Followed, Answered])[],
) {
  const answers = events.map(([, { answer }]) => ({ answer: answer.is, status: statusOf(answer) }));
  try {
    ports.journal.answer(announced.flatMap(({ effectId }, i) => (answers[i] === undefined ? [] : [{ effectId, ...answers[i] }])));
  } catch {
    ports.log('journal.failed', { while: 'answer' });
  }
  ports.audit.record(
    ...announced.flatMap(({ one, effect }, i) => {
      const of = { person: access.oid, job: one.key, effect: effect.kind };
      const { answer = 'unknown', status = null } = answers[i] ?? {};
      return [{ kind: 'effectSent', ...of } as const, { kind: 'effectAnswered', answer, status, ...of } as const];
    }),
  );
}

/** A service that leaves out what it cannot do answers well all the same. */
function answerTo(effect: ReleaseEffect, result: GraphResult<unknown>): EffectAnswer {
  if (effect.kind !== 'configure' || !result.ok) return answerOf(result);
  const { configuration } = result.value as Pick<PrintJob, 'configuration'>;
  return configuration === null || readsAs(configuration, effect.settings) ? { is: 'done' } : { is: 'refused', status: 200 };
}

/** The job that an answered redirect made. */
function madeBy(effect: ReleaseEffect, result: GraphResult<unknown>): PrinterJobId | null {
  if (effect.kind !== 'redirect' || !result.ok) return null;
  const jobId = (result.value as { readonly id?: unknown }).id;
  return typeof jobId === 'string' ? { printerId: effect.destinationPrinterId, jobId } : null;
}

function statusOf(answer: EffectAnswer): number | null {
  return answer.is === 'refused' ? answer.status : null;
}
