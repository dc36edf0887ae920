/** A flipped toggle: restored on trial when its flip expires. */
import type { FlipTogglePlan } from '../../incident/journal.ts';
import { made, minute } from '../leaves-of.ts';
import type { LeavesOf } from '../leaves-of.ts';

export const flipToggleLeaves: LeavesOf<FlipTogglePlan> = {
  kind: 'flipToggle',
  left: ({ plan, moves }) =>
    made({ plan, moves }, (move) => move.kind === 'writeToggle' && move.value === plan.value)
      ? { dueAt: plan.expiresAt, probed: true }
      : undefined,
  change: ({ plan: { parameter, value, previous } }) => ({ kind: 'toggle', parameter, value, previous }),
  promise: ({ toggle, previous }, dueAt, execution) =>
    execution === 'dead'
      ? undefined
      : `${toggle} goes back to "${previous}" at ${minute(dueAt)}; fix the cause before then, or I switch it again`,
};
