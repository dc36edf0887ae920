/**
 * Is the service ours to deploy? Two controllers that deploy one service fight, and a deployment that cannot begin with
 * a single task risks all of them on a guess.
 */
import type { Hold } from '../../vocabulary.ts';
import { canaryPace } from '../canary.ts';
import { deploymentInProgress } from '../deployment-in-progress.ts';
import { hold } from '../remedy.ts';
import type { WayBack } from './way-back.ts';

/** What ECS calls a deployment that is not over. */
const UNFINISHED: ReadonlySet<string> = new Set([
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
]);

export function controllerHolds({ running, releases }: WayBack): readonly Hold[] {
  const { service } = running;
  const holds: Hold[] = [];
  if (service.status !== 'ACTIVE') holds.push(hold('service-inactive', `the service is ${service.status}`));
  if (service.deploymentController !== 'ECS') {
    holds.push(hold('controller-not-ecs', `deployments of this service belong to ${service.deploymentController}`));
  }
  if (deploymentInProgress(service) || releases.deployments.some(({ status }) => UNFINISHED.has(status))) {
    holds.push(hold('deployment-in-progress', 'a deployment is in progress; its own circuit breaker goes first'));
  }
  return holds;
}

export function canaryHolds({ running }: WayBack): readonly Hold[] {
  const pace = canaryPace(running.service);
  return pace.kind === 'possible' ? [] : [hold('no-canary-possible', pace.why)];
}
