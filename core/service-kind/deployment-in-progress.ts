/**
 * Whether somebody is deploying the service right now. While they are, the healer keeps its hands off: ECS's own
 * circuit breaker, a pipeline and a healer that all change the same service are three controllers of one plant.
 *
 * No source says whether `rolloutState` of the one deployment that is left turns IN_PROGRESS again whenever tasks are
 * missing, as in every failure and after every change of the count. The id of the primary deployment holds under either
 * answer: a deployment that somebody begins has a new one.
 */
import type { ServiceSnapshot } from '../world/service.ts';

/**
 * A deployment without another one beside it runs alone: what it replaced is gone. IN_PROGRESS is believed of it for this
 * long after it was created, time for its last tasks to become healthy; after that tasks are missing for another reason.
 */
export const SETTLES_MINUTES = 30;

type Deployed = Pick<ServiceSnapshot, 'deployments' | 'taskSets'>;

export interface Sighting {
  /** ms since the epoch. */
  readonly now: number;
  /** Id of the primary deployment when nobody was deploying; absent where nobody looked before. */
  readonly settled?: string | undefined;
}

/** True while a deployment is being rolled out. One that has failed for good is nobody's any more. */
export function deploymentInProgress({ deployments, taskSets = [] }: Deployed, { now, settled }: Sighting): boolean {
  // CodeDeploy and external controllers have no deployments, but a task set for each revision that runs.
  if (taskSets.length > 1) return true;
  const primary = primaryOf({ deployments });
  if (deployments.length > 1) {
    return primary?.rolloutState !== 'FAILED' || deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
  }
  if (primary?.rolloutState !== 'IN_PROGRESS' || primary.id === settled) return false;
  return now - primary.createdAt < SETTLES_MINUTES * 60_000;
}

/** Whether somebody began a deployment since the primary one was `settled`, over by now or not. */
export function deployedSince(deployed: Deployed, { now, settled }: Sighting): boolean {
  const primary = primaryOf(deployed);
  const another = settled !== undefined && primary !== undefined && primary.id !== settled;
  return another || deploymentInProgress(deployed, { now, settled });
}

/** Id of the deployment that ECS is keeping up; nothing for a service without deployments. */
export function primaryIdOf(deployed: Pick<ServiceSnapshot, 'deployments'>): { readonly deployment?: string } {
  const primary = primaryOf(deployed);
  return primary === undefined ? {} : { deployment: primary.id };
}

function primaryOf({ deployments }: Pick<ServiceSnapshot, 'deployments'>) {
  return deployments.find(({ status }) => status === 'PRIMARY');
}
