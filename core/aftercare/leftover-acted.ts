/** Input of a step of aftercare: a leftover, and the result of the action on it. Its journal is already recorded. */
import type { Leftover } from '../incident/leftover.ts';
import type { StepInput } from '../transitions/inputs.ts';

export type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

export interface LeftoverActed {
  readonly left: Leftover;
  readonly input: Acted;
}
