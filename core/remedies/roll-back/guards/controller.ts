/**
 * May the healer deploy this service? Two controllers that deploy one service fight, and a deployment that cannot begin
 * with a single task risks all of them.
 */
import { hold, type Hold } from '../../../holds/hold.ts';
import { canaryLimits } from '../canary.ts';
import { deploymentInProgress } from '../../../service-kind/deployment-in-progress.ts';
import { lastingHolds, rebalancingHolds } from '../../../service-kind/service-holds.ts';
import type { RollbackCase } from './rollback-case.ts';

/** States of a deployment that has not ended. */
const UNFINISHED: ReadonlySet<string> = new Set([
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
]);

export function controllerHolds({ facts, running, releases }: RollbackCase): readonly Hold[] {
  const { service } = running;
  const holds = [...lastingHolds(service, 'rollBack'), ...rebalancingHolds(service, facts.now)];
  if (deploymentInProgress(service, facts) || releases.deployments.some(({ status }) => UNFINISHED.has(status))) {
    holds.push(hold('deployment-in-progress', 'a deployment is in progress; its own circuit breaker goes first'));
  }
  return holds;
}

export function canaryHolds({ running }: RollbackCase): readonly Hold[] {
  const limits = canaryLimits(running.service);
  return limits.kind === 'possible' ? [] : [hold('no-canary-possible', limits.why)];
}
