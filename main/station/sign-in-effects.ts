import type { Card } from '../badge/model.ts';
import { troubleOfAuth } from '../release/trouble.ts';
import type { ResultEvent } from '../session/events.ts';
import type { Dispatch, StationParts } from './parts.ts';
import { reseal, type Visit } from './visit.ts';

/** Looks a card up and opens the sign-in that it seals. A warm token costs no request, a cold one costs one. */
export async function openCard(parts: StationParts, visit: Visit, card: Card): Promise<ResultEvent> {
  const { epoch } = visit;
  const opened = await parts.enrolments.open(card);
  if (opened.is !== 'opened') return { epoch, is: 'cardUnknown' };
  const restored = await parts.signIn.restore(opened.content);
  const token = restored.ok ? await restored.session.getToken() : restored;
  if (restored.ok && token.ok && !visit.left.signal.aborted) {
    visit.row = opened.row;
    visit.sealed = opened.content.reveal();
    visit.session = restored.session;
    reseal(visit);
    parts.log('session.began', { via: 'badge' });
    return { epoch, is: 'cardOpened', person: restored.session.person };
  }
  if (restored.ok) restored.session.wipe();
  opened.row.close();
  // A sign-in that no longer counts: the person signs in once more and links the card anew.
  if (token.ok || token.failure.kind === 'signInAgain') return { epoch, is: 'cardUnknown' };
  return { epoch, is: 'cardFailed', trouble: troubleOfAuth(token.failure, 'person') };
}

/** Device code sign-in. Null where its end is nobody's business any more. */
export async function signInWithPhone(parts: StationParts, visit: Visit, dispatch: Dispatch): Promise<ResultEvent | null> {
  const { epoch } = visit;
  const result = await parts.signIn.withDeviceCode(
    (code) => dispatch({ epoch, is: 'codeShown', code }),
    visit.signIn.signal,
    (connected) => dispatch({ epoch, is: 'codeConnection', connected }),
  );
  if (!result.ok) {
    if (result.failure.kind === 'cancelled') return null;
    if (result.failure.kind === 'expired') return { epoch, is: 'codeExpired' };
    return { epoch, is: 'signInFailed', trouble: troubleOfAuth(result.failure, 'person') };
  }
  // Completed after its session ended: dropped, not kept.
  if (visit.left.signal.aborted) {
    result.session.wipe();
    return null;
  }
  visit.session = result.session;
  parts.log('session.began', { via: 'phone' });
  return { epoch, is: 'signedIn', person: result.session.person };
}

/** Seals the session's sign-in under the card; it works at once, also where the person has left meanwhile: they said yes. */
export async function linkCard(parts: StationParts, visit: Visit, card: Card): Promise<ResultEvent> {
  const { epoch } = visit;
  if (!visit.session) return { epoch, is: 'linkFailed' };
  const content = visit.session.serialize();
  const row = await parts.enrolments.link(card, content);
  if (visit.left.signal.aborted) row.close();
  else {
    visit.row = row;
    visit.sealed = content.reveal();
  }
  parts.log('badge.linked');
  return { epoch, is: 'linked' };
}
