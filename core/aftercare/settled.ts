/** How a leftover ends. Times are ms since the epoch. */
import type { Leftover } from '../incident/leftover.ts';

/** The healer does nothing more about it. */
export function settled({ heldBack: _over, notBefore: _too, ...left }: Leftover, now: number): Leftover {
  return { ...trialsEnded(left, now), state: { kind: 'settled' } };
}

/** A failure from `now` on is an incident of its own, and belongs to no trial. */
export function trialsEnded(left: Leftover, now: number): Leftover {
  return left.probes === undefined ? left : { ...left, probes: { ...left.probes, quietUntil: now } };
}
