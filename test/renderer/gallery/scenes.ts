import type { JobStage, Screen } from '../../../preload/contract.ts';
import { signInByCode, signInWithPhone, type TestStationOptions } from '../../support/station.ts';
import { tapKnownCard, untilLinkIsAsked, type Visit } from '../../support/visit.ts';

/** How the real station on its demo tenant is brought into a state; the state has the name of the sample that it stands for. */
export interface Scene {
  readonly state: string;
  readonly with?: TestStationOptions;
  readonly play: (set: Visit) => Promise<unknown>;
}

const three = ['Floor plan, second draft.pdf', 'Minutes of the works meeting.docx', 'Travel form'];
const twenty = Array.from({ length: 20 }, (_, i) => `Chapter ${i + 1}.pdf`);

const stagesAre =
  (...wanted: readonly JobStage['is'][]) =>
  (screen: Screen): boolean =>
    screen.name === 'jobs' && screen.jobs.length > 0 && screen.jobs.every(({ stage }) => wanted.includes(stage.is));
const someStage =
  (is: JobStage['is']) =>
  (screen: Screen): boolean =>
    screen.name === 'jobs' && screen.jobs.some(({ stage }) => stage.is === is);
const noticed =
  (is: string) =>
  (screen: Screen): boolean =>
    screen.name === 'welcome' && screen.notice?.is === is;
const codeIs =
  (is: string) =>
  (screen: Screen): boolean =>
    screen.name === 'signIn' && screen.code.is === is;
const because =
  (is: string) =>
  (screen: Screen): boolean =>
    screen.name === 'jobs' && screen.why.some((reason) => reason.is === is);

const lists = '/print/shares/*/jobs';

const firstScreens: readonly Scene[] = [
  { state: 'welcome', play: async () => undefined },
  { state: 'welcome-phone-only', with: { config: { signIn: { methods: ['deviceCode'] } } }, play: async () => undefined },
  { state: 'welcome-badge-only', with: { mode: 'app' }, play: async () => undefined },
  {
    state: 'welcome-signed-out',
    play: async ({ kiosk, signIn, until }) => {
      await signIn(three);
      const screen = kiosk.screen();
      await kiosk.intend('deleteAtSignOut', { jobs: screen.name === 'jobs' ? screen.jobs.slice(0, 2).map(({ key }) => key) : [] });
      await kiosk.intend('signOut', {});
      await until(noticed('signedOut'));
    },
  },
  {
    state: 'welcome-other-card',
    play: async ({ kiosk, until, tapCard, person }) => {
      await tapCard(person().badge);
      await signInByCode(kiosk, person());
      await until((screen) => screen.name === 'linkBadge');
      await tapCard(person(1).badge, 5_000);
      await until(noticed('otherCard'));
    },
  },
  {
    state: 'welcome-not-listed',
    with: { mode: 'app' },
    play: async ({ tapCard, until }) => {
      await tapCard('0000999999');
      await until(noticed('cardNotListed'));
    },
  },
  {
    state: 'welcome-offline',
    play: async ({ kiosk, until }) => {
      kiosk.tenant.settings.change({ network: 'down' });
      await kiosk.intend('touch', {});
      await until((screen) => screen.name === 'welcome' && screen.offline);
    },
  },
  {
    state: 'welcome-offline-phone-only',
    with: { config: { signIn: { methods: ['deviceCode'] } } },
    play: async ({ kiosk, until }) => {
      kiosk.tenant.settings.change({ network: 'down' });
      await kiosk.intend('touch', {});
      await until((screen) => screen.name === 'welcome' && screen.offline);
    },
  },
];

