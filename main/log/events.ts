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
  'station.startedAfterCrash': {
    level: 'warn',
    means: 'The run before this one did not end in order: a crash, a kill or a power cut. What was under way is in the journal.',
  },
  'log.gap': {
    level: 'warn',
    means: 'The log file could not be written for a while (disk full, read-only, gone); field `lost` says how many lines it lacks.',
  },
  'config.refused': { level: 'error', means: 'The configuration has problems; one line for each path.' },
  'release.effect': {
    level: 'info',
    means: 'A call with an effect on a job was answered (or not): kind, and done, refused, throttled or unknown.',
  },
  'release.lostSight': {
    level: 'warn',
    means:
      'Something was sent for a job and the station can no longer see what became of it; its owner was told so, and their next tap looks again.',
  },
  'journal.failed': {
    level: 'error',
    means:
      'A row of the journal could not be written. `begin`, `intend` or `read`: nothing was sent, and the person was told. `answer`, `end` or `moved`: what was sent is looked at again at its owner’s next tap.',
  },
  'printer.waits': {
    level: 'warn',
    means:
      'A job whose task was completed did not move, and this station may not start it: field `printer`. For a day nothing is released into that printer. Set `afterTask` of the printer, use mode `user`, or let the printer resume.',
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
  'badge.unlinkFailed': {
    level: 'error',
    means:
      'A card that opens the wrong person’s jobs could not be unlinked: another program holds the file of enrolments, or the disk does not take it. Tried again every few seconds; meanwhile the station does not open the card.',
  },
  'enrolments.failed': {
    level: 'error',
    means:
      'The file of enrolments could not be read or written (field `while`: `open`: the person was told; `reseal`: tried again at the end of the visit).',
  },
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
  'graph.batchesRefused': {
    level: 'info',
    means:
      'Microsoft Graph refused calls in a batch that it grants one by one; such calls are sent one by one for a day. Everything works, with more round trips.',
  },
  'graph.batchUnreadable': {
    level: 'warn',
    means:
      'The answer to a batch of calls could not be read, e.g. because a gateway’s page stands in it; such calls are sent one by one for ten minutes. Field `count` says how many calls it held.',
  },
  'graph.elementsDropped': {
    level: 'warn',
    means: 'Elements of a list from Microsoft Graph could not be read and were left out; field `count` says how many.',
  },
  'graph.listCutShort': {
    level: 'warn',
    means:
      'The pages of a list from Microsoft Graph led back to each other or nowhere; what they held is shown, and the list counts as not whole. Field `count` says how many it held.',
  },
  'enrolments.setAside': {
    level: 'error',
    means:
      'The file of enrolments was damaged, or a newer version wrote it; it was renamed and a new one begun. Cards must be linked again.',
  },
  'journal.setAside': {
    level: 'error',
    means:
      'The journal of releases was damaged (field `why`: `damaged`, `empty`, or `foreign` for a file that is not a journal); it was renamed and a new one begun. What was under way is seen again from Microsoft Graph.',
  },
  'journal.unusable': {
    level: 'error',
    means:
      'The journal of releases cannot be opened, so nothing is released; field `why` says what stands in the way. `newer`: a later version of the station wrote it, and it was left as it is; install that version again.',
  },
  'seenJobs.setAside': {
    level: 'warn',
    means:
      'The list of jobs that were seen held was damaged or from a later version; it was renamed and a new one made. Nothing is lost but some explanations of an empty list.',
  },
  'seenJobs.failed': {
    level: 'warn',
    means: 'The list of jobs that were seen held could not be read or written; expired jobs cannot be explained to their owners meanwhile.',
  },
  'audit.setAside': {
    level: 'error',
    means: 'The audit trail was damaged or is not an audit trail (field `why`); it was renamed and a new one begun. Keep the old file.',
  },
  'audit.unwritable': {
    level: 'error',
    means:
      'The audit trail cannot be written (field `why`); releases go on. Said once; when it can be written again, its next row says how many entries are missing.',
  },
  'audit.writable': { level: 'info', means: 'The audit trail can be written again; field `lost` says how many entries are missing.' },
  'audit.head': {
    level: 'info',
    means:
      'The newest row of the audit trail: its number and hash. Kept outside the station, it shows later whether rows up to there were changed.',
  },
  'enrolments.removed': { level: 'info', means: 'A tapped card’s enrolment was removed: too old, or its seal did not open (field `why`).' },
  'enrolments.pruned': { level: 'info', means: 'Enrolments past their age were removed; field `removed` says how many.' },
  'preferences.setAside': {
    level: 'warn',
    means:
      'The file of what people chose for themselves (language, colours, one touch) was damaged, or a newer version wrote it; it was renamed and a new one begun.',
  },
  'preferences.failed': {
    level: 'warn',
    means:
      'What people chose for themselves could not be opened, read or written (fields `what` and `why`); the visit goes on with the station’s own settings.',
  },
  'preferences.pruned': {
    level: 'info',
    means: 'Choices of people who have not been here for 400 days were forgotten; field `removed` says how many.',
  },
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
  'badgeList.read': { level: 'info', means: 'The list of cards was read; field `cards` says how many numbers it holds.' },
  'badgeList.leftOut': {
    level: 'warn',
    means: 'Lines of the list of cards were left out: `why` is the column or what else is wrong, `lines` where, `count` how many.',
  },
  'badgeList.claimedTwice': {
    level: 'warn',
    means:
      'A number stands in the list of cards for more than one person, and opens for none of them; `lines` says where, `count` how many.',
  },
  'badgeList.refused': {
    level: 'error',
    means:
      'The list of cards cannot be used (`why`: utf16, header, empty, tooLarge). With `kept` the last good one goes on; without, no card is known.',
  },
  'badgeList.unreadable': {
    level: 'error',
    means:
      'The file with the list of cards cannot be read (`code`); looked for every 5 s. With `kept` the last list goes on until the station stops.',
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
  'screen.blank': {
    level: 'error',
    means: 'The page answers but shows none of its screens; it is loaded again, or out of service for a while (browser host).',
  },
  'graphics.failed': {
    level: 'error',
    means:
      'Graphics failed three times in ten minutes; the station ends with code 70 so that its next start does without the graphics card.',
  },
  'graphics.off': {
    level: 'warn',
    means: 'This run draws without the graphics card, because the one before ended over it. The next tries it again.',
  },
  'host.notAccepted': {
    level: 'warn',
    means: 'The browser host could not take a connection; field `code` says why, e.g. EMFILE: the process is out of file handles.',
  },
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
