import type {
  Countdown,
  DestinationView,
  JobStage,
  JobsScreen,
  JobView,
  Language,
  OptionsView,
  PrinterView,
  Screen,
  Setup,
  SignInScreen,
  Snapshot,
  Trouble,
  TroubleCode,
  WelcomeScreen,
} from '../../preload/contract.ts';

/** The moment at which every sample was taken; give the page a wall clock that says so. */
export const sampleNow = Date.parse('2026-11-19T13:37:00Z');

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

// Written out: the contract's own list would bring its schemas, and with them `eval`, into the pages.
const sampleLanguages: readonly Language[] = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'tr', 'ar', 'he', 'ja', 'zh-Hans'];

/** What IT has set on the sample station: every language, nothing of its own. */
export const sampleSetup: Setup = {
  languages: sampleLanguages,
  sounds: false,
  widthMm: null,
  brand: { logo: null, color: null, text: null },
  look: { language: 'en', theme: 'light', largeText: false, reach: false },
};

/** A snapshot around a screen. */
export function snapshotOf(screen: Screen, change: Partial<Snapshot> = {}): Snapshot {
  return {
    serial: 1,
    station: { name: 'HQ, floor 2, west', helpContact: 'IT desk, ext. 1200' },
    setup: sampleSetup,
    look: { language: 'en', theme: 'light', largeText: false, reach: false },
    readerDeaf: false,
    screen,
    ...change,
  };
}

/** A goodbye with nothing to say. */
export const nothingLeft = { deleting: 0, deleted: 0, notDeleted: 0, notYet: 0 } as const;

/** A job that waits, changed as asked. */
export function sampleJob(key: string, change: Partial<JobView> = {}): JobView {
  return {
    key,
    title: 'Quarterly report.pdf',
    titleMasked: false,
    expires: { at: new Date(sampleNow + 9 * dayMs).toISOString(), soon: false },
    size: 1_240_000,
    submitted: new Date(sampleNow - 5 * minuteMs).toISOString(),
    printerName: 'Lobby MFP',
    stage: { is: 'held' },
    deleting: false,
    ...change,
  };
}

/** The jobs screen of a person with nothing special about them. */
export function sampleJobs(jobs: readonly JobView[], change: Partial<JobsScreen> = {}): JobsScreen {
  return {
    name: 'jobs',
    personName: 'Ada Lovelace',
    list: 'ready',
    jobs,
    trouble: null,
    unread: [],
    slow: false,
    notDeleted: 0,
    printers: [samplePrinter('Lobby MFP')],
    destinations: [],
    canDelete: true,
    badge: 'linked',
    idle: null,
    why: [],
    oneGesture: 'off',
    releasingAllIn: null,
    titles: 'shown',
    ...change,
  };
}

/** A name that is longer than a small screen has room for on one line. */
const longPerson = { personName: 'Zoë Ångström-Müller' } as const;

/** A printer that is ready, changed as asked. */
export function samplePrinter(name: string, change: Partial<PrinterView> = {}): PrinterView {
  return { name, state: 'ready', problems: [], options: null, ...change };
}

/** Trouble with a reference. */
export function sampleTrouble(code: TroubleCode, reference = 'R-7F3K'): Trouble {
  return { code, reference };
}

const titles = [
  'Floor plan, second draft.pdf',
  'Minutes of the works meeting.docx',
  'Travel form',
  'Seminar handout (two-sided).pdf',
  'Invoice 2026-1187.pdf',
  'Poster A3.pptx',
  'Reading list.docx',
];

/** `count` held jobs, oldest first. */
export function manyJobs(count: number, change: (index: number) => Partial<JobView> = () => ({})): readonly JobView[] {
  return Array.from({ length: count }, (_, index) =>
    sampleJob(`job-${index}`, {
      title: titles[index % titles.length] ?? null,
      size: 84_000 * (index + 1) ** 3,
      submitted: new Date(sampleNow - (count - index) * 23 * minuteMs).toISOString(),
      ...change(index),
    }),
  );
}

