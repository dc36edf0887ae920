/** Two more tasks for a service of four, as scaling out plans it. */
import type { ScaleOutPlan } from '../../core/remedies/scale-out/plan.ts';

/** @param expiresAt when they are given back, ms since the epoch */
export function aScaleOutPlan(expiresAt: number): ScaleOutPlan {
  return {
    kind: 'scaleOut',
    from: 4,
    to: 6,
    behindLoadBalancer: false,
    tasksBefore: [],
    usualRequests: 500,
    expiresAt,
  };
}
