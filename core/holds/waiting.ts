/** How long the healer waits for reasons to pass: one home for the rule and for what people are told. */
import { HOLD_RULES, QUEUE_MINUTES_MAX, STORM_MINUTES_MAX } from './reasons.ts';
import type { HoldReason } from './reasons.ts';
import type { Hold } from './hold.ts';

/** Minutes. Before a move of a heal: longer, and the half of it that is done does harm. */
const BETWEEN_MOVES_MINUTES_MAX = 5;

/**
 * Minutes. What a closed incident left is changed back whenever that is allowed, however late; people were told when it
 * would be, and after this they are told that it is not.
 */
export const LEFT_OVER_MINUTES_MAX = 60;

/** How long a heal that has changed nothing waits for this to pass, in minutes; undefined where it does not pass by itself. */
export function passesWithinMinutes(reason: HoldReason): number | undefined {
  return HOLD_RULES[reason].passesWithinMinutes;
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
  const minutes = ({ reason }: Hold): number => passesWithinMinutes(reason) ?? 0;
  const storm = holds.find(({ reason }) => isStorm(reason));
  return storm ?? holds.toSorted((a, b) => minutes(a) - minutes(b))[0];
}

/** Whether a heal that is being carried out may wait for all of these to pass. @param since they came up, as `now` ms since the epoch */
export function passBetweenMoves(reasons: readonly HoldReason[], since: number, now: number): boolean {
  return (
    reasons.every((reason) => HOLD_RULES[reason].passesBetweenMoves === true) &&
    now < since + BETWEEN_MOVES_MINUTES_MAX * 60_000
  );
}

/** How long what a closed incident left may be held back by these before people are told, in minutes. */
export function leftOverMinutesMax(reasons: readonly HoldReason[]): number {
  // Of a storm people were told, and for as long as it may last nothing is late.
  return reasons.some((reason) => isStorm(reason)) ? STORM_MINUTES_MAX : LEFT_OVER_MINUTES_MAX;
}

function isStorm(reason: HoldReason): boolean {
  return HOLD_RULES[reason].category === 'storm';
}
