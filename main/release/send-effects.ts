import type { Configure, GraphResult, JobConfiguration, PrinterJobId, PrintJob } from '../graph/model.ts';
import type { JobAccess, Report } from './access.ts';
import { answerOf, type EffectAnswer, type ReleaseEffect, settingsOf, targetOf } from './effect.ts';
import type { SettingsChange } from './journal.ts';
import { afterAnswer } from './machine.ts';
import { formerSettings, readsAs } from './options.ts';
import type { ReleaserPorts } from './ports.ts';
import { goTo, type Tracked } from './tracked.ts';
import { type Identity, troubleOfGraph } from './trouble.ts';

interface SendPorts extends ReleaserPorts {
  readonly access: JobAccess;
  readonly report: Report;
}

/** A job with the effect that its machine asked for, and the row that announces it. */
interface Announced {
  readonly one: Tracked;
  readonly effect: ReleaseEffect;
  readonly effectId: number;
}

/**
 * Sends the effects that are due, one batch for each identity and kind: completions, redirects and changes of settings side by side with the
 * station's token, starts in the order given with the person's. Resolves when every answer has come or was given up,
 * with the jobs whose effect was not sent because the journal did not take it.
 */
export async function sendEffects(ports: SendPorts, due: readonly Tracked[]): Promise<readonly Tracked[]> {
  const of = (kind: ReleaseEffect['kind']) => due.filter((one) => one.next.do === 'send' && one.next.effect.kind === kind);
  const unannounced = await Promise.all([
    send(ports, of('complete'), 'station', (all) => ports.app.completeTasks(ports.taskDefinitionId, all.flatMap(taskOf))),
    send(ports, of('redirect'), 'station', (all) => redirect(ports, all)),
    send(ports, of('configure'), 'station', (all) => ports.app.configureJobs(all.flatMap(changeOf))),
    send(ports, of('start'), ports.access.reader, async (all) => (await ports.access.startJobs?.(all.map(({ one }) => one.place))) ?? []),
  ]);
  return unannounced.flat();
}

/** Journal, synced; call; journal. Where the first cannot be written nothing is sent, and all are given back. */
async function send(
  ports: SendPorts,
  due: readonly Tracked[],
  identity: Identity,
  call: (all: readonly Announced[]) => Promise<readonly GraphResult<unknown>[]>,
): Promise<readonly Tracked[]> {
  if (due.length === 0) return [];
  const announced = announce(ports, due);
  if (announced === null) return due;
  const results = await call(announced);
  const at = ports.clock.elapsed();
  const answers = announced.map(({ one, effect, effectId }, i) => {
    const result: GraphResult<unknown> = results[i] ?? { ok: false, failure: { kind: 'unreachable', timedOut: false } };
    const answer = answerTo(effect, result);
    one.release = afterAnswer(one.release, effect, answer, at);
    const made = madeBy(effect, result);
    if (made) goTo(one, made.printerId, made.jobId);
    if (effect.kind === 'configure' && answer.is === 'unknown') ports.journal.leftOpen(one.origin);
    if (!result.ok) one.lastTrouble = troubleOfGraph(result.failure, identity);
    if (answer.is === 'unknown') ports.report(one.key, { is: 'checking' }, one.seen);
    ports.log('release.effect', {
      job: one.key,
      kind: effect.kind,
      answer: answer.is,
      failure: result.ok ? undefined : result.failure.kind,
    });
    return { effectId, answer: answer.is, status: statusOf(answer) };
  });
  record(ports, answers);
  const { oid: person } = ports.access;
  ports.audit.record(
    ...announced.flatMap(({ one, effect }, i) => {
      const of = { person, job: one.key, effect: effect.kind };
      const { answer = 'unknown', status = null } = answers[i] ?? {};
      return [{ kind: 'effectSent', ...of } as const, { kind: 'effectAnswered', answer, status, ...of } as const];
    }),
  );
  return [];
}

function announce(ports: SendPorts, due: readonly Tracked[]): readonly Announced[] | null {
  const wanted = due.flatMap((one) => (one.next.do === 'send' ? [{ one, effect: one.next.effect }] : []));
  try {
    const ids = ports.journal.intend(
      wanted.map(({ one, effect }) => ({
        releaseId: one.releaseId,
        kind: effect.kind,
        target: targetOf(effect),
        change: changeBy(one, effect),
      })),
    );
    return wanted.flatMap(({ one, effect }, i) => {
      const effectId = ids[i];
      return effectId === undefined ? [] : [{ one, effect, effectId }];
    });
  } catch {
    ports.log('journal.failed', { while: 'intend' });
    for (const one of due) one.lastTrouble = { code: 'storage', reference: '' };
    return null;
  }
}

/** An answer that cannot be written leaves its effect in doubt for a later start of the station, which then reads: nothing is lost. */
function record(ports: SendPorts, answers: Parameters<SendPorts['journal']['answer']>[0]): void {
  try {
    ports.journal.answer(answers);
  } catch {
    ports.log('journal.failed', { while: 'answer' });
  }
}

async function redirect(ports: SendPorts, all: readonly Announced[]): Promise<readonly GraphResult<unknown>[]> {
  const redirects = all.flatMap(({ one, effect }) =>
    effect.kind === 'redirect'
      ? [{ job: one.place, destinationPrinterId: effect.destinationPrinterId, configuration: withRest(one, effect.settings) }]
      : [],
  );
  return ports.app.redirectJobs(redirects);
}

/** Whether what goes with a redirect replaces the job's settings or is added to them nobody knows (reference 12.3, item 21): the whole of it is sent. */
function withRest({ seen }: Tracked, settings: JobConfiguration | null): JobConfiguration | null {
  return settings && { ...seen?.job.configuration, ...settings };
}

function changeBy({ seen }: Tracked, effect: ReleaseEffect): SettingsChange | null {
  const settings = settingsOf(effect);
  return settings && { settings, former: formerSettings(seen?.job.configuration ?? null, settings) };
}

function changeOf({ one, effect }: Announced): readonly Configure[] {
  return effect.kind === 'configure' ? [{ job: one.place, configuration: effect.settings }] : [];
}

/** A service that leaves out what it cannot do answers well all the same (reference 12.3, item 21). */
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

function taskOf({ effect }: Announced): readonly string[] {
  return effect.kind === 'complete' ? [effect.taskId] : [];
}

function statusOf(answer: EffectAnswer): number | null {
  return answer.is === 'refused' ? answer.status : null;
}
