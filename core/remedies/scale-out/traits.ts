/** Added tasks: the former count is set when they expire and load is back at its baseline. */
import { ScaleOutPlan } from './plan.ts';
import { minute } from '../../minute.ts';
import { made, type RemedyTraits } from '../traits-of.ts';

export const scaleOutTraits: RemedyTraits<ScaleOutPlan> = {
  kind: 'scaleOut',
  moves: ['setDesiredCount'],
  plan: ScaleOutPlan,
  example: {
    kind: 'scaleOut',
    from: 4,
    to: 6,
    behindLoadBalancer: false,
    tasksBefore: [],
    usualRequests: 1_000,
    expiresAt: 0,
  },
  synonyms: ['scale', 'scaleup'],
  expires: {
    example: '6 hours',
    description: 'when the healer removes the added tasks if load is back at its baseline, such as "6 hours"',
    tooLong: 'by then a person has to say how many tasks are needed',
  },
  countFound: ({ from }) => from,
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
