/** Added tasks: the former count is set when they expire and load is back at its baseline. */
import type { ScaleOutPlan } from '../../incident/journal.ts';
import { made, minute } from '../leaves-of.ts';
import type { LeavesOf } from '../leaves-of.ts';

export const scaleOutLeaves: LeavesOf<ScaleOutPlan> = {
  kind: 'scaleOut',
  left: ({ plan, moves }) =>
    made({ plan, moves }, (move) => move.kind === 'setDesiredCount' && move.count === plan.to)
      ? { dueAt: plan.expiresAt }
      : undefined,
  change: ({ plan: { from, to } }) => ({ kind: 'count', from, to }),
  promise({ from, to }, dueAt, execution) {
    const stay = `${to} tasks are desired instead of ${from}`;
    return execution === 'dead'
      ? `${stay}: remove them yourself, unless autoscaling does`
      : `${stay}; from ${minute(dueAt)} on I go back to ${from} when requests are back at their baseline, unless a person or autoscaling changes the count`;
  },
  notPutBack: ({ from, to }) => ({ what: 'count of tasks', left: `the healer found ${from} tasks, and set ${to}` }),
};
