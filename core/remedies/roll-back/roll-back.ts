/**
 * Rolls back to the task definition before the last deployment, if every guard allows it: one task first, the rest once
 * that one is healthy. A rollback that fails, or does not help, is undone, and a person is asked. The healer never
 * rolls back a second time.
 */
import type { Facts } from '../../facts/facts.ts';
import type { ServiceSnapshot } from '../../world/service.ts';
import { canaryLimits, sameRolloutLimits } from './canary.ts';
import { deployedSince, deploymentInProgress, primaryIdOf } from '../../service-kind/deployment-in-progress.ts';
import { lastingHolds, rebalancingHolds } from '../../service-kind/service-holds.ts';
import { OWN_MOVE_MS, firstMoveAt, type Journal, type JournalledMove, type Move } from '../../incident/journal.ts';
import type { RollBackPlan } from './plan.ts';
import { held, nextLook, refused, remedyOf, type Next, type Observation, type Planned } from '../remedy.ts';
import { apiUnknowns } from './guards/compatibility.ts';
import { holdsAgainst, rollbackCaseOf } from './guards/guards.ts';
import { revisionOf } from './guards/revisions.ts';
import { failsHealthCheckIn } from '../../facts/sick-tasks.ts';
import { isReached } from '../../facts/task-targets.ts';

/** A deployment that is not listed this long after the call was undone by another actor: to repeat it is to fight. */
const TAKEN_BACK_SECONDS = 60;
/** ECS may need this long to replace every task of a large service. */
const ROLLOUT_MINUTES_MAX = 20;
/** A first task that is not healthy by then stops the rollback. The old tasks serve meanwhile. */
const CANARY_MINUTES_MAX = 10;
/** Periods for which the first task is watched: as many as make readings count as worse. */
const CANARY_PERIODS = 2;

/** Cost of a rollback: tasks of two revisions serve together for a while. */
export const ROLL_BACK_DISRUPTION_MINUTES = 2;

export const rollBack = remedyOf<RollBackPlan>({
  kind: 'rollBack',
  observes: 'running',
  watchesHarm: true,
  plan,
  next,
  undo,
});

function plan(facts: Facts): Planned {
  const way = rollbackCaseOf(facts);
  if ('reason' in way) return held(way);
  const holds = holdsAgainst(way);
  const limits = canaryLimits(way.running.service);
  if (holds.length > 0 || way.target === undefined || limits.kind === 'impossible') return held(...holds);
  const from = way.running.service.taskDefinitionArn;
  const to = way.target.taskDefinitionArn;
  const { usual, narrow } = limits;
  const watchMs = CANARY_PERIODS * facts.service.periodSeconds * 1_000;
  const unknowns = apiUnknowns(way).map((unknown) => `; ${unknown}`);
  return {
    kind: 'possible',
    plan: { kind: 'rollBack', from, to, ...primaryIdOf(way.running.service), canary: { usual, narrow, watchMs } },
    text: `roll back from ${revisionOf(from)} to ${revisionOf(to)}${unknowns.join('')}`,
    disruptionMinutes: ROLL_BACK_DISRUPTION_MINUTES,
  };
}

interface Doing {
  readonly plan: RollBackPlan;
  readonly journal: Journal<RollBackPlan>;
  readonly observation: Observation;
  readonly service: ServiceSnapshot;
  readonly startedAt: number;
}

function next(journal: Journal<RollBackPlan>, observation: Observation, startedAt: number): Next {
  const doing = { ...whatIsThere(journal, observation), startedAt };
  const { plan: goal, service } = doing;
  if (service.taskDefinitionArn !== goal.to) return begin(doing);
  if (observation.worse !== undefined) {
    return { kind: 'failed', reason: `it grew worse with ${revisionOf(goal.to)}: ${observation.worse}` };
  }
  if (!canaryIsOver(doing)) return watchCanary(doing);
  if (goal.canary === undefined || !isNarrowed(goal.canary, service)) return rollingOut(doing, goal.to);
  const move: Move = { kind: 'setRolloutLimits', rolloutLimits: goal.canary.usual };
  return { kind: 'move', move, text: `the first task of ${revisionOf(goal.to)} is healthy: the rest follows` };
}

