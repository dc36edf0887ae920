/**
 * Goes back to the task definition that ran before the last deployment, if every guard that can be evaluated allows it:
 * the failure began with that deployment, what ran before ran long enough, still exists, is pinned to its image, and
 * its database schema is said to be compatible. What nobody recorded cannot be inferred, so unknown means no.
 */
import type { Facts, Releases } from '../decide/facts.ts';
import type { DeploymentRecord, ServiceSnapshot, TaskDefinitionSnapshot } from '../ports.ts';
import { SCHEMA_TAG } from '../vocabulary.ts';
import type { Hold } from '../vocabulary.ts';
import { deploymentInProgress } from './deployment-in-progress.ts';
import type { Journal, RollBackPlan } from './journal.ts';
import { held, hold, nextLook, refused } from './remedy.ts';
import type { Next, Observation, Planned, Remedy } from './remedy.ts';

/** A failure that begins later than this after a deployment is not blamed on it. */
const ATTRIBUTION_MINUTES_MAX = 60;
/** How long a revision must have run before it counts as known good. */
const BAKED_MINUTES_MIN = 120;
/** One way back a day: a second is a pattern a person must look at. */
const AGAIN_HOURS_MIN = 24;
/** A deployment that is not to be seen this long after it was asked for was taken back: asking again would be a fight. */
const TAKEN_BACK_SECONDS = 60;
/** ECS may need this long to replace every task of a large service. */
const ROLLOUT_MINUTES_MAX = 20;

export const rollBack: Remedy = { kind: 'rollBack', observes: 'running', plan, next, undo };

function plan(facts: Facts): Planned {
  if (facts.running.kind === 'unknown') return held(hold('service-unreadable', facts.running.why));
  if (facts.releases.kind === 'unknown') return held(hold('service-unreadable', facts.releases.why));
  const { service } = facts.running.value;
  const releases = facts.releases.value;
  const [current, previous] = currentAndPrevious(releases, service.taskDefinitionArn);
  const holds = [
    ...controllerHolds(service),
    ...attributionHolds(facts, current),
    ...repeatHolds(facts, releases),
    ...knownGoodHolds(releases, current, previous),
    ...schemaHolds(releases.taskDefinitions[service.taskDefinitionArn]),
  ];
  if (holds.length > 0 || previous === undefined) return held(...holds);
  const to = previous.taskDefinitionArn;
  return {
    kind: 'possible',
    plan: { kind: 'rollBack', from: service.taskDefinitionArn, to },
    text: `roll back from ${revisionOf(service.taskDefinitionArn)} to ${revisionOf(to)}`,
    disruptionMinutes: 2,
  };
}

/** The deployment that brought the current revision, and the newest before it that left another one running. */
function currentAndPrevious(
  releases: Releases,
  currentArn: string,
): readonly [DeploymentRecord | undefined, DeploymentRecord | undefined] {
  const first = releases.deployments.findIndex((deployment) => deployment.taskDefinitionArn === currentArn);
  if (first < 0) return [undefined, undefined];
  // A forced redeployment of the same revision changed nothing: it came with the oldest of an unbroken row of them.
  const rest = releases.deployments.slice(first);
  const other = rest.findIndex((deployment) => deployment.taskDefinitionArn !== currentArn);
  return other < 0 ? [rest.at(-1), undefined] : [rest[other - 1], rest[other]];
}

function controllerHolds(service: ServiceSnapshot): readonly Hold[] {
  const holds: Hold[] = [];
  if (service.deploymentController !== 'ECS') {
    holds.push(hold('controller-not-ecs', `deployments of this service belong to ${service.deploymentController}`));
  }
  if (deploymentInProgress(service)) {
    holds.push(hold('deployment-in-progress', 'a deployment is in progress; its own circuit breaker goes first'));
  }
  return holds;
}

function attributionHolds(facts: Facts, current: DeploymentRecord | undefined): readonly Hold[] {
  if (current === undefined) return [hold('no-recent-deployment', 'the current revision is in no recorded deployment')];
  const { onsetAt } = facts.incident;
  const ended = current.finishedAt ?? current.startedAt;
  if (onsetAt < current.startedAt) {
    return [
      hold(
        'onset-before-deployment',
        `the failure began ${minutes(current.startedAt - onsetAt)} before the deployment`,
      ),
    ];
  }
  if (onsetAt - ended > ATTRIBUTION_MINUTES_MAX * 60_000) {
    return [
      hold('no-recent-deployment', `the last deployment ended ${minutes(onsetAt - ended)} before the failure began`),
    ];
  }
  return [];
}

/** Going back once is a remedy, going back twice is a loop: a return to an older revision within a day stops us. */
function repeatHolds(facts: Facts, { deployments }: Releases): readonly Hold[] {
  const newest = deployments[0];
  if (newest === undefined) return [];
  const rolledBack = newest.status === 'ROLLBACK_SUCCESSFUL' || returnsToOlder(deployments);
  const age = facts.now - (newest.finishedAt ?? newest.startedAt);
  if (!rolledBack || age > AGAIN_HOURS_MIN * 3_600_000) return [];
  return [hold('rolled-back-recently', `the last deployment was itself a way back, ${minutes(age)} ago`)];
}

