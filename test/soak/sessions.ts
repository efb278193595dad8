import { demoDocument } from '../../main/simulator/desk/document.ts';
import type { DemoPerson } from '../../main/simulator/model.ts';
import { approveOnPhone } from '../support/kiosk-people.ts';
import { type KioskProcess, readyList } from '../support/kiosk-process.ts';
import type { WatchedTenant } from '../support/watched-tenant.ts';

/** What sessions are played on. */
export interface Scene {
  readonly kiosk: KioskProcess;
  readonly watched: WatchedTenant;
  /** Those whose cards are linked, at least two. */
  readonly people: readonly DemoPerson[];
  /** From 0 to 1, by the seed. */
  readonly draw: () => number;
}

/** One session from the first tap to the first screen. Resolves to how many visits ended in it and how many jobs it released. */
export type Session = (scene: Scene) => Promise<{ readonly visits: number; readonly released: number }>;

const strangersBadge = '5550001112';
const document = await demoDocument('x', 1);

/** Prints so many jobs on printers drawn by chance, the person taps, and the list shows them. Resolves to their keys and ids. */
async function arrive(
  { kiosk, watched, draw }: Scene,
  person: DemoPerson,
  count: number,
  signIn = () => Promise.resolve(kiosk.tap(person.badge)),
) {
  const { tenant } = watched;
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const printer = tenant.printers[Math.floor(draw() * tenant.printers.length)]!;
    ids.push(await tenant.printAs(person, printer.shareId, { name: 'Document', bytes: document }));
  }
  await signIn();
  const keys = await kiosk.until('the list', (screen) => {
    const list = readyList(screen);
    const found = ids.map((id) => list?.jobs.find(({ key, stage }) => key.endsWith(`/${id}`) && stage.is === 'held')?.key);
    return found.includes(undefined) || list === null ? null : (found as string[]);
  });
  return { ids, keys };
}

async function cameOut({ watched }: Scene, ids: readonly string[]): Promise<void> {
  const { tenant } = watched;
  await tenant.until(() => ids.every((id) => tenant.world.job(id) === undefined || tenant.world.job(id)?.phase === 'completed'));
}

async function leave({ kiosk }: Scene): Promise<void> {
  await kiosk.intend('signOut', {});
  await kiosk.until('the first screen', (screen) => screen.name === 'welcome' && !screen.opening);
}

function someone({ people, draw }: Scene): DemoPerson {
  return people[Math.floor(draw() * people.length)]!;
}

const releaseAndLeave: Session = async (scene) => {
  const { ids, keys } = await arrive(scene, someone(scene), 1 + Math.floor(scene.draw() * 2));
  await scene.kiosk.intend('release', { jobs: keys });
  await cameOut(scene, ids);
  await leave(scene);
  return { visits: 1, released: ids.length };
};

const waitForDone: Session = async (scene) => {
  const { ids, keys } = await arrive(scene, someone(scene), 2);
  await scene.kiosk.intend('release', { jobs: keys });
  await scene.kiosk.until('done', (screen) => {
    const stages = screen.name === 'jobs' ? screen.jobs.filter(({ key }) => keys.includes(key)) : [];
    return stages.length === 2 && stages.every(({ stage }) => stage.is === 'done');
  });
  await leave(scene);
  return { visits: 1, released: ids.length };
};

const leaveAtOnce: Session = async (scene) => {
  const { ids, keys } = await arrive(scene, someone(scene), 1);
  await scene.kiosk.intend('release', { jobs: keys });
  await leave(scene);
  await cameOut(scene, ids);
  return { visits: 1, released: ids.length };
};

const deleteOne: Session = async (scene) => {
  const { ids, keys } = await arrive(scene, someone(scene), 2);
  await scene.kiosk.intend('deleteAtSignOut', { jobs: keys.slice(1) });
  await scene.kiosk.intend('release', { jobs: keys.slice(0, 1) });
  await cameOut(scene, ids.slice(0, 1));
  await leave(scene);
  return { visits: 1, released: ids.length };
};

/** Another card ends the first person's session while their release is under way. */
const otherCard: Session = async (scene) => {
  const first = someone(scene);
  const second = scene.people.find((person) => person !== first)!;
  const before = await arrive(scene, first, 1);
  await scene.kiosk.intend('release', { jobs: before.keys });
  const after = await arrive(scene, second, 1);
  await scene.kiosk.intend('release', { jobs: after.keys });
  await cameOut(scene, [...before.ids, ...after.ids]);
  await leave(scene);
  return { visits: 2, released: 2 };
};

const byPhone: Session = async (scene) => {
  const { kiosk, watched } = scene;
  const person = someone(scene);
  const { ids, keys } = await arrive(scene, person, 1, async () => {
    await kiosk.intend('signInWithPhone', {});
    await approveOnPhone(kiosk, watched.tenant, person);
  });
  await kiosk.intend('release', { jobs: keys });
  await cameOut(scene, ids);
  await leave(scene);
  return { visits: 1, released: 1 };
};

const stranger: Session = async ({ kiosk }) => {
  kiosk.tap(strangersBadge);
  await kiosk.until('a code', (screen) => screen.name === 'signIn' && screen.code.is === 'shown');
  await kiosk.intend('cancel', {});
  await kiosk.until('the first screen', (screen) => screen.name === 'welcome');
  return { visits: 1, released: 0 };
};

/** How often each is played, by shares. */
const mix: readonly (readonly [number, Session])[] = [
  [58, releaseAndLeave],
  [6, waitForDone],
  [10, leaveAtOnce],
  [8, deleteOne],
  [8, otherCard],
  [6, byPhone],
  [4, stranger],
];

/** Plays one session drawn by chance. */
export const playSession: Session = (scene) => {
  const bag = mix.flatMap(([share, session]) => Array.from({ length: share }, () => session));
  const session = bag[Math.floor(scene.draw() * bag.length)]!;
  return session(scene);
};