const signIns: readonly Scene[] = [
  {
    state: 'sign-in',
    play: async ({ kiosk, until }) => {
      await kiosk.intend('signInWithPhone', {});
      await until(codeIs('shown'));
    },
  },
  {
    state: 'sign-in-asking',
    play: async ({ kiosk, until }) => {
      kiosk.tenant.settings.change({ latencyMs: 20_000 });
      await kiosk.intend('signInWithPhone', {});
      await until(codeIs('asking'));
    },
  },
  {
    state: 'sign-in-link',
    play: async ({ tapCard, until, person }) => {
      await tapCard(person().badge);
      await until(codeIs('shown'));
    },
  },
  {
    state: 'sign-in-disconnected',
    play: async ({ kiosk, until }) => {
      await kiosk.intend('signInWithPhone', {});
      await until(codeIs('shown'));
      kiosk.tenant.settings.change({ network: 'down' });
      await until((screen) => screen.name === 'signIn' && screen.code.is === 'shown' && !screen.code.connected);
    },
  },
  {
    state: 'sign-in-expired',
    play: async ({ kiosk, until }) => {
      kiosk.tenant.entra.set({ devicePollAnswer: 'expired_token' });
      await kiosk.intend('signInWithPhone', {});
      await until(codeIs('expired'));
    },
  },
  {
    state: 'sign-in-failed',
    play: async ({ kiosk, until }) => {
      kiosk.tenant.entra.set({ devicePollAnswer: 'authorization_declined' });
      await kiosk.intend('signInWithPhone', {});
      await until(codeIs('failed'));
    },
  },
  {
    state: 'link-tap-again',
    play: async ({ kiosk, until, tapCard, person }) => {
      await tapCard(person().badge);
      await signInByCode(kiosk, person());
      await until((screen) => screen.name === 'linkBadge');
    },
  },
  { state: 'link-confirm', play: untilLinkIsAsked },
];

const readLists: readonly Scene[] = [
  {
    state: 'jobs-loading',
    play: async ({ kiosk, until }) => {
      kiosk.tenant.faults.set([{ path: lists, count: null, fault: { kind: 'latency', ms: 20_000 } }]);
      await kiosk.intend('signInWithPhone', {});
      await signInByCode(kiosk, kiosk.tenant.directory.people[0]!);
      await until((screen) => screen.name === 'jobs');
    },
  },
  { state: 'jobs-1', play: ({ signIn }) => signIn(three.slice(0, 1)) },
  { state: 'jobs-3', play: ({ signIn }) => signIn(three) },
  { state: 'jobs-20', play: ({ signIn }) => signIn(twenty) },
  {
    state: 'jobs-two-printers',
    play: async ({ print, signIn }) => {
      await print(['Poster A3.pptx'], 1);
      await signIn(three);
    },
  },
  {
    state: 'jobs-stopped',
    play: async ({ kiosk, signIn, printer }) => {
      kiosk.tenant.jam(printer().printerId, 'mediaJam');
      await signIn(three);
    },
  },
  {
    state: 'jobs-deleting',
    play: async ({ kiosk, signIn, until }) => {
      await signIn(three);
      const screen = kiosk.screen();
      await kiosk.intend('deleteAtSignOut', { jobs: screen.name === 'jobs' ? screen.jobs.slice(1).map(({ key }) => key) : [] });
      await until((now) => now.name === 'jobs' && now.jobs.some(({ deleting }) => deleting));
    },
  },
  { state: 'jobs-empty', play: ({ signIn }) => signIn() },
  {
    state: 'jobs-failed',
    play: async ({ kiosk, until }) => {
      kiosk.tenant.faults.set([{ path: lists, count: null, fault: { kind: 'status', status: 503 } }]);
      await kiosk.intend('signInWithPhone', {});
      await signInByCode(kiosk, kiosk.tenant.directory.people[0]!);
      await until((screen) => screen.name === 'jobs' && screen.list === 'failed');
    },
  },
  {
    state: 'jobs-offline',
    play: async ({ kiosk, signIn, until }) => {
      await signIn(three);
      kiosk.tenant.settings.change({ network: 'down' });
      await until((screen) => screen.name === 'jobs' && screen.trouble?.code === 'offline');
    },
  },
  {
    state: 'jobs-idle',
    with: { config: { session: { idleTimeoutSeconds: 30, warningSeconds: 28 } } },
    play: async ({ signIn, until }) => {
      await signIn(three);
      await until((screen) => screen.name === 'jobs' && screen.idle !== null);
    },
  },
];

