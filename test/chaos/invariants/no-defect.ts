/** Whatever fails was made to fail: a stage that throws by itself is a defect, and an execution without end is one too. */
import type { Invariant } from './invariant.ts';

export const noDefect: Invariant = {
  name: 'no-defect',
  holds: 'no stage fails in a way that no fault explains, and no execution goes round in circles',
  watch: () => (effect) => (effect.kind === 'defect' ? `${effect.state}: ${effect.error}: ${effect.cause}` : undefined),
};
