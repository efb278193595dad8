import type { TFunction } from 'i18next';
import type { JobsScreen, LinkBadgeScreen, SignInScreen, Snapshot, Trouble, WelcomeNotice, WelcomeScreen } from '../../preload/contract.ts';
import { spellCode } from '../format/code-groups.ts';
import { isUnderWay, releasePlan, summarize } from '../format/jobs.ts';
import { goodbyeLines } from '../words/goodbye.ts';

/** Words for a screen reader: `polite` when it has finished its sentence, `assertive` at once. Empty: nothing. */
export interface Said {
  readonly polite: string;
  readonly assertive: string;
}

const polite = (...lines: readonly string[]): Said => ({ polite: lines.filter((line) => line !== '').join(' '), assertive: '' });
const assertive = (...lines: readonly string[]): Said => ({ polite: '', assertive: lines.join(' ') });
const both = (calm: Said, urgent: Said): Said => ({ polite: calm.polite, assertive: urgent.assertive });

/**
 * All that there is to say of a snapshot, in one or two sentences. No document name is ever in it, and of names from outside only the
 * one that has to be agreed to and the address to open.
 */
export function sayingOf(t: TFunction, snapshot: Snapshot): Said {
  const { screen } = snapshot;
  switch (screen.name) {
    case 'starting':
      return polite(t('starting.title'));
    case 'notConfigured':
      return assertive(t('notConfigured.title'));
    case 'welcome':
      return welcome(t, screen, snapshot.readerDeaf);
    case 'signIn':
      return signIn(t, screen);
    case 'linkBadge':
      return polite(linkBadge(t, screen));
    case 'jobs':
      return jobs(t, screen);
    case 'trouble':
      return assertive(t('outOfService'), troubleWords(t, screen.trouble));
    case 'ruler':
      return polite();
  }
}

function troubleWords(t: TFunction, { code }: Trouble): string {
  return `${t(`trouble.${code}.what`)} ${t(`trouble.${code}.do`)}`;
}

function welcome(t: TFunction, screen: WelcomeScreen, readerDeaf: boolean): Said {
  const hasCard = screen.ways.includes('badge');
  if (screen.opening) return polite(t('welcome.opening'));
  const invitation = hasCard ? t('welcome.tap') : t('welcome.phoneOnly');
  const urgent =
    readerDeaf && hasCard ? t('welcome.readerDeaf') : screen.offline ? `${t('welcome.offline')} ${t('welcome.offlineHint')}` : '';
  const { notice } = screen;
  const told = notice === null ? polite() : noticeWords(t, notice);
  return { polite: polite(told.polite, invitation).polite, assertive: polite(told.assertive, urgent).polite };
}

function noticeWords(t: TFunction, notice: WelcomeNotice): Said {
  switch (notice.is) {
    case 'signedOut':
    case 'timedOut':
      return polite(t(`welcome.${notice.is}`), ...goodbyeLines(t, notice));
    case 'cardUnlinked':
      if (notice.state === 'failed') return assertive(t('welcome.cardNotUnlinked'));
      return polite(t(notice.state === 'done' ? 'welcome.cardUnlinked' : 'welcome.cardUnlinking'));
    case 'cardOfList':
      return polite(t('welcome.cardOfList'));
    case 'otherCard':
      return assertive(t('welcome.otherCard'));
    case 'badRead':
      return assertive(t('welcome.badRead'));
    case 'cardNotListed':
      return assertive(t('welcome.cardNotListed'), t('welcome.cardNotListedHint'));
    case 'trouble':
      // The banner says it where there is one.
      return notice.trouble.code === 'offline' ? polite() : assertive(troubleWords(t, notice.trouble));
  }
}

function signIn(t: TFunction, { code, purpose }: SignInScreen): Said {
  const title = purpose === 'linkBadge' ? t('signIn.linkTitle') : t('signIn.title');
  switch (code.is) {
    case 'asking':
      return polite(title);
    case 'shown': {
      const address = code.verificationUri.replace(/^https?:\/\/(www\.)?/u, '').replace(/\/$/u, '');
      const calm = polite(title, t('announce.code', { address, spelled: spellCode(code.userCode) }));
      return code.connected ? calm : both(calm, assertive(t('signIn.disconnected')));
    }
    case 'expired':
      return polite(t('signIn.expired'), t('signIn.expiredHint'));
    case 'failed':
      return both(polite(title), assertive(troubleWords(t, code.trouble)));
  }
}

function linkBadge(t: TFunction, { step, personName }: LinkBadgeScreen): string {
  switch (step) {
    case 'tapAgain':
      return t('linkBadge.tapTitle');
    case 'confirm':
      return t('linkBadge.confirmTitle', { name: personName });
    case 'saving':
      return t('linkBadge.saving');
  }
}

function jobs(t: TFunction, screen: JobsScreen): Said {
  // What a stopped printer would get is left out.
  const { action } = releasePlan(screen, new Set());
  const release =
    screen.releasingAllIn === null || action.is === 'nothing' ? '' : t('jobs.releasingAllSaid', { count: action.keys.length });
  const refused = screen.jobs.flatMap(({ stage }) => (stage.is === 'notReleased' ? [stage.trouble] : []))[0];
  const trouble = screen.trouble ?? refused;
  const attention = screen.jobs.some(({ stage }) => stage.is === 'attention' || stage.is === 'unsure') ? t('jobs.needsLook') : '';
  const urgent = polite(release, trouble === undefined ? '' : troubleWords(t, trouble), attention).polite;
  // Which printers: the screen names them; no name from outside is said.
  const unread = screen.unread.length === 0 || summarize(screen).is === 'notAllRead' ? '' : t('jobs.notAllRead');
  const notDeleted = screen.notDeleted === 0 ? '' : t('jobs.notDeleted', { count: screen.notDeleted });
  const slow = screen.slow ? t('jobs.slow') : '';
  return { polite: polite(summaryWords(t, screen), unread, notDeleted, slow).polite, assertive: urgent };
}

/** How the list stands; while something is on its way, how much of it has come out. */
function summaryWords(t: TFunction, screen: JobsScreen): string {
  const summary = summarize(screen);
  switch (summary.is) {
    case 'loading':
      return t('jobs.loading');
    case 'failed':
      return t('jobs.failed');
    case 'notAllRead':
      return t('jobs.notAllRead');
    case 'empty':
      return t('jobs.empty');
    case 'waiting':
      return t(summary.atLeast ? 'jobs.waitingAtLeast' : 'jobs.waiting', { count: summary.count });
    case 'stillHeld':
      return t('jobs.stillHeld', { count: summary.count });
    case 'working': {
      const done = screen.jobs.filter(({ stage }) => stage.is === 'done').length;
      if (done === 0) return t('jobs.working', { count: summary.count });
      return t('announce.progress', { done, count: done + screen.jobs.filter(isUnderWay).length });
    }
    case 'releasing':
      return t('jobs.releasing', { number: summary.count });
    case 'checking':
      return t('jobs.checking', { count: summary.count });
    case 'arriving':
      return t('jobs.arriving', { count: summary.count });
    case 'allDeleting':
      return t('jobs.allDeleting', { count: summary.count });
    case 'finished':
      return t('jobs.finishedMany');
    case 'needsLook':
    case 'lostSight':
      return '';
    case 'over':
      return t('jobs.over');
  }
}
