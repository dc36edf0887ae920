/** The end of a leftover: nothing is left of it for the healer to do. */
import type { Leftover } from '../incident/leftover.ts';

/** @param now ms since the epoch: what fails from then on is an incident again, and no part of a trial */
export function settled({ heldBack: _over, ...left }: Leftover, now: number): Leftover {
  return { ...left, state: { kind: 'settled' }, ...(left.probes && { probes: { ...left.probes, quietUntil: now } }) };
}
