/**
 * Every hold that follows from ECS's description of the service: its kind, its count, and what ECS or another actor
 * does with it now. Plans check it, and each remedy checks it again before each move.
 */
import type { ServiceEntry } from '../catalog/service.ts';
import type { ServiceSnapshot } from '../world/service.ts';
import { deploymentInProgress } from './deployment-in-progress.ts';
import type { ActionKind } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { kindOfSnapshot } from './kind-of.ts';
import { answerOf } from './kinds.ts';

/**
 * A rebalancing without a visible end counts for so long: ECS keeps only its newest hundred events, and a rebalancing
 * without room for its tasks goes on for days.
 */
const REBALANCING_MINUTES_MAX = 30;

/** Holds of its kind; empty where the remedy may be used. */
export function kindHolds(service: ServiceSnapshot, remedy: ActionKind): readonly Hold[] {
  const kind = kindOfSnapshot(service);
  const answer = answerOf(kind.name, remedy);
  return answer.may === 'yes' ? [] : [{ reason: answer.reason, detail: `it ${kind.text}: ${answer.why}` }];
}

/** Holds that no waiting changes: its kind, and a service that is not active. */
export function lastingHolds(service: ServiceSnapshot, remedy: ActionKind): readonly Hold[] {
  const inactive: readonly Hold[] =
    service.status === 'ACTIVE' ? [] : [{ reason: 'service-inactive', detail: `the ECS service is ${service.status}` }];
  return [...inactive, ...kindHolds(service, remedy)];
}

/** ECS moves tasks between zones: like a deployment, it starts and stops tasks. */
export function rebalancingHolds({ rebalancingSince }: ServiceSnapshot, now: number): readonly Hold[] {
  if (rebalancingSince === undefined || now >= rebalancingEnd(rebalancingSince)) return [];
  const since = new Date(rebalancingSince).toISOString().slice(11, 16);
  const detail = `ECS has been moving its tasks between availability zones since ${since}`;
  return [{ reason: 'rebalancing-in-progress', detail }];
}

function rebalancingEnd(since: number): number {
  return since + REBALANCING_MINUTES_MAX * 60_000;
}

/** Holds while ECS or another actor works on its tasks. */
export function busyHolds(service: ServiceSnapshot, now: number): readonly Hold[] {
  const deploying: readonly Hold[] = deploymentInProgress(service, { now })
    ? [{ reason: 'deployment-in-progress', detail: deploymentText(service) }]
    : [];
  return [...deploying, ...rebalancingHolds(service, now)];
}

function deploymentText({ taskSets = [] }: ServiceSnapshot): string {
  return taskSets.length > 1
    ? `${taskSets.length} task sets run: a deployment is shifting traffic between them`
    : 'a deployment is starting and stopping tasks already';
}

export interface CountAsked {
  readonly service: Pick<ServiceSnapshot, 'desiredCount' | 'rollout'>;
  readonly entry: Pick<ServiceEntry, 'maxTasks'>;
}

/**
 * Holds against raising the count. `maximumPercent` bounds deployments, not the count, so scaling is still possible;
 * but a service of one task that never runs two is most likely a singleton, which a second task would hurt. `maxTasks`
 * in the configuration says that it is none.
 */
export function countHolds({
  service: { desiredCount, rollout },
  entry: { maxTasks = 1 },
}: CountAsked): readonly Hold[] {
  if (desiredCount === 0)
    return [{ reason: 'no-targets', detail: 'the service is scaled to zero, probably on purpose' }];
  const most = Math.floor((desiredCount * (rollout?.maximumPercent ?? 200)) / 100);
  if (desiredCount > 1 || most > 1 || maxTasks > 1) return [];
  const detail = `one task is desired and deployments may start no second one beside it (maximumPercent ${rollout?.maximumPercent ?? ''}); say maxTasks: 2 where two may run for a moment`;
  return [{ reason: 'single-task-only', detail }];
}

/** All holds of remedies that change the count. */
export function countChangeHolds(
  asked: CountAsked & { readonly service: ServiceSnapshot },
  remedy: ActionKind,
  now: number,
): readonly Hold[] {
  const lasting = lastingHolds(asked.service, remedy);
  // Nothing else matters about a service that must never be changed.
  return lasting.length > 0 ? lasting : [...countHolds(asked), ...busyHolds(asked.service, now)];
}
