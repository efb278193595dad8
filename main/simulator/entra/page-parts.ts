import type { DemoPerson, Directory } from '../model.ts';
import { type Html, html } from './html.ts';
import { type Refusal, type RequestIds, refusalText } from './refusal.ts';
import type { AskedScopes } from './scopes.ts';

const meanings: Readonly<Record<string, string>> = {
  'PrintJob.ReadBasic': 'see your print jobs, without the documents themselves',
  'PrintJob.Read': 'see your print jobs and their documents',
  'PrintJob.Create': 'create and start print jobs for you',
  'PrintJob.ReadWriteBasic': 'see, change and cancel your print jobs, without the documents themselves',
  'PrintJob.ReadWrite': 'see, change and cancel your print jobs and their documents',
  'PrinterShare.ReadBasic.All': 'see the names and states of shared printers',
  'PrinterShare.Read.All': 'see shared printers and their settings',
  'User.Read': 'see your profile',
};

/** What an app asks for, in words, with the permission's own name behind. */
export function askedFor(scopes: AskedScopes): Html {
  const items = [
    ...(scopes.openid || scopes.profile ? [html`<li>see your name and account</li>`] : []),
    ...(scopes.everything ? [html`<li>do everything that your organisation allowed it</li>`] : []),
    ...scopes.permissions.map((name) => {
      const meaning = meanings[name];
      return meaning === undefined ? html`<li><code>${name}</code></li>` : html`<li>${meaning} <code>${name}</code></li>`;
    }),
    ...(scopes.offlineAccess ? [html`<li>stay signed in for you until you or your organisation end it</li>`] : []),
  ];
  return html`<ul>${items}</ul>`;
}

/** The list of people to choose from: one labelled radio button each. */
export function peopleChoice(directory: Directory, chosen: (person: DemoPerson) => boolean): Html {
  const rows = directory.people.map((person) => {
    const checked: Html = { html: chosen(person) ? ' checked' : '' };
    const kind = person.personalAccount === true ? ' (personal account)' : '';
    return html`<label class="person"><input type="radio" name="person" value="${person.oid}" required${checked}><span>${person.displayName}<small>${person.userPrincipalName}${kind}</small></span></label>`;
  });
  return html`<fieldset><legend>Who are you?</legend>${rows}</fieldset>`;
}

const plainWords: Partial<Record<Refusal['aadsts'], readonly [title: string, text: string]>> = {
  53003: [
    'You can’t sign in this way',
    'Your organisation blocks this kind of sign-in (Conditional Access). Try another way to sign in, or ask your IT desk.',
  ],
  50020: ['That account is not from here', 'This is a personal account, or belongs to another organisation. Use your work account.'],
  50057: ['Your account is disabled', 'Ask your IT desk to enable it.'],
  50105: ['You are not assigned to this app', 'Ask your IT desk for access to it.'],
  65001: ['An administrator has to agree first', 'The app asks for something that nobody has agreed to. Ask your IT desk.'],
  70018: ['That code didn’t work', 'Check the code on the other screen and enter it again.'],
  70019: ['That code has expired', 'Ask for a new code on the other screen.'],
  90119: ['No code was entered', 'Enter the code that the other screen shows.'],
  90120: ['That code was already used', 'Ask for a new code on the other screen.'],
};

/** A refusal for a person: a title, a sentence, and the reference line that an IT desk asks for. */
export interface RefusalWords {
  readonly title: string;
  readonly text: string;
  readonly reference: Html;
}

/** Puts a refusal in words for a person. */
export function refusalWords(refusal: Refusal, ids: RequestIds): RefusalWords {
  const [title, text] = plainWords[refusal.aadsts] ?? ['This sign-in does not work', refusalText(refusal)];
  return {
    title,
    text,
    reference: html`<p class="reference">AADSTS${refusal.aadsts} · ${ids.correlationId} · ${new Date(ids.at).toISOString()}</p>`,
  };
}
