/**
 * Every reason why a remedy must leave a service alone that follows from what ECS says of the service: its kind, its
 * count, and what ECS or anybody else is doing with it now. Plans ask it, and each remedy asks it again before each move.
 */
import type { ServiceEntry } from '../catalog/service.ts';
import type { ServiceSnapshot } from '../world/service.ts';
import { deploymentInProgress } from './deployment-in-progress.ts';
import type { ActionKind } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { kindOfSnapshot } from './kind-of.ts';
import { KINDS } from './kinds.ts';

/**
 * A rebalancing that shows no end for so long is not counted any more: ECS keeps only its newest hundred events, and one
 * that finds no room for its tasks goes on for days.
 */
const REBALANCING_MINUTES_MAX = 30;

/** Of its kind; empty where the remedy may be used. */
export function kindHolds(service: ServiceSnapshot, remedy: ActionKind): readonly Hold[] {
  const kind = kindOfSnapshot(service);
  const answer = KINDS[kind.name].remedies[remedy];
  return answer.may === 'yes' ? [] : [{ reason: answer.reason, detail: `it ${kind.text}: ${answer.why}` }];
}

/** Of its kind, and of whether it is there at all: what no waiting changes. */
export function lastingHolds(service: ServiceSnapshot, remedy: ActionKind): readonly Hold[] {
  const inactive: readonly Hold[] =
    service.status === 'ACTIVE' ? [] : [{ reason: 'service-inactive', detail: `the ECS service is ${service.status}` }];
  return [...inactive, ...kindHolds(service, remedy)];
}

/** ECS moves tasks between zones: like a deployment, it starts and stops tasks that nobody else should count. */
export function rebalancingHolds({ rebalancingSince }: ServiceSnapshot, now: number): readonly Hold[] {
  if (rebalancingSince === undefined || now >= rebalancingEnd(rebalancingSince)) return [];
  const since = new Date(rebalancingSince).toISOString().slice(11, 16);
  const detail = `ECS has been moving its tasks between availability zones since ${since}`;
  return [{ reason: 'rebalancing-in-progress', detail }];
}

function rebalancingEnd(since: number): number {
  return since + REBALANCING_MINUTES_MAX * 60_000;
}

/** What ECS, or whoever deploys, is doing with its tasks. */
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
 * Against raising the count. `maximumPercent` bounds deployments and not the count, so a service that starts no task
 * beyond the desired ones when it is deployed may still be scaled; but one that is desired once and never twice is most
 * likely a singleton, which two of would hurt. `maxTasks` of the configuration says that it is none.
 */
export function countHolds({
  service: { desiredCount, rollout },
  entry: { maxTasks = 1 },
}: CountAsked): readonly Hold[] {
  if (desiredCount === 0)
    return [{ reason: 'no-targets', detail: 'the service is scaled to zero, on purpose it seems' }];
  const most = Math.floor((desiredCount * (rollout?.maximumPercent ?? 200)) / 100);
  if (desiredCount > 1 || most > 1 || maxTasks > 1) return [];
  const detail = `one task is desired and deployments may start no second one beside it (maximumPercent ${rollout?.maximumPercent ?? ''}); say maxTasks: 2 where two may run for a moment`;
  return [{ reason: 'single-task-only', detail }];
}

/** Everything that stands against the remedies that change the count. */
export function countChangeHolds(
  asked: CountAsked & { readonly service: ServiceSnapshot },
  remedy: Extract<ActionKind, 'replaceTasks' | 'scaleOut'>,
  now: number,
): readonly Hold[] {
  const lasting = lastingHolds(asked.service, remedy);
  // Its count and what is done with it say nothing more about a service that is never to be touched.
  return lasting.length > 0 ? lasting : [...countHolds(asked), ...busyHolds(asked.service, now)];
}
