import type { TFunction } from 'i18next';
import type { WelcomeNotice } from '../../preload/contract.ts';

/** The notice of a visit that its person, or nobody, has ended. */
export type Farewell = Extract<WelcomeNotice, { is: 'signedOut' | 'timedOut' }>;

/** What is known of what the visit leaves behind, a sentence for each; none where there is nothing to say. */
export function goodbyeLines(t: TFunction, { is, deleting, deleted, notDeleted, notYet }: Farewell): readonly string[] {
  return [
    ...(notYet === 0 ? [] : [t(`welcome.${is}NotYet`, { count: notYet })]),
    ...(deleting === 0 ? [] : [t('welcome.deleting', { count: deleting })]),
    ...(deleted === 0 ? [] : [t('welcome.deleted', { count: deleted })]),
    ...(notDeleted === 0 ? [] : [t('welcome.notDeleted', { count: notDeleted })]),
  ];
}