const countdown = (remainingMs: number, totalMs: number): Countdown => ({ remainingMs, totalMs });

function signIn(code: SignInScreen['code'], purpose: SignInScreen['purpose'] = 'jobs'): Snapshot {
  return snapshotOf({ name: 'signIn', purpose, code, idle: null });
}

function welcome(change: Partial<WelcomeScreen> = {}, around: Partial<Snapshot> = {}): Snapshot {
  return snapshotOf({ name: 'welcome', ways: ['badge', 'deviceCode'], opening: false, offline: false, notice: null, ...change }, around);
}

const shown = {
  is: 'shown',
  userCode: 'C7KQX4M2P',
  verificationUri: 'https://microsoft.com/devicelogin',
  left: countdown(12 * minuteMs + 34_000, 15 * minuteMs),
  connected: true,
} as const;

const stages: readonly JobStage[] = [
  { is: 'done' },
  { is: 'printing' },
  { is: 'sent' },
  { is: 'releasing' },
  { is: 'checking' },
  { is: 'attention', why: 'printerStopped' },
  { is: 'notReleased', trouble: sampleTrouble('printerStopped') },
  { is: 'gone', sent: true },
  { is: 'unsure', trouble: sampleTrouble('offline') },
  { is: 'cancelled' },
  { is: 'arriving' },
];

const right = '\u05d3\u05d5\u05d7 \u05e8\u05d1\u05e2\u05d5\u05e0\u05d9';

/** Titles and names that would like to break the screen. */
export const hostileTitles: readonly (string | null)[] = [
  `invoice\u202Efdp.exe ${right}`,
  '<img src=x onerror=alert(1)><b>bold</b> & {{count}} $t(common.cancel)',
  'W'.repeat(120),
  'Words and words and words that go on for as long as a document name may go on, which is one hundred and twenty of them.',
  null,
  '   ',
];

const longName = 'Building 7, second floor, corridor to the west wing, colour A3';
const places = ['Canteen, colour', 'Library', longName, 'Reception', 'Print room 2', 'Workshop'];
const states = ['ready', 'stopped', 'unknown', 'ready', 'moved', 'ready'] as const;

/** Places to choose from, of every state. */
export function sampleDestinations(count: number): readonly DestinationView[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `d-${index}`,
    name: index < places.length ? (places[index] ?? '') : `Floor ${Math.floor(index / 4)}, printer ${(index % 4) + 1}`,
    state: states[index % states.length] ?? 'ready',
    problems: [],
    options: null,
    waiting: count > 40 && index % 5 === 2 ? null : Math.floor(index / 2),
  }));
}

/** A printer that can do everything that can be chosen. */
export const sampleOptions: OptionsView = {
  copies: 99,
  sides: ['oneSided', 'flipOnLongEdge', 'flipOnShortEdge'],
  color: true,
  pages: true,
  pagesPerSheet: [1, 2, 4, 6, 9, 16],
};

/** Names that are masked: they are not in the snapshot. */
const masked = (index: number): Partial<JobView> => ({
  title: null,
  titleMasked: true,
  ...(index === 1 ? { stage: { is: 'printing' } } : {}),
});

const until = (ms: number): string => new Date(sampleNow + ms).toISOString();

/** Jobs of a queue that can come out at these printers (mode `redirect`). */
function findMe(jobs: number, destinations: readonly DestinationView[]): Snapshot {
  return snapshotOf(
    sampleJobs(
      manyJobs(jobs, () => ({ printerName: 'Find-me queue' })),
      { printers: [samplePrinter('Find-me queue')], destinations, canDelete: false },
    ),
  );
}

