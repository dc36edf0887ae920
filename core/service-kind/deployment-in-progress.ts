/**
 * Whether another actor deploys the service right now. Then the healer does nothing to it: ECS's circuit breaker, a
 * pipeline and a healer that change the same service are three controllers of one plant.
 *
 * AWS does not document whether `rolloutState` of the only deployment turns IN_PROGRESS again when tasks are missing,
 * as in every failure and after every change of the count. The id of the primary deployment works under either answer:
 * a new deployment has a new one.
 */
import type { ServiceSnapshot } from '../world/service.ts';

/**
 * A single deployment has replaced all others. Its IN_PROGRESS counts for so long after it was created, enough for its
 * last tasks to become healthy; later, tasks are missing for another reason.
 */
export const SETTLES_MINUTES = 30;

type Deployed = Pick<ServiceSnapshot, 'deployments' | 'taskSets'>;

export interface Sighting {
  /** ms since the epoch. */
  readonly now: number;
  /** Id of the primary deployment when no deployment was under way; absent without such an observation. */
  readonly settled?: string | undefined;
}

/** True while a deployment is being rolled out. One that failed for good does not count. */
export function deploymentInProgress({ deployments, taskSets = [] }: Deployed, { now, settled }: Sighting): boolean {
  // CodeDeploy and external controllers have a task set for each running revision, and no deployments.
  if (taskSets.length > 1) return true;
  const primary = primaryOf({ deployments });
  if (deployments.length > 1) {
    return primary?.rolloutState !== 'FAILED' || deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
  }
  if (primary?.rolloutState !== 'IN_PROGRESS' || primary.id === settled) return false;
  return now - primary.createdAt < SETTLES_MINUTES * 60_000;
}

/** Whether a deployment began since the primary one was `settled`, over by now or not. */
export function deployedSince(deployed: Deployed, { now, settled }: Sighting): boolean {
  const primary = primaryOf(deployed);
  const another = settled !== undefined && primary !== undefined && primary.id !== settled;
  return another || deploymentInProgress(deployed, { now, settled });
}

/** Id of the primary deployment; empty for a service without deployments. */
export function primaryIdOf(deployed: Pick<ServiceSnapshot, 'deployments'>): { readonly deployment?: string } {
  const primary = primaryOf(deployed);
  return primary === undefined ? {} : { deployment: primary.id };
}

function primaryOf({ deployments }: Pick<ServiceSnapshot, 'deployments'>) {
  return deployments.find(({ status }) => status === 'PRIMARY');
}