function returnsToOlder(deployments: readonly DeploymentRecord[]): boolean {
  const [newest, ...older] = deployments;
  const other = older.findIndex(({ taskDefinitionArn }) => taskDefinitionArn !== newest?.taskDefinitionArn);
  return (
    other >= 0 && older.slice(other).some(({ taskDefinitionArn }) => taskDefinitionArn === newest?.taskDefinitionArn)
  );
}

function knownGoodHolds(
  releases: Releases,
  current: DeploymentRecord | undefined,
  previous: DeploymentRecord | undefined,
): readonly Hold[] {
  if (previous === undefined) return [hold('no-known-good', 'no earlier successful deployment of another revision')];
  const definition = releases.taskDefinitions[previous.taskDefinitionArn];
  if (definition === undefined) return [hold('no-known-good', `${previous.taskDefinitionArn} could not be described`)];
  const holds: Hold[] = [];
  if (current !== undefined && familyOf(definition.arn) !== familyOf(current.taskDefinitionArn)) {
    holds.push(hold('no-known-good', `${revisionOf(definition.arn)} is of another family, so another program`));
  }
  const ranFor = (current?.startedAt ?? previous.startedAt) - (previous.finishedAt ?? previous.startedAt);
  if (ranFor < BAKED_MINUTES_MIN * 60_000) {
    holds.push(
      hold(
        'known-good-not-baked',
        `${revisionOf(definition.arn)} ran only ${minutes(ranFor)}; ${BAKED_MINUTES_MIN} min are needed`,
      ),
    );
  }
  if (definition.status !== 'ACTIVE') {
    holds.push(hold('known-good-inactive', `${revisionOf(definition.arn)} is ${definition.status}`));
  }
  const loose = definition.images.filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image));
  if (loose.length > 0 || definition.images.length === 0) {
    holds.push(
      hold('image-not-pinned', `${loose[0] ?? 'no image'}: a tag may mean another image by now; pin by digest`),
    );
  }
  return holds;
}

function schemaHolds(current: TaskDefinitionSnapshot | undefined): readonly Hold[] {
  const tag = current?.tags[SCHEMA_TAG];
  if (tag === 'compatible') return [];
  if (tag === 'activate') {
    return [hold('schema-activated', 'the current revision activates a schema the older one cannot read')];
  }
  return [hold('schema-unknown', `tag the task definition ${SCHEMA_TAG}=compatible to allow going back`)];
}

function next(journal: Journal, observation: Observation, startedAt: number): Next {
  const plan = planOf(journal);
  return towards({ from: plan.from, to: plan.to, journal, observation, startedAt });
}

function undo(journal: Journal, observation: Observation): Next {
  const plan = planOf(journal);
  return towards({ from: plan.to, to: plan.from, journal, observation, startedAt: observation.now });
}

interface Change {
  readonly from: string;
  readonly to: string;
  readonly journal: Journal;
  readonly observation: Observation;
  readonly startedAt: number;
}

/** The next move that makes the service run `to`, given that it should be running `from`. */
function towards({ from, to, journal, observation, startedAt }: Change): Next {
  const service = observation.running?.service;
  if (service === undefined) throw new Error('rollBack needs the service');
  const { now } = observation;
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const since = journal.moves.findLast(({ move }) => move.kind === 'setTaskDefinition')?.at ?? startedAt;
  if (service.taskDefinitionArn === to) {
    if (primary?.rolloutState === 'FAILED') return { kind: 'failed', reason: `${revisionOf(to)} did not start` };
    if (service.deployments.length === 1 && primary?.rolloutState === 'COMPLETED') {
      return { kind: 'done', text: `running ${revisionOf(to)}` };
    }
    if (now - since > ROLLOUT_MINUTES_MAX * 60_000) {
      return { kind: 'failed', reason: `${revisionOf(to)} was not rolled out within ${ROLLOUT_MINUTES_MAX} minutes` };
    }
    return { kind: 'wait', until: nextLook(now, since), text: `rolling out ${revisionOf(to)}` };
  }
  if (service.taskDefinitionArn !== from) {
    return refused(
      'deployment-in-progress',
      `the service runs ${revisionOf(service.taskDefinitionArn)}, which nobody decided on`,
    );
  }
  if (deploymentInProgress(service)) return refused('deployment-in-progress', 'another deployment is in progress');
  const asked = journal.moves.findLast(
    ({ move: one }) => one.kind === 'setTaskDefinition' && one.taskDefinitionArn === to,
  );
  if (asked !== undefined && now - asked.at > TAKEN_BACK_SECONDS * 1_000) {
    return { kind: 'failed', reason: `${revisionOf(to)} was deployed and taken back by somebody, probably ECS itself` };
  }
  const move = { kind: 'setTaskDefinition' as const, taskDefinitionArn: to };
  return { kind: 'move', move, text: `deploy ${revisionOf(to)}` };
}

function planOf(journal: Journal): RollBackPlan {
  if (journal.plan.kind !== 'rollBack') throw new Error(`journal of ${journal.plan.kind} given to rollBack`);
  return journal.plan;
}

/** `family:revision` of a task definition's ARN. */
export function revisionOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

function familyOf(arn: string): string {
  return revisionOf(arn).split(':')[0] ?? arn;
}

/** A duration as a person says it. */
function minutes(milliseconds: number): string {
  const count = Math.max(0, Math.round(milliseconds / 60_000));
  if (count < 120) return `${count} min`;
  return count < 48 * 60 ? `${Math.round(count / 60)} h` : `${Math.round(count / 1_440)} days`;
}