function begin({ plan: { from, to, canary, deployment }, journal, observation, service }: Doing): Next {
  if (service.taskDefinitionArn !== from) return notDecidedOn(service);
  const holds = [...lastingHolds(service, 'rollBack'), ...rebalancingHolds(service, observation.now)];
  if (holds.length > 0) return { kind: 'refused', holds };
  // A rollback by ECS is another deployment too, of the revision before.
  const others = lastDeployed(journal, to) === undefined ? deployedSince : deploymentInProgress;
  if (others(service, { now: observation.now, settled: deployment }))
    return refused('deployment-in-progress', 'another deployment is in progress');
  if (takenBackSince(journal, to, observation.now)) return takenBack(to);
  if (canary === undefined)
    return deploy({ kind: 'setTaskDefinition', taskDefinitionArn: to }, `deploy ${revisionOf(to)}`);
  const { narrow, usual } = canary;
  const told = sameRolloutLimits(narrow, usual)
    ? ''
    : ` (maximumPercent ${narrow.maximumPercent} until it is healthy, then ${usual.maximumPercent})`;
  return deploy(
    { kind: 'setTaskDefinition', taskDefinitionArn: to, rolloutLimits: narrow },
    `deploy ${revisionOf(to)}, one task first${told}`,
  );
}

/** Watches the first task of the older revision: running, healthy, and for long enough. */
function watchCanary({ plan: { to, canary }, journal, observation, service, startedAt }: Doing): Next {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const { now } = observation;
  const since = firstMoveAt(journal) ?? startedAt;
  const name = revisionOf(to);
  if (primary?.rolloutState === 'FAILED' || (primary?.failedTasks ?? 0) > 0) {
    return { kind: 'failed', reason: `the first task of ${name} failed` };
  }
  // A later change of the rollout limits does not restart the watch.
  const healthySince = canaryStartedAt(observation, to, since);
  // Each task that becomes healthy and dies begins a new watch, so this bounds them all.
  if ((healthySince ?? now) - since > CANARY_MINUTES_MAX * 60_000) {
    return { kind: 'failed', reason: `no task of ${name} stayed healthy from within ${CANARY_MINUTES_MAX} minutes on` };
  }
  const watchMs = canary?.watchMs ?? 0;
  const until =
    healthySince === undefined ? nextLook(now, since, watchMs / 4) : Math.max(now + 1_000, healthySince + watchMs);
  return { kind: 'wait', until, text: `watching the first task of ${name}` };
}

/** When the oldest healthy task of the revision started; undefined without one. */
function canaryStartedAt({ running }: Observation, to: string, since: number): number | undefined {
  if (running === undefined) return undefined;
  const fails = failsHealthCheckIn(running);
  const healthy = running.tasks.filter(
    (task) =>
      task.taskDefinitionArn === to &&
      task.lastStatus === 'RUNNING' &&
      !fails(task) &&
      (running.targets.length === 0 || isReached(running, task)),
  );
  return healthy.length === 0
    ? undefined
    : Math.min(...healthy.map(({ startedAt }) => Math.max(since, startedAt ?? since)));
}

function rollingOut({ journal, observation: { now }, service, startedAt }: Doing, to: string): Next {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const since = lastAsked(journal, to)?.at ?? startedAt;
  if (primary?.rolloutState === 'FAILED') return { kind: 'failed', reason: `${revisionOf(to)} did not start` };
  if (isRolledOut(service)) return { kind: 'done', text: `running ${revisionOf(to)}` };
  if (now - since > ROLLOUT_MINUTES_MAX * 60_000) {
    return { kind: 'failed', reason: `${revisionOf(to)} was not rolled out within ${ROLLOUT_MINUTES_MAX} minutes` };
  }
  // Counted from the first move: work that has taken minutes will not be done in five seconds.
  const begun = firstMoveAt(journal) ?? since;
  return { kind: 'wait', until: nextLook(now, begun), text: `rolling out ${revisionOf(to)}` };
}

/**
 * Deploys the newer revision again under the service's own rollout limits: that is what people deployed, and what the
 * healer found. Once the incident is closed only the limits are restored, unless a person asks for more.
 */
