/** The end of a leftover: the healer does nothing more about it. */
import type { Leftover } from '../incident/leftover.ts';

/** @param now ms since the epoch: a failure from then on is an incident of its own, not part of a trial */
export function settled({ heldBack: _over, ...left }: Leftover, now: number): Leftover {
  return { ...left, state: { kind: 'settled' }, ...(left.probes && { probes: { ...left.probes, quietUntil: now } }) };
}
