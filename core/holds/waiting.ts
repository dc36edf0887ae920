/** How long the healer waits for holds to pass: one rule for decisions and for what people are told. */
import { HOLD_RULES, QUEUE_MINUTES_MAX, type HoldReason } from './reasons.ts';
import type { Hold } from './hold.ts';

/** Minutes. A heal that waits longer between two moves leaves its service half changed. */
const BETWEEN_MOVES_MINUTES_MAX = 5;

/** Minutes. The healer changes a leftover back however late; after this it tells people that it is late. */
export const LEFT_OVER_MINUTES_MAX = 60;

/** Minutes that a heal without a move waits for this hold to pass; undefined for a hold that does not pass. */
export function passesWithinMinutes(reason: HoldReason): number | undefined {
  return HOLD_RULES[reason].passesWithinMinutes;
}

/** Whether a hold that passes within these minutes may outlast a turn in the queue; it then has a time of its own. */
export function outlastsQueue(minutesMax: number | undefined): boolean {
  return minutesMax !== undefined && minutesMax > QUEUE_MINUTES_MAX;
}

/**
 * The hold that says how long the healer waits: a storm's, because its members wait for its end whatever else holds
 * them; else the first of those with the shortest wait.
 */
export function decidingHold(holds: readonly Hold[]): Hold | undefined {
  const minutes = ({ reason }: Hold): number => passesWithinMinutes(reason) ?? 0;
  const storm = holds.find(({ reason }) => isStorm(reason));
  return storm ?? holds.toSorted((a, b) => minutes(a) - minutes(b))[0];
}

/** Whether a heal under way may wait for all of these to pass. @param since when they came up, ms as `now` */
export function passBetweenMoves(reasons: readonly HoldReason[], since: number, now: number): boolean {
  return (
    reasons.every((reason) => HOLD_RULES[reason].passesBetweenMoves === true) &&
    now < since + BETWEEN_MOVES_MINUTES_MAX * 60_000
  );
}

/** Minutes that these may hold back what a closed incident left, before people are told. */
export function leftOverMinutesMax(reasons: readonly HoldReason[]): number {
  // The storm's message has told people, so a leftover is not late before the longest storm is over. Nor is one that waits
  // for tasks that were added later: their own incident told when they go.
  const patient = reasons.filter((reason) => isStorm(reason) || reason === 'newer-tasks');
  return Math.max(LEFT_OVER_MINUTES_MAX, ...patient.map((reason) => passesWithinMinutes(reason) ?? 0));
}

function isStorm(reason: HoldReason): boolean {
  return HOLD_RULES[reason].category === 'storm';
}
