/**
 * Whether somebody is deploying the service right now. While they are, the healer keeps its hands off: ECS's own
 * circuit breaker, a pipeline and a healer that all change the same service are three controllers of one plant.
 */
import type { ServiceSnapshot } from '../ports.ts';

/** True while a deployment is being rolled out. One that has failed for good is nobody's any more. */
export function deploymentInProgress({
  deployments,
  taskSets = [],
}: Pick<ServiceSnapshot, 'deployments' | 'taskSets'>): boolean {
  // CodeDeploy and external controllers have no deployments, but a task set for each revision that runs.
  if (taskSets.length > 1) return true;
  if (deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS')) return true;
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  return deployments.length > 1 && primary?.rolloutState !== 'FAILED';
}