function undo(journal: Journal<RollBackPlan>, observation: Observation): Next {
  const doing = { ...whatIsThere(journal, observation), startedAt: observation.now };
  const { plan: goal, service } = doing;
  const { leftover } = observation;
  if (leftover !== undefined && leftover.askedAt === undefined)
    return limitsBack(doing) ?? { kind: 'done', text: 'the rollout limits are as before' };
  if (service.taskDefinitionArn === goal.from) return limitsBack(doing) ?? rollingOut(doing, goal.from);
  if (service.taskDefinitionArn !== goal.to) return notDecidedOn(service);
  if (leftover !== undefined && deploymentInProgress(service, { now: observation.now })) {
    return refused('deployment-in-progress', `${revisionOf(goal.to)} is being deployed: ask again when that has ended`);
  }
  // Results of an earlier request do not count for this one.
  const moves = journal.moves.filter(({ at }) => at >= (leftover?.askedAt ?? 0));
  if (takenBackSince({ ...journal, moves }, goal.from, observation.now)) return takenBack(goal.from);
  if (leftover !== undefined && deployedByOthers(journal, service)) {
    const detail = `${revisionOf(goal.to)} was deployed again by another actor; left alone`;
    return refused('deployed-by-others', detail);
  }
  const limits = goal.canary && { rolloutLimits: goal.canary.usual };
  return deploy(
    { kind: 'setTaskDefinition', taskDefinitionArn: goal.from, ...limits },
    `deploy ${revisionOf(goal.from)} again`,
  );
}

/** Restores the rollout limits where they are still narrowed; the running revision stays. */
function limitsBack({ plan: goal, service }: Doing): Next | undefined {
  const { taskDefinitionArn } = service;
  const { canary, from, to } = goal;
  if (canary === undefined || !isNarrowed(canary, service)) return undefined;
  if (taskDefinitionArn !== from && taskDefinitionArn !== to) return notDecidedOn(service);
  const text = `restore the rollout limits to maximumPercent ${canary.usual.maximumPercent}`;
  return { kind: 'move', move: { kind: 'setRolloutLimits', rolloutLimits: canary.usual }, text };
}

function deploy(move: Move, text: string): Next {
  return { kind: 'move', move, text };
}

function notDecidedOn({ taskDefinitionArn }: ServiceSnapshot): Next {
  return refused(
    'deployment-in-progress',
    `the service runs ${revisionOf(taskDefinitionArn)}, which the healer did not decide on`,
  );
}

function takenBack(arn: string): Next {
  return { kind: 'failed', reason: `${revisionOf(arn)} was deployed and rolled back by another actor, probably ECS` };
}

function takenBackSince(journal: Journal<RollBackPlan>, arn: string, now: number): boolean {
  const asked = lastDeployed(journal, arn);
  return asked !== undefined && now - asked.at > TAKEN_BACK_SECONDS * 1_000;
}

/**
 * Whether another actor deployed the running revision, or its deployer is unknown; also where it is the very revision
 * the healer rolled back to.
 */
function deployedByOthers({ moves }: Journal, { deployments, taskDefinitionArn }: ServiceSnapshot): boolean {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary === undefined) return true;
  return !moves.some(
    ({ at, move }) =>
      move.kind === 'setTaskDefinition' &&
      move.taskDefinitionArn === taskDefinitionArn &&
      Math.abs(primary.createdAt - at) <= OWN_MOVE_MS,
  );
}

/** When the rest of the revision was requested: with the first task, or with the restored limits after it. */
function lastAsked({ moves }: Journal, arn: string): JournalledMove | undefined {
  return moves.findLast(
    ({ move }) =>
      move.kind === 'setRolloutLimits' || (move.kind === 'setTaskDefinition' && move.taskDefinitionArn === arn),
  );
}

function lastDeployed({ moves }: Journal, arn: string): JournalledMove | undefined {
  return moves.findLast(({ move }) => move.kind === 'setTaskDefinition' && move.taskDefinitionArn === arn);
}

/** Whether the first task was watched for long enough, or all tasks run already. The rollout limits do not matter. */
function canaryIsOver({ plan: { to, canary }, journal, observation, service, startedAt }: Doing): boolean {
  if (canary === undefined || isRolledOut(service)) return true;
  // A later change of the rollout limits does not restart the watch.
  const healthySince = canaryStartedAt(observation, to, firstMoveAt(journal) ?? startedAt);
  return healthySince !== undefined && observation.now >= healthySince + canary.watchMs;
}

/**
 * Whether the limits are still narrowed, by ECS and not by the journal: a journalled move may never have been made, and
 * other limits are another actor's.
 */
function isNarrowed({ narrow, usual }: NonNullable<RollBackPlan['canary']>, { rollout }: ServiceSnapshot): boolean {
  return rollout !== undefined && sameRolloutLimits(rollout, narrow) && !sameRolloutLimits(narrow, usual);
}

function isRolledOut({ deployments }: ServiceSnapshot): boolean {
  return deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED';
}

function whatIsThere(journal: Journal<RollBackPlan>, observation: Observation) {
  const service = observation.running?.service;
  if (service === undefined) throw new Error('rollBack needs the service');
  return { plan: journal.plan, journal, observation, service };
}
