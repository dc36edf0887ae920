/**
 * Sets the desired count, and detects a fight over it: autoscaling at its limit, a pipeline or a person may set the
 * healer's count back again and again. Every remedy sets counts through this file, so that none of them fights.
 */
import type { Journal } from '../incident/journal.ts';
import { refused, type Next } from './remedy.ts';

/** A controller may overwrite a count once without knowing of it; the second time it means it. */
const TRIES_MAX = 2;
/** Ms. ECS may describe the old count for a while, and the healer then repeats its call: that is the same try. */
const SAME_TRY_MS = 30_000;

export interface WantedCount {
  readonly count: number;
  /** The count that was found instead. */
  readonly found: number;
  readonly now: number;
  /** Why it is set, in words. */
  readonly why: string;
}

/** The move that sets the count, or a refusal after two tries that another actor set back. */
export function setCount(journal: Journal, { count, found, now, why }: WantedCount): Next {
  if (triesOf(journal, count, now) > TRIES_MAX) {
    return refused(
      'count-changed-by-others',
      `desired count ${count} was set ${TRIES_MAX} times and is ${found} again: another actor, perhaps autoscaling at its limit, sets it back`,
    );
  }
  return { kind: 'move', move: { kind: 'setDesiredCount', count }, text: `desired count ${count}: ${why}` };
}

/** Tries at this count that AWS accepted since the heal last did something else, including one that begins `now`. */
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
