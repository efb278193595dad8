import type { Countdown, JobView, Screen } from '../../preload/contract.ts';
import type { SignInMethod } from '../config/model.ts';
import { cleanText } from './clean-text.ts';
import { idleEndsAt } from './jobs-phase.ts';
import type { JobEntry, JobsPhase, SignInPhase, State } from './state.ts';
import { type SessionTimes, times } from './times.ts';

/** What the view needs besides the state. */
export interface ViewContext {
  /** `Clock.elapsed`. */
  readonly now: number;
  readonly session: SessionTimes;
  readonly ways: readonly SignInMethod[];
  readonly canDelete: boolean;
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
      return { name: 'signIn', purpose: phase.card ? 'linkBadge' : 'jobs', code: codeView(phase, context), idle: null };
    case 'link':
      return {
        name: 'linkBadge',
        personName: personName(phase.person.name),
        step: phase.step,
        left: countdown(phase.until, times.linkMs, context.now),
      };
    case 'jobs':
      return jobsScreen(phase, context);
  }
}

function codeView(phase: SignInPhase, { now }: ViewContext): Extract<Screen, { name: 'signIn' }>['code'] {
  const { code } = phase;
  if (code.is !== 'shown') return code;
  const left = countdown(code.code.expiresAt, code.code.expiresAt - code.shownAt, now);
  return { is: 'shown', userCode: code.code.userCode, verificationUri: code.code.verificationUri, left, connected: code.connected };
}

function jobsScreen(phase: JobsPhase, context: ViewContext): Screen {
  const { now, session } = context;
  return {
    name: 'jobs',
    personName: personName(phase.person.name),
    list: phase.list,
    jobs: phase.jobs.map((job) => jobView(job, phase)),
    trouble: phase.trouble,
    printers: phase.printers,
    destinations: phase.destinations,
    canDelete: context.canDelete,
    badge: phase.badge,
    idle: phase.warned ? countdown(idleEndsAt(phase, session), session.warningMs, now) : null,
    why: [],
    oneGesture: 'notOffered',
    releasingAllIn: null,
    titles: 'shown',
  };
}

function jobView({ key, listed, stage }: JobEntry, phase: JobsPhase): JobView {
  const document = listed.job.documents[0];
  return {
    key,
    title: cleanText(document?.displayName ?? null),
    titleMasked: false,
    expires: null,
    size: document?.size ?? null,
    submitted: listed.job.createdDateTime,
    printerName: listed.printerName,
    stage,
    deleting: phase.deleting.has(key),
  };
}

function personName(name: string): string {
  return cleanText(name, 80) ?? '';
}

function countdown(until: number, totalMs: number, now: number): Countdown {
  return { remainingMs: Math.max(0, Math.min(totalMs, until - now)), totalMs };
}
