/** What a step of aftercare is about: a leftover, and what the action on it reports. Its journal is recorded already. */
import type { Leftover } from '../incident/leftover.ts';
import type { StepInput } from '../transitions/inputs.ts';

export type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

export interface LeftoverActed {
  readonly left: Leftover;
  readonly input: Acted;
}
