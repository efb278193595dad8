import type { Person, UserSession } from '../auth/model.ts';
import type { BadgeList } from '../badge/badge-list.ts';
import type { Card } from '../badge/model.ts';
import { describeError } from '../log/errors.ts';
import type { Wishes } from '../preferences/model.ts';
import { appAccess } from '../release/acting/app-access.ts';
import { userAccess } from '../release/acting/user-access.ts';
import { troubleOfAuth } from '../release/deciding/trouble.ts';
import type { ResultEvent } from '../session/events.ts';
import type { Dispatch, StationParts } from './parts.ts';
import type { Unlinking } from './unlinking.ts';
import { reseal, type Visit } from './visit.ts';

/** The disk does not let the station know. */
const storage = { code: 'storage', reference: '' } as const;

/** Looks a card up and opens the sign-in that it seals. A warm token costs no request, a cold one costs one. */
export async function openCard(parts: StationParts, visit: Visit, card: Card, unlinking: Unlinking): Promise<ResultEvent | null> {
  const { epoch } = visit;
  if (parts.badgeList !== null) return findCard(parts, parts.badgeList, visit, card);
  if (unlinking.isPending(card)) return { epoch, is: 'cardRefused' };
  const opened = await parts.enrolments.open(card).catch((error: unknown) => {
    parts.log('enrolments.failed', { while: 'open', ...describeError(error) });
    return null;
  });
  if (opened === null) return { epoch, is: 'cardFailed', trouble: storage };
  if (opened.is !== 'opened') return { epoch, is: 'cardUnknown' };
  const restored = await parts.signIn.restore(opened.content);
  const token = restored.ok ? await restored.session.getToken() : restored;
  if (restored.ok && token.ok && !visit.left.signal.aborted) {
    visit.row = opened.row;
    visit.sealed = opened.content;
    enter(parts, visit, restored.session);
    // The tokens are at hand: that the row cannot be renewed now, which the end of the visit tries again, sends nobody away.
    try {
      reseal(visit);
    } catch (error) {
      parts.log('enrolments.failed', { while: 'reseal', ...describeError(error) });
    }
    return { epoch, is: 'cardOpened', ...known(parts, restored.session.person) };
  }
  if (restored.ok) restored.session.wipe();
  opened.row.close();
  // A sign-in that no longer counts: the person signs in once more and links the card anew.
  if (token.ok || token.failure.kind === 'signInAgain') return { epoch, is: 'cardUnknown' };
  return { epoch, is: 'cardFailed', trouble: troubleOfAuth(token.failure, 'person') };
}

/** Modes `app` and `redirect`: the card is looked up in IT's list; no token of the person is needed. */
async function findCard(parts: StationParts, list: BadgeList, visit: Visit, card: Card): Promise<ResultEvent | null> {
  const { epoch } = visit;
  const found = await list.find(card);
  if (found.is === 'unknown') return { epoch, is: 'cardNotListed' };
  if (found.is === 'unreadable') return { epoch, is: 'cardFailed', trouble: storage };
  if (visit.left.signal.aborted) return null;
  visit.access = appAccess(found.person, parts.app, parts.appTokens, parts.facts);
  return { epoch, is: 'cardOpened', ...known(parts, found.person) };
}

/** The person and what this station remembers of them. */
function known({ preferences }: StationParts, person: Person): { readonly person: Person; readonly remembered: Wishes } {
  return { person, remembered: preferences.recall(person.oid) };
}

function enter(parts: StationParts, visit: Visit, session: UserSession): void {
  visit.session = session;
  visit.access = userAccess(session.person.oid, parts.userApi(session), session, parts.appTokens);
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
  enter(parts, visit, result.session);
  return { epoch, is: 'signedIn', ...known(parts, result.session.person) };
}

/** Seals the session's sign-in under the card; it works at once, also where the person has left meanwhile: they said yes. */
export async function linkCard(parts: StationParts, visit: Visit, card: Card): Promise<ResultEvent> {
  const { epoch } = visit;
  if (!visit.session) return { epoch, is: 'linkFailed' };
  const person = visit.session.person.oid;
  const content = visit.session.serialize();
  const row = await parts.enrolments.link(card, content);
  if (visit.left.signal.aborted) row.close();
  else {
    visit.row = row;
    visit.sealed = content;
  }
  parts.log('badge.linked');
  parts.audit.record({ kind: 'badgeLinked', person });
  return { epoch, is: 'linked' };
}
