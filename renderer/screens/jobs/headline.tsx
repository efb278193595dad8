import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import { deletingCount, isReleasable, type ReleasePlan, type Summary } from '../../format/jobs.ts';
import { useLocale, useScreen } from '../../station/station-context.tsx';
import { nameMark, Sentence } from '../../words/sentence.tsx';

function listNames(names: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}

/** One sentence that says how things stand. */
export function HeadlineOf({ summary }: { readonly summary: Summary }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
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
    case 'working':
      return t('jobs.working', { count: summary.count });
    case 'releasing':
      return t('jobs.releasing', { number: summary.count });
    case 'checking':
      return t('jobs.checking', { count: summary.count });
    case 'arriving':
      return t('jobs.arriving', { count: summary.count });
    case 'allDeleting':
      return t('jobs.allDeleting', { count: summary.count });
    case 'needsLook':
    case 'lostSight':
      return t('jobs.needsLook');
    case 'finished':
      // Several names would push the sheet down: they go into the line below.
      if (summary.printers.length > 1) return t('jobs.finishedMany');
      return <Sentence text={t('jobs.finished', { printers: nameMark })} name={listNames(summary.printers, locale)} />;
    case 'over':
      return t('jobs.over');
  }
}

/** Somebody waits for an answer: where all is done, where the pages lie says more. */
function waitsForService({ is }: Summary): boolean {
  return is === 'loading' || is === 'releasing' || is === 'working' || is === 'waiting' || is === 'failed';
}

/** The line below it: what to do now. */
export function HintOf(props: { readonly summary: Summary; readonly screen: JobsScreen; readonly plan: ReleasePlan }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const { summary, screen, plan } = props;
  const { jobs, unread, notDeleted, slow } = screen;
  const chosen = useScreen((state) => state.chosen);
  const chosenCount = jobs.filter((job) => isReleasable(job) && chosen.has(job.key)).length;
  const hint = (): ReactNode => {
    if (plan.leftOut.length > 0 && plan.action.is === 'nothing') return t('jobs.guardHint');
    if (chosenCount > 0) return t('jobs.chosenHint', { count: chosenCount });
    if (unread.length > 0) return <Sentence text={t('jobs.unread', { printers: nameMark })} name={listNames(unread, locale)} />;
    if (notDeleted > 0) return t('jobs.notDeleted', { count: notDeleted });
    if (slow && waitsForService(summary)) return t('jobs.slow');
    const deleting = deletingCount(jobs);
    if (deleting > 0 && summary.is === 'waiting') return t('jobs.deletingHint', { count: deleting });
    switch (summary.is) {
      case 'waiting':
        return summary.count === 1 ? t('jobs.waitingHintOne') : t('jobs.waitingHint');
      case 'working':
        return <Sentence text={t('jobs.workingHint', { printers: nameMark })} name={listNames(summary.printers, locale)} />;
      case 'releasing':
        return <Sentence text={t('jobs.releasingHint', { printers: nameMark })} name={listNames(summary.printers, locale)} />;
      case 'loading':
        return t('jobs.loadingHint');
      case 'failed':
      case 'notAllRead':
        return t('jobs.failedHint');
      case 'empty':
        return t('jobs.emptyHint');
      case 'stillHeld':
        return t('jobs.stillHeldHint');
      case 'arriving':
        return t('jobs.arrivingHint');
      case 'allDeleting':
        return t('jobs.allDeletingHint');
      case 'needsLook':
        return t('jobs.needsLookHint');
      case 'lostSight':
        return t('jobs.lostSightHint');
      case 'finished':
        if (summary.printers.length <= 1) return t('jobs.finishedHint');
        return <Sentence text={t('jobs.finishedManyHint', { printers: nameMark })} name={listNames(summary.printers, locale)} />;
      case 'checking':
      case 'over':
        return t('jobs.overHint');
    }
  };
  // Another sentence is another text: a name in it does not slide from where it stood.
  return <p key={summary.is}>{hint()}</p>;
}
