/** How long things stay on the screen, milliseconds. Idle time and warning come from the configuration. */
export const times = {
  /** A notice on the first screen. */
  noticeMs: 12_000,
  /** One that says what is still under way: the end of that shortens it. As long as a visit that has ended may take at most. */
  unfinishedNoticeMs: 60_000,
  /** To tap the card again, and to confirm the name: together within the 45 s that an enrolment may take after sign-in. */
  linkMs: 40_000,
  /** A sign-in screen whose code ran out or failed. */
  signInLeaveMs: 60_000,
  /** The visible countdown at the end of that. */
  signInWarningMs: 25_000,
  /** The way out before everything is released by itself. */
  oneGestureMs: 3_000,
  /** A look that somebody chose on the first screen, after their last touch. */
  lookMs: 60_000,
  /** From one read of the list to the next, while somebody is signed in: a new job shows within 5 s. */
  listEveryMs: 2_500,
  /** From one look at the network to the next, on the first screen while it is down and somebody is there. */
  networkEveryMs: 3_000,
  /** Somebody who touched the first screen this long ago may have gone. */
  networkWatchMs: 60_000,
} as const;

/** What the configuration says of a session, milliseconds. */
export interface SessionTimes {
  readonly idleTimeoutMs: number;
  readonly warningMs: number;
}