function problems(count: number): readonly { readonly path: string; readonly problem: string; readonly remedy: string }[] {
  const samples = [
    {
      path: 'tenant.id',
      problem: 'This is not a GUID.',
      remedy: 'Copy the directory (tenant) ID from the overview of the app registration.',
    },
    {
      path: 'app.certificate.path',
      problem: 'The file /etc/release-station/station.pem cannot be read: permission denied.',
      remedy: 'Let the account that runs the station read it, and nobody else.',
    },
    {
      path: 'print.printers[0].shareId',
      problem: 'Missing.',
      remedy: 'Add the id of the printer share; `Get-UPPrinterShare` lists it beside the printer’s own id.',
    },
    { path: 'release.mod', problem: 'Unknown setting.', remedy: 'Did you mean release.mode? Rename it, or take it out.' },
  ];
  return Array.from({ length: count }, (_, index) => samples[index % samples.length] ?? samples[0]!);
}

/** Every look of every screen, by name: what the gallery shows and what tests start from. */
export const samples: Readonly<Record<string, Snapshot>> = {
  starting: snapshotOf({ name: 'starting' }),
  'not-configured-1': snapshotOf(
    {
      name: 'notConfigured',
      file: '/etc/release-station/config.json',
      problems: [
        { path: '', problem: 'There is no configuration file.', remedy: 'Write one here; the page for IT has an example to start from.' },
      ],
    },
    { station: { name: '', helpContact: '' } },
  ),
  'not-configured-20': snapshotOf(
    { name: 'notConfigured', file: 'C:\\ProgramData\\ReleaseStation\\config.json', problems: problems(20) },
    { station: { name: '', helpContact: '' } },
  ),
  welcome: welcome(),
  'welcome-opening': welcome({ opening: true }),
  'welcome-deaf': welcome({}, { readerDeaf: true }),
  'welcome-phone-only': welcome({ ways: ['deviceCode'] }),
  'welcome-badge-only': welcome({ ways: ['badge'] }),
  'welcome-signed-out': welcome({ notice: { is: 'signedOut', ...nothingLeft, deleting: 2 } }),
  // All that a goodbye can say at once.
  'welcome-signed-out-not-all': welcome({ notice: { is: 'signedOut', ...nothingLeft, notYet: 2, deleted: 1, notDeleted: 1 } }),
  'welcome-timed-out': welcome({ notice: { is: 'timedOut', ...nothingLeft } }),
  'welcome-timed-out-not-all': welcome({ notice: { is: 'timedOut', ...nothingLeft, notYet: 2 } }),
  'welcome-unlinking': welcome({ notice: { is: 'cardUnlinked', state: 'working' } }),
  'welcome-unlinked': welcome({ notice: { is: 'cardUnlinked', state: 'done' } }),
  'welcome-not-unlinked': welcome({ notice: { is: 'cardUnlinked', state: 'failed' } }),
  'welcome-card-of-list': welcome({ ways: ['badge'], notice: { is: 'cardOfList' } }),
  'welcome-other-card': welcome({ notice: { is: 'otherCard' } }),
  'welcome-trouble': welcome({ notice: { is: 'trouble', trouble: sampleTrouble('signInBlocked', 'AADSTS53003 · 6f1c02aa') } }),
  'welcome-not-listed': welcome({ ways: ['badge'], notice: { is: 'cardNotListed' } }),
  'welcome-offline': welcome({ offline: true }),
  'welcome-offline-phone-only': welcome({ ways: ['deviceCode'], offline: true }),
  'welcome-offline-badge-only': welcome({
    ways: ['badge'],
    offline: true,
    notice: { is: 'trouble', trouble: sampleTrouble('offline', '') },
  }),
  'welcome-offline-signed-out': welcome({ offline: true, notice: { is: 'signedOut', ...nothingLeft, deleted: 2 } }),
  'welcome-offline-trouble': welcome({
    offline: true,
    notice: { is: 'trouble', trouble: sampleTrouble('stationClock', 'AADSTS700024 · 6f1c02aa') },
  }),
  'sign-in': signIn(shown),
  'sign-in-asking': signIn({ is: 'asking' }),
  'sign-in-link': signIn({ ...shown, userCode: 'ABCD1234' }, 'linkBadge'),
  'sign-in-disconnected': signIn({ ...shown, left: countdown(48_000, 15 * minuteMs), connected: false }),
  'sign-in-expired': signIn({ is: 'expired' }),
  'sign-in-failed': signIn({ is: 'failed', trouble: sampleTrouble('signInDeclined') }),
  'sign-in-idle': snapshotOf({ name: 'signIn', purpose: 'jobs', code: { is: 'expired' }, idle: countdown(17_400, 25_000) }),
  'link-tap-again': snapshotOf({ name: 'linkBadge', personName: 'Ada Lovelace', step: 'tapAgain', left: countdown(31_000, 45_000) }),
  'link-confirm': snapshotOf({ name: 'linkBadge', personName: 'Ada Lovelace', step: 'confirm', left: countdown(22_000, 45_000) }),
  'link-saving': snapshotOf({ name: 'linkBadge', personName: 'Ada Lovelace', step: 'saving', left: countdown(20_000, 45_000) }),
  'jobs-loading': snapshotOf(sampleJobs([], { list: 'loading', printers: [] })),
  'jobs-loading-slow': snapshotOf(sampleJobs([], { list: 'loading', printers: [], slow: true })),
  'jobs-not-deleted': snapshotOf(sampleJobs(manyJobs(3), { notDeleted: 2 })),
  'jobs-unread': snapshotOf(
    sampleJobs(manyJobs(3), {
      trouble: sampleTrouble('listRefused'),
      unread: ['Canteen, colour'],
      printers: [samplePrinter('Lobby MFP'), samplePrinter('Canteen, colour', { state: 'unknown' })],
    }),
  ),
  'jobs-releasing-slow': snapshotOf(
    sampleJobs(
      manyJobs(3, () => ({ stage: { is: 'releasing' }, expires: null })),
      { slow: true },
    ),
  ),
  'jobs-unread-none': snapshotOf(
    sampleJobs([], {
      list: 'failed',
      trouble: sampleTrouble('serviceDown'),
      unread: ['Canteen, colour'],
      printers: [samplePrinter('Lobby MFP'), samplePrinter('Canteen, colour', { state: 'unknown' })],
    }),
  ),
  'jobs-checking': snapshotOf(sampleJobs(manyJobs(2, () => ({ stage: { is: 'checking' }, expires: null })))),
  'jobs-waits': snapshotOf(
    sampleJobs(
      manyJobs(2, (index) => ({ stage: { is: 'notReleased', trouble: sampleTrouble(index === 0 ? 'waitsForStart' : 'printerWaits') } })),
      { printers: [samplePrinter('Lobby MFP', { problems: ['cannotStart'] })] },
    ),
  ),
  'jobs-cannot-start': snapshotOf(sampleJobs(manyJobs(2), { printers: [samplePrinter('Lobby MFP', { problems: ['cannotStart'] })] })),
  'jobs-gone-unsent': snapshotOf(sampleJobs(manyJobs(1, () => ({ stage: { is: 'gone', sent: false }, expires: null })))),
  'jobs-1': snapshotOf(sampleJobs(manyJobs(1))),
  'jobs-3': snapshotOf(sampleJobs(manyJobs(3))),
  // Every other one where nobody knows how long it is kept.
  'jobs-20': snapshotOf(
    sampleJobs(
      manyJobs(20, (index) => (index % 2 === 0 ? { expires: null } : {})),
      longPerson,
    ),
  ),
  'jobs-two-printers': snapshotOf(
    sampleJobs(
      manyJobs(5, (index) => ({
        printerName: index % 2 === 0 ? 'Lobby MFP' : 'Canteen, colour',
        stage: index === 4 ? { is: 'arriving' } : { is: 'held' },
      })),
      { ...longPerson, printers: [samplePrinter('Lobby MFP'), samplePrinter('Canteen, colour')] },
    ),
  ),
  'jobs-stopped': snapshotOf(
    sampleJobs(
      manyJobs(3, (index) => ({ printerName: index === 1 ? 'Canteen, colour' : 'Lobby MFP' })),
      {
        printers: [
          samplePrinter('Lobby MFP', { state: 'stopped', problems: ['paperJam', 'tonerLow'] }),
          samplePrinter('Canteen, colour', { state: 'moved' }),
        ],
      },
    ),
  ),
  'jobs-deleting': snapshotOf(sampleJobs(manyJobs(4, (index) => ({ deleting: index === 1 || index === 2 })))),
  'jobs-empty': snapshotOf(sampleJobs([])),
  'jobs-failed': snapshotOf(sampleJobs([], { list: 'failed', trouble: sampleTrouble('serviceDown') })),
  'jobs-offline': snapshotOf(sampleJobs(manyJobs(3), { list: 'failed', trouble: sampleTrouble('offline', '') })),
  'jobs-stages': snapshotOf(sampleJobs(manyJobs(stages.length, (index) => ({ stage: stages[index] ?? { is: 'held' } })))),
  'jobs-releasing': snapshotOf(
    sampleJobs(manyJobs(3, (index) => ({ stage: index === 0 ? { is: 'printing' } : index === 1 ? { is: 'sent' } : { is: 'releasing' } }))),
  ),
  'jobs-done': snapshotOf(sampleJobs(manyJobs(3, () => ({ stage: { is: 'done' } })))),
  'jobs-needs-look': snapshotOf(
    sampleJobs(manyJobs(2, (index) => ({ stage: index === 0 ? { is: 'done' } : { is: 'attention', why: 'finishedWithErrors' } }))),
  ),
  'jobs-lost-sight': snapshotOf(
    sampleJobs(manyJobs(2, (index) => ({ stage: index === 0 ? { is: 'done' } : { is: 'unsure', trouble: sampleTrouble('serviceDown') } }))),
  ),
  'jobs-not-released': snapshotOf(
    sampleJobs(
      manyJobs(2, (index) => ({ stage: index === 0 ? { is: 'done' } : { is: 'notReleased', trouble: sampleTrouble('printerStopped') } })),
    ),
  ),
  'jobs-hostile': snapshotOf(
    sampleJobs(
      hostileTitles.map((title, index) =>
        sampleJob(`hostile-${index}`, { title, printerName: index === 2 ? 'P'.repeat(80) : 'Lobby MFP' }),
      ),
      { personName: `${right} van der Lange-Achternaam tot Verreweg-het-Einde \u202Eb\u202C` },
    ),
  ),
  'jobs-link-failed': snapshotOf(sampleJobs(manyJobs(2), { badge: 'linkFailed' })),
  'jobs-idle': snapshotOf(sampleJobs(manyJobs(3), { idle: countdown(17_400, 20_000) })),
  'jobs-one-gesture': snapshotOf(sampleJobs(manyJobs(3), { oneGesture: 'on', releasingAllIn: countdown(2_600, 3_000) })),
  'jobs-masked': snapshotOf(
    sampleJobs(
      manyJobs(4, (index) => (index === 2 ? {} : { title: null, titleMasked: true })),
      { ...longPerson, titles: 'masked' },
    ),
  ),
  'jobs-unmasked': snapshotOf(sampleJobs(manyJobs(4), { titles: 'unmasked' })),
  'jobs-destinations': findMe(3, sampleDestinations(4)),
  'jobs-destinations-many': findMe(1, sampleDestinations(50)),
  'jobs-destinations-none': findMe(3, [
    { key: 'd-0', waiting: null, ...samplePrinter('Canteen, colour', { state: 'stopped' }) },
    { key: 'd-1', waiting: null, ...samplePrinter('Library', { state: 'moved' }) },
  ]),
  'jobs-one-destination': findMe(3, sampleDestinations(1)),
  'jobs-one-destination-stopped': findMe(1, [{ key: 'd-0', waiting: null, ...samplePrinter(longName, { state: 'stopped' }) }]),
  'jobs-refused': snapshotOf(
    sampleJobs(
      manyJobs(2, (index) => ({
        stage: { is: 'notReleased', trouble: sampleTrouble(index === 0 ? 'notStartable' : 'stationClock') },
      })),
      { ...longPerson, canDelete: false },
    ),
  ),
  'jobs-why': snapshotOf(
    sampleJobs([], {
      why: [
        { is: 'nothingHeld', account: 'ada.lovelace@contoso.example' },
        { is: 'printed', count: 2, latest: until(-23 * minuteMs) },
        { is: 'ownerNotNamed', count: 3 },
        { is: 'cancelled', count: 1 },
      ],
    }),
  ),
  'jobs-why-refused': snapshotOf(
    sampleJobs([], {
      why: [
        { is: 'notPermitted' },
        { is: 'printerMoved', printers: ['Lobby MFP', 'Building 7, second floor, corridor to the west wing, colour A3'] },
        { is: 'expired', count: 1 },
      ],
    }),
  ),
  'jobs-why-busy': snapshotOf(sampleJobs([], { why: [{ is: 'busy' }, { is: 'releasedElsewhere', count: 1 }] })),
  'jobs-why-offline': snapshotOf(sampleJobs([], { why: [{ is: 'offline' }] })),
  'jobs-all-stopped': snapshotOf(
    sampleJobs(manyJobs(2), { printers: [samplePrinter('Lobby MFP', { state: 'stopped', problems: ['finisherEmpty', 'paperLow'] })] }),
  ),
  'jobs-note': snapshotOf(sampleJobs(manyJobs(2), { printers: [samplePrinter('Lobby MFP', { problems: ['tonerLow'] })] })),
  'jobs-attention': snapshotOf(
    sampleJobs(
      manyJobs(2, (index) => ({ stage: index === 0 ? { is: 'attention', why: 'printerStopped' } : { is: 'sent' } })),
      { printers: [samplePrinter('Lobby MFP', { state: 'stopped', problems: ['trayFault'] })] },
    ),
  ),
  'jobs-masked-many': snapshotOf(
    sampleJobs(manyJobs(20, masked), { titles: 'masked', printers: [samplePrinter('Lobby MFP', { options: sampleOptions })] }),
  ),
  'jobs-expiry': snapshotOf(
    sampleJobs(
      manyJobs(4, (index) => ({
        expires:
          index === 0
            ? { at: until(5.4 * 60 * minuteMs), soon: true }
            : index === 1
              ? { at: until(20_000), soon: true }
              : { at: until((index + 3) * dayMs), soon: false },
      })),
    ),
  ),
  'jobs-all-deleting': snapshotOf(sampleJobs(manyJobs(2, () => ({ deleting: true })))),
  'jobs-idle-deleting': snapshotOf(
    sampleJobs(
      manyJobs(2, () => ({ deleting: true })),
      { idle: countdown(17_400, 20_000) },
    ),
  ),
  'jobs-options': snapshotOf(
    sampleJobs(manyJobs(3), {
      printers: [samplePrinter('Lobby MFP', { options: sampleOptions })],
      canDelete: false,
      oneGesture: 'notOffered',
    }),
  ),
  'jobs-options-destinations': findMe(
    3,
    sampleDestinations(6).map((destination, index) => ({
      ...destination,
      options: index % 2 === 0 ? sampleOptions : { ...sampleOptions, color: false, copies: 1, sides: [] },
    })),
  ),
  ruler: snapshotOf({ name: 'ruler' }),
  trouble: snapshotOf({ name: 'trouble', trouble: sampleTrouble('stationCredential', 'AADSTS7000222 · 6f1c02aa') }),
};
