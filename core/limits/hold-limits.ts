/**
 * Says how long each reason to hold back is waited for, and so which reasons pass by themselves at all: one home for the
 * rule and for what people are told. What lasts longer goes to a person, once. A reason that is not in here stays until
 * somebody changes it, so that nothing waits for it.
 */
import type { Hold, HoldReason } from '../vocabulary.ts';

/** Minutes. A heal that waited this long decides on a world that is gone; a person is asked. */
export const QUEUE_MINUTES_MAX = 20;

/**
 * Minutes. People know of a storm, and its members are healed when it is over; what is open for longer than this no longer
 * counts as failing, so that it would wait for itself. A record of a storm that is older may be one nobody looked at again.
 */
export const STORM_MINUTES_MAX = 6 * 60;

/** Minutes. Between two moves of a heal: longer, and the half of it that is done does harm. */
const BETWEEN_MOVES_MINUTES_MAX = 5;

/**
 * Minutes. What a closed incident left is changed back whenever that is allowed, however late; people were told when it
 * would be, and after this they are told that it is not.
 */
export const LEFT_OVER_MINUTES_MAX = 60;

/** Minutes. For so long ECS protects a task unless its application says otherwise. */
const PROTECTED_MINUTES_MAX = 2 * 60;

/** Minutes for which a heal waits for its turn, or for what passes by itself, before everything goes to a person. */
const PASSES_WITHIN_MINUTES: Readonly<Partial<Record<HoldReason, number>>> = {
  'storm-soft': STORM_MINUTES_MAX,
  'storm-hard': STORM_MINUTES_MAX,
  'group-busy': QUEUE_MINUTES_MAX,
  'limits-unreadable': QUEUE_MINUTES_MAX,
  'too-soon': QUEUE_MINUTES_MAX,
  'account-busy': QUEUE_MINUTES_MAX,
  'account-rate': QUEUE_MINUTES_MAX,
  'account-queue': QUEUE_MINUTES_MAX,
  'common-cause': QUEUE_MINUTES_MAX,
  'no-headroom': QUEUE_MINUTES_MAX,
  'alarm-unreadable': QUEUE_MINUTES_MAX,
  uncorroborated: QUEUE_MINUTES_MAX,
  'service-unreadable': QUEUE_MINUTES_MAX,
  'metrics-unreadable': QUEUE_MINUTES_MAX,
  'toggle-unreadable': QUEUE_MINUTES_MAX,
  'calendar-unreadable': QUEUE_MINUTES_MAX,
  'deployment-in-progress': QUEUE_MINUTES_MAX,
  'rebalancing-in-progress': QUEUE_MINUTES_MAX,
  'already-replacing': QUEUE_MINUTES_MAX,
  'dependency-failing': QUEUE_MINUTES_MAX,
  overloaded: QUEUE_MINUTES_MAX,
  'task-protected': PROTECTED_MINUTES_MAX,
  'scaling-in-progress': QUEUE_MINUTES_MAX,
};

/** How long a heal that has changed nothing waits for this to pass, in minutes; undefined where it does not pass by itself. */
export function passesWithinMinutes(reason: HoldReason): number | undefined {
  return PASSES_WITHIN_MINUTES[reason];
}

/** Whether what passes within this many minutes may last longer than a turn in the queue, so that its time is not the queue's. */
export function outlastsQueue(minutesMax: number | undefined): boolean {
  return minutesMax !== undefined && minutesMax > QUEUE_MINUTES_MAX;
}

/**
 * Which of several reasons says how long is waited: that of a storm, of which people know and whose members wait for its
 * end whatever else there is; else the one that is waited for the shortest, the first of those.
 */
export function decidingHold(holds: readonly Hold[]): Hold | undefined {
  const minutes = ({ reason }: Hold): number => PASSES_WITHIN_MINUTES[reason] ?? 0;
  const storm = holds.find(({ reason }) => reason.startsWith('storm-'));
  return storm ?? holds.toSorted((a, b) => minutes(a) - minutes(b))[0];
}

/** Reasons that one failed read may have made. */
const FAILED_READS: ReadonlySet<HoldReason> = new Set(['override-unreadable', 'alarm-unreadable']);

/** Whether a heal that is being carried out may wait for all of these to pass. @param since of the last move, as `now` ms since the epoch */
export function passBetweenMoves(reasons: readonly HoldReason[], since: number, now: number): boolean {
  return reasons.every((reason) => FAILED_READS.has(reason)) && now < since + BETWEEN_MOVES_MINUTES_MAX * 60_000;
}

/** How long what a closed incident left may be held back by these before people are told, in minutes. */
export function leftOverMinutesMax(reasons: readonly HoldReason[]): number {
  // Of a storm people were told, and for as long as it may last nothing is late.
  return reasons.some((reason) => reason.startsWith('storm-')) ? STORM_MINUTES_MAX : LEFT_OVER_MINUTES_MAX;
}