const releases: readonly Scene[] = [
  {
    state: 'jobs-releasing',
    with: { tenant: { settings: { printMs: 60_000 } } },
    play: async ({ signIn, releaseAll, until }) => {
      await signIn(three);
      await releaseAll();
      await until(stagesAre('printing', 'sent'));
    },
  },
  {
    state: 'jobs-done',
    play: async ({ signIn, releaseAll, until }) => {
      await signIn(three);
      await releaseAll();
      await until(stagesAre('done'));
    },
  },
  {
    state: 'jobs-needs-look',
    with: { tenant: { settings: { printMs: 60_000 } } },
    play: async ({ kiosk, signIn, releaseAll, until, printer }) => {
      await signIn(three.slice(0, 2));
      await releaseAll();
      await until(someStage('printing'));
      kiosk.tenant.jam(printer().printerId, 'mediaJam');
      await until(someStage('attention'));
    },
  },
  {
    state: 'jobs-not-released',
    play: async ({ kiosk, signIn, releaseAll, until, printer }) => {
      await signIn(three.slice(0, 2));
      kiosk.tenant.jam(printer().printerId, 'mediaJam');
      await releaseAll();
      await until(someStage('notReleased'));
    },
  },
  {
    state: 'jobs-hostile',
    play: ({ signIn }) => signIn([`\u202E<img src=x onerror=alert(1)>${'long '.repeat(30)}.pdf`, 'W'.repeat(120), '   ']),
  },
  {
    state: 'jobs-refused',
    with: { mode: 'app' },
    play: async (set) => {
      await set.print(three.slice(0, 2), 2);
      await tapKnownCard(set);
      await set.releaseAll();
      await set.until(someStage('notReleased'));
    },
  },
  {
    state: 'jobs-destinations',
    with: { mode: 'redirect', config: { release: { options: false } } },
    play: async (set) => {
      await set.print(three);
      await tapKnownCard(set);
    },
  },
  {
    state: 'jobs-options-destinations',
    with: { mode: 'redirect' },
    play: async (set) => {
      await set.print(three);
      await tapKnownCard(set);
    },
  },
  {
    state: 'jobs-options',
    with: { mode: 'app', tenant: { station: { options: true } }, config: { release: { options: true } } },
    play: async (set) => {
      await set.print(three);
      await tapKnownCard(set);
    },
  },
  {
    state: 'jobs-one-gesture',
    with: { config: { release: { oneGesture: 'always' } } },
    play: async ({ signIn, until }) => {
      await signIn(three);
      await until((screen) => screen.name === 'jobs' && screen.releasingAllIn !== null);
    },
  },
  { state: 'jobs-masked', with: { config: { screen: { titles: 'masked' } } }, play: ({ signIn }) => signIn(three) },
  { state: 'jobs-masked-many', with: { config: { screen: { titles: 'masked' } } }, play: ({ signIn }) => signIn(twenty) },
  {
    state: 'jobs-unmasked',
    with: { config: { screen: { titles: 'masked' } } },
    play: async ({ kiosk, signIn, until }) => {
      await signIn(three);
      await kiosk.intend('showTitles', { show: true });
      await until((screen) => screen.name === 'jobs' && screen.titles === 'unmasked');
    },
  },
  {
    state: 'jobs-expiry',
    with: { config: { release: { jobsKeptDays: 1 } } },
    play: ({ signIn }) => signIn(three),
  },
  {
    state: 'jobs-all-deleting',
    play: async ({ kiosk, signIn, until }) => {
      await signIn(three.slice(1));
      const screen = kiosk.screen();
      await kiosk.intend('deleteAtSignOut', { jobs: screen.name === 'jobs' ? screen.jobs.map(({ key }) => key) : [] });
      await until((now) => now.name === 'jobs' && now.jobs.every(({ deleting }) => deleting));
    },
  },
  {
    state: 'jobs-all-stopped',
    play: async ({ kiosk, signIn, printer }) => {
      kiosk.tenant.jam(printer().printerId, 'mediaEmpty');
      await signIn(three.slice(0, 2));
    },
  },
  {
    state: 'jobs-why',
    play: async ({ kiosk, signIn, releaseAll, until, person }) => {
      await signIn(three.slice(0, 2));
      await releaseAll();
      await until(stagesAre('done'));
      await kiosk.intend('signOut', {});
      await until((screen) => screen.name === 'welcome');
      await signInWithPhone(kiosk, person());
      await until(because('printed'));
    },
  },
  {
    state: 'jobs-note',
    play: async ({ kiosk, signIn, printer }) => {
      kiosk.tenant.jam(printer().printerId, 'tonerLow', 'idle');
      await signIn(three.slice(0, 2));
    },
  },
  {
    state: 'jobs-why-offline',
    play: async ({ kiosk, signIn, until }) => {
      await signIn();
      kiosk.tenant.settings.change({ network: 'down' });
      await until(because('offline'));
    },
  },
];

/** Every state that the real station is brought into. */
export const scenes: readonly Scene[] = [...firstScreens, ...signIns, ...readLists, ...releases];
