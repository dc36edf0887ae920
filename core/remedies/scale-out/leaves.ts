/** Added tasks: the former count is set when they expire and the load is as usual. */
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
      ? `${stay}: take them back yourself, unless autoscaling does`
      : `${stay}; from ${minute(dueAt)} on I go back to ${from} when requests are as usual, unless somebody changes the count`;
  },
  notPutBack: ({ from, to }) => ({ what: 'count of tasks', left: `the healer had found ${from} tasks, and set ${to}` }),
};
