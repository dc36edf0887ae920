/**
 * Sets the desired count, and notices a fight over it: autoscaling at its limit, a pipeline or a person may set back what
 * the healer set, again and again. Every remedy that sets a count asks here, so that none of them fights.
 */
import type { Journal } from '../incident/journal.ts';
import { refused } from './remedy.ts';
import type { Next } from './remedy.ts';

/** A count may be taken back once by a controller that did not know of it; the second time it is meant. */
const TRIES_MAX = 2;
/** ECS may describe the count of before for a while, and the healer repeats its call then: that is the same try, ms. */
const SAME_TRY_MS = 30_000;

export interface WantedCount {
  readonly count: number;
  /** The count that is there instead. */
  readonly found: number;
  readonly now: number;
  /** What it is good for, in words. */
  readonly why: string;
}

/** The move that sets the count, or a refusal where two tries were taken back. */
export function setCount(journal: Journal, { count, found, now, why }: WantedCount): Next {
  if (triesOf(journal, count, now) > TRIES_MAX) {
    return refused(
      'count-changed-by-others',
      `desired count ${count} was set ${TRIES_MAX} times and is ${found} again: something else, perhaps autoscaling at its limit, sets it back`,
    );
  }
  return { kind: 'move', move: { kind: 'setDesiredCount', count }, text: `desired count ${count}: ${why}` };
}

/** How many tries at this count AWS accepted since anything else came of the heal, with one that begins `now`. */
function triesOf({ moves }: Journal, count: number, now: number): number {
  const other = moves.findLastIndex(
    ({ move }) => move.kind === 'stopTask' || (move.kind === 'setDesiredCount' && move.count !== count),
  );
  const set = moves.slice(other + 1).filter(({ move, made }) => made === true && move.kind === 'setDesiredCount');
  let tries = 0;
  let begun = -Infinity;
  for (const at of [...set.map((one) => one.at), now]) {
    if (at - begun < SAME_TRY_MS) continue;
    tries += 1;
    begun = at;
  }
  return tries;
}
