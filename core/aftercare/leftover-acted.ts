/** Input of a step of aftercare: a leftover, and the result of the action on it. Its journal is already recorded. */
import type { Leftover } from '../incident/leftover.ts';
import type { Acted } from '../transitions/inputs.ts';

export interface LeftoverActed {
  readonly left: Leftover;
  readonly input: Acted;
}
