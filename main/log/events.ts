/** How loud an event is. */
export type Level = 'info' | 'warn' | 'error';

/** One kind of log line: its level and the sentence that the operator's table shows. */
export interface EventDeclaration {
  readonly level: Level;
  readonly means: string;
}

/** Every event that the station may log. An event that is not here does not compile. */
export const events = {
  'station.started': { level: 'info', means: 'The station is ready; fields name the version, host and mode.' },
  'station.stopped': { level: 'info', means: 'The station was asked to stop and did.' },
  'config.refused': { level: 'error', means: 'The configuration has problems; one line for each path.' },
  'release.effect': {
    level: 'info',
    means: 'A call with an effect on a job was answered (or not): kind, and done, refused, throttled or unknown.',
  },
  'release.givenUp': {
    level: 'warn',
    means: 'A release ended without the job moving; the job stays where it is and its owner was told why.',
  },
  'session.began': { level: 'info', means: 'A person signed in; field `via` says how. No name is logged.' },
  'session.ended': { level: 'info', means: 'The session ended; field `why` says how.' },
  'session.wiped': { level: 'info', means: 'What the ended session still owed is done or was let go, and its tokens are wiped.' },
  'badge.linked': { level: 'info', means: 'A card was linked to a person at this station.' },
  'badge.unlinked': { level: 'info', means: 'A card was unlinked because the person said "not you".' },
  'badge.badRead': { level: 'warn', means: 'The reader sent something that is not a badge number; field `why` says what was wrong.' },
  'graph.retried': {
    level: 'info',
    means: 'A read of Microsoft Graph failed and is tried again; fields name the call, the try and the pause.',
  },
  'graph.challenged': { level: 'info', means: 'Microsoft Graph asked for another token; the call is sent once more with it.' },
  'graph.failed': {
    level: 'warn',
    means:
      "A call to Microsoft Graph gave no usable answer; fields carry the status and the request ids that Microsoft's support asks for.",
  },
  'graph.elementsDropped': {
    level: 'warn',
    means: 'Elements of a list from Microsoft Graph could not be read and were left out; field `count` says how many.',
  },
  'enrolments.setAside': {
    level: 'error',
    means:
      'The file of enrolments was damaged, or a newer version wrote it; it was renamed and a new one begun. Cards must be linked again.',
  },
  'enrolments.removed': { level: 'info', means: 'A tapped card’s enrolment was removed: too old, or its seal did not open (field `why`).' },
  'enrolments.pruned': { level: 'info', means: 'Enrolments past their age were removed; field `removed` says how many.' },
  'stationSecret.created': { level: 'info', means: 'The station made its secret; field `protection` says what protects it on the disk.' },
  'stationSecret.setAside': {
    level: 'error',
    means: 'The station’s secret could not be opened (field `why`); its file was renamed and a new one begun. Cards must be linked again.',
  },
  'stationSecret.unavailable': {
    level: 'error',
    means:
      'The station’s secret cannot be read or stored now: `storage` is the disk, `protection` the key store. Badges do not work until then.',
  },
  'auth.tokenAcquired': {
    level: 'info',
    means:
      'A token was had from Entra; fields name the identity (station or person), the time it took and whether it was kept from before.',
  },
  'auth.tokenRefused': {
    level: 'warn',
    means: 'No token could be had; fields carry the kind of failure, the AADSTS number and the correlation id for Microsoft’s support.',
  },
  'auth.credentialProblem': {
    level: 'error',
    means: 'The station’s own credential cannot be used; field `problem` says what is wrong with its file or key.',
  },
  'auth.certificateEnding': { level: 'warn', means: 'The station’s certificate ends within 30 days; field `daysLeft` says when.' },
  'auth.signInStarted': { level: 'info', means: 'A code to sign in with was asked for.' },
  'auth.signInCompleted': { level: 'info', means: 'A person signed in with the code; no name is logged.' },
  'auth.signInEnded': {
    level: 'info',
    means: 'A sign-in ended without a person; fields carry the kind, the AADSTS number and the correlation id.',
  },
  'stationSecret.plainFile': {
    level: 'warn',
    means:
      'The machine offers no key store, so the station’s secret is protected by its file’s mode alone; field `backend` says what was found.',
  },
  'screen.blocked': {
    level: 'warn',
    means: 'The page tried what a kiosk’s page never does, and was stopped; field `what` says what: request, navigation, window, download.',
  },
  'screen.callRefused': {
    level: 'error',
    means: 'Something other than the kiosk’s own page called the station; field `why` says how it was told apart.',
  },
  'screen.failed': {
    level: 'error',
    means:
      'The screen’s process ended, hung or could not load; fields say why, and whether it is loaded again or out of service for a while.',
  },
  'screen.hangs': { level: 'warn', means: 'The screen does not answer; its process is ended if that goes on.' },
  'screen.behind': { level: 'warn', means: 'Another window took the keyboard; the reader is not heard until the kiosk is in front again.' },
  'screen.helperGone': { level: 'warn', means: 'A helper process of Chromium (graphics, network) ended; it starts again by itself.' },
  'network.logonRefused': { level: 'warn', means: 'A server or proxy asked for a user name and password; the station gives none.' },
  'network.certificateRefused': { level: 'warn', means: 'A server asked for a certificate of this machine; the station gives none.' },
  'demoReader.lost': {
    level: 'info',
    means: 'The demo desk’s card reader cannot be heard; the station tries again. Never in an installed package.',
  },
  'internal.error': {
    level: 'error',
    means: 'A bug: something failed that no code expected. Fields name the place and the kind of error.',
  },
} as const satisfies Record<string, EventDeclaration>;

/** The name of a declared event. */
export type EventName = keyof typeof events;
