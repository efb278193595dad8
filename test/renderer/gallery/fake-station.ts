import type { IntentName, IntentResult, Snapshot, StationApi } from '../../../preload/contract.ts';

/** A station that shows what it is told to and writes down what it is asked. */
export interface FakeStation {
  readonly station: StationApi;
  /** Every intent so far, with its argument. */
  readonly sent: readonly { readonly name: IntentName; readonly argument: unknown }[];
  /** What every further intent is answered with, if at all. */
  answer: IntentResult | 'never';
  /** Shows another snapshot. */
  show(snapshot: Snapshot): void;
}

/** Makes one. */
export function fakeStation(first: Snapshot): FakeStation {
  const sent: { name: IntentName; argument: unknown }[] = [];
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let current = first;
  const hear =
    (name: IntentName) =>
    (argument: unknown): Promise<IntentResult> => {
      sent.push({ name, argument });
      return fake.answer === 'never' ? new Promise(() => undefined) : Promise.resolve(fake.answer);
    };
  const fake: FakeStation = {
    station: {
      touch: hear('touch'),
      signInWithPhone: hear('signInWithPhone'),
      renewCode: hear('renewCode'),
      cancel: hear('cancel'),
      answerLink: hear('answerLink'),
      release: hear('release'),
      holdBack: hear('holdBack'),
      setOneGesture: hear('setOneGesture'),
      showTitles: hear('showTitles'),
      setLook: hear('setLook'),
      deleteAtSignOut: hear('deleteAtSignOut'),
      undoDelete: hear('undoDelete'),
      refresh: hear('refresh'),
      stay: hear('stay'),
      signOut: hear('signOut'),
      notMe: hear('notMe'),
      onSnapshot: (listener) => {
        listeners.add(listener);
        listener(current);
        return () => listeners.delete(listener);
      },
    },
    sent,
    answer: { ok: true },
    show: (snapshot) => {
      current = snapshot;
      for (const listener of listeners) listener(snapshot);
    },
  };
  return fake;
}
