import type { Countdown, EmptyReason, JobStage, JobView, Screen } from '../../preload/contract.ts';
import type { SignInMethod } from '../config/model.ts';
import type { EmptyCause } from '../release/list/why-empty.ts';
import { cleanText } from './clean-text.ts';
import { idleEndsAt } from './jobs-phase.ts';
import { releasesAt } from './one-gesture.ts';
import type { JobEntry, JobsPhase, SignInPhase, State } from './state.ts';
import { type SessionTimes, times } from './times.ts';
import { mayShowTitle, titlesView } from './titles.ts';
import { oneGestureOf, type ScreenPolicy } from './wishes.ts';

/** What the view needs besides the state. */
export interface ViewContext {
  /** `Clock.elapsed`. */
  readonly now: number;
  readonly session: SessionTimes;
  readonly ways: readonly SignInMethod[];
  readonly canDelete: boolean;
  readonly screen: ScreenPolicy;
}

/** The screen for a state: plain data, cleaned, with nothing in it that a screen has no business with. Pure. */
export function screenOf(state: State, context: ViewContext): Screen {
  const { phase } = state;
  switch (phase.is) {
    case 'welcome':
      return { name: 'welcome', ways: context.ways, opening: false, offline: phase.offline, notice: phase.notice };
    case 'opening':
      return { name: 'welcome', ways: context.ways, opening: true, offline: false, notice: null };
    case 'signIn':
      return { name: 'signIn', purpose: phase.card ? 'linkBadge' : 'jobs', code: codeView(phase, context), idle: leaving(phase, context) };
    case 'link':
      return {
        name: 'linkBadge',
        personName: personName(phase.person.name),
        step: phase.step,
        left: countdown(phase.until, times.linkMs, context.now),
      };
    case 'jobs':
      return jobsScreen(state, phase, context);
  }
}

function codeView(phase: SignInPhase, { now }: ViewContext): Extract<Screen, { name: 'signIn' }>['code'] {
  const { code } = phase;
  if (code.is !== 'shown') return code;
  const left = countdown(code.code.expiresAt, code.code.expiresAt - code.shownAt, now);
  return { is: 'shown', userCode: code.code.userCode, verificationUri: code.code.verificationUri, left, connected: code.connected };
}

/** The countdown to the first screen, while it is visible. */
function leaving({ leaveAt, warned }: SignInPhase, { now }: ViewContext): Countdown | null {
  return leaveAt !== null && warned ? countdown(leaveAt, times.signInWarningMs, now) : null;
}

function jobsScreen(state: State, phase: JobsPhase, context: ViewContext): Screen {
  const { now, session, screen } = context;
  const releaseAt = releasesAt(phase);
  return {
    name: 'jobs',
    personName: personName(phase.person.name),
    list: phase.list,
    jobs: phase.jobs.map((job) => jobView(job, phase, screen)),
    trouble: phase.trouble,
    unread: phase.unread,
    slow: phase.slow,
    notDeleted: phase.jobs.filter((job) => phase.undeleted.has(job.key) && isHeld(job.stage) && !phase.deleting.has(job.key)).length,
    printers: phase.printers,
    destinations: phase.destinations,
    canDelete: context.canDelete,
    badge: phase.badge,
    idle: phase.warned ? countdown(idleEndsAt(phase, session), session.warningMs, now) : null,
    why: phase.jobs.length === 0 ? phase.why.map((cause) => emptyReason(cause, phase)) : [],
    oneGesture: screen.oneGesture !== 'personChooses' ? 'notOffered' : oneGestureOf(state, screen) ? 'on' : 'off',
    releasingAllIn: releaseAt === null ? null : countdown(releaseAt, times.oneGestureMs, now),
    titles: titlesView(phase, screen),
  };
}

function jobView({ key, listed, stage }: JobEntry, phase: JobsPhase, screen: ScreenPolicy): JobView {
  const document = listed.job.documents[0];
  const title = cleanText(document?.displayName ?? null);
  const masked = title !== null && !mayShowTitle(phase, key, screen);
  return {
    key,
    // Masked means not in the snapshot: a page cannot tell what it was not told.
    title: masked ? null : title,
    titleMasked: masked,
    expires: staysHere(stage) ? (phase.expires.get(key) ?? null) : null,
    size: document?.size ?? null,
    submitted: listed.job.createdDateTime,
    printerName: listed.printerName,
    stage,
    deleting: phase.deleting.has(key),
  };
}

/** The service may let go of it: it has not begun to move. */
function staysHere(stage: JobStage): boolean {
  return stage.is === 'arriving' || isHeld(stage);
}

function isHeld({ is }: JobStage): boolean {
  return is === 'held' || is === 'notReleased';
}

function emptyReason(cause: EmptyCause, { person }: JobsPhase): EmptyReason {
  if (cause.is !== 'nothingHeld') return cause;
  return { is: 'nothingHeld', account: cleanText(person.userPrincipalName ?? null) ?? personName(person.name) };
}

function personName(name: string): string {
  return cleanText(name, 80) ?? '';
}

function countdown(until: number, totalMs: number, now: number): Countdown {
  return { remainingMs: Math.max(0, Math.min(totalMs, until - now)), totalMs };
}
