/**
 * Goes back to the task definition that ran before the last deployment, if every guard allows it: one task first, and
 * the rest once that one is healthy. What fails on the way, or does not help, is taken back in turn, and a person is
 * asked: there is never a second step back.
 */
import type { Facts } from '../../facts/facts.ts';
import type { ServiceSnapshot } from '../../world/service.ts';
import { canaryPace, samePace } from './canary.ts';
import { deployedSince, deploymentInProgress, primaryIdOf } from '../../service-kind/deployment-in-progress.ts';
import { lastingHolds, rebalancingHolds } from '../../service-kind/service-holds.ts';
import { OWN_MOVE_MS, firstMoveAt } from '../../incident/journal.ts';
import type { Journal, JournalledMove, Move, RollBackPlan } from '../../incident/journal.ts';
import { held, nextLook, refused, remedyOf } from '../remedy.ts';
import type { Next, Observation, Planned } from '../remedy.ts';
import { apiUnknowns } from './guards/compatibility.ts';
import { holdsAgainst, rollbackCaseOf } from './guards/guards.ts';
import { revisionOf } from './guards/revisions.ts';
import { failsHealthCheckIn } from '../../facts/sick-tasks.ts';
import { isReached } from '../../facts/task-targets.ts';

/** A deployment that is not to be seen this long after it was asked for was taken back: asking again would be a fight. */
const TAKEN_BACK_SECONDS = 60;
/** ECS may need this long to replace every task of a large service. */
const ROLLOUT_MINUTES_MAX = 20;
/** A first task that is not healthy by then is not one to follow; the old ones serve meanwhile. */
const CANARY_MINUTES_MAX = 10;
/** Periods the first task is watched for: as many as it takes to call readings worse. */
const CANARY_PERIODS = 2;

/** What going back costs by itself: tasks of two revisions take turns meanwhile. */
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
  const pace = canaryPace(way.running.service);
  if (holds.length > 0 || way.target === undefined || pace.kind === 'impossible') return held(...holds);
  const from = way.running.service.taskDefinitionArn;
  const to = way.target.taskDefinitionArn;
  const { usual, narrow } = pace;
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
  const move: Move = { kind: 'setRolloutPace', pace: goal.canary.usual };
  return { kind: 'move', move, text: `the first task of ${revisionOf(goal.to)} is healthy: the rest follows` };
}

function begin({ plan: { from, to, canary, deployment }, journal, observation, service }: Doing): Next {
  if (service.taskDefinitionArn !== from) return notDecidedOn(service);
  const holds = [...lastingHolds(service, 'rollBack'), ...rebalancingHolds(service, observation.now)];
  if (holds.length > 0) return { kind: 'refused', holds };
  // What ECS takes back is another deployment too, of the revision that ran before.
  const others = lastDeployed(journal, to) === undefined ? deployedSince : deploymentInProgress;
  if (others(service, { now: observation.now, settled: deployment }))
    return refused('deployment-in-progress', 'another deployment is in progress');
  if (takenBackSince(journal, to, observation.now)) return takenBack(to);
  if (canary === undefined)
    return deploy({ kind: 'setTaskDefinition', taskDefinitionArn: to }, `deploy ${revisionOf(to)}`);
  const { narrow, usual } = canary;
  const pace = samePace(narrow, usual)
    ? ''
    : ` (maximumPercent ${narrow.maximumPercent} until it is healthy, then ${usual.maximumPercent})`;
  return deploy(
    { kind: 'setTaskDefinition', taskDefinitionArn: to, pace: narrow },
    `deploy ${revisionOf(to)}, one task first${pace}`,
  );
}

/** The first task of the older revision: it runs, its health check passes, and it has been watched for long enough. */
function watchCanary({ plan: { to, canary }, journal, observation, service, startedAt }: Doing): Next {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const { now } = observation;
  const since = firstMoveAt(journal) ?? startedAt;
  const name = revisionOf(to);
  if (primary?.rolloutState === 'FAILED' || (primary?.failedTasks ?? 0) > 0) {
    return { kind: 'failed', reason: `the first task of ${name} failed` };
  }
  // That its pace was changed later makes the first task no younger.
  const healthySince = canaryStartedAt(observation, to, since);
  // Tasks that become healthy and are gone again are watched for ever otherwise: each begins a watch of its own.
  if ((healthySince ?? now) - since > CANARY_MINUTES_MAX * 60_000) {
    return { kind: 'failed', reason: `no task of ${name} stayed healthy from within ${CANARY_MINUTES_MAX} minutes on` };
  }
  const watchMs = canary?.watchMs ?? 0;
  const until =
    healthySince === undefined ? nextLook(now, since, watchMs / 4) : Math.max(now + 1_000, healthySince + watchMs);
  return { kind: 'wait', until, text: `watching the first task of ${name}` };
}

/** When the oldest healthy task of the revision started; undefined while there is none. */
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
  // From the very first move on: what has taken minutes already is not done five seconds later.
  const begun = firstMoveAt(journal) ?? since;
  return { kind: 'wait', until: nextLook(now, begun), text: `rolling out ${revisionOf(to)}` };
}

/**
 * Forward again, at the usual pace: that revision is what people deployed, and what ran when the healer came. Once the
 * incident is closed only the pace is put back, unless a person asks for more.
 */
function undo(journal: Journal<RollBackPlan>, observation: Observation): Next {
  const doing = { ...whatIsThere(journal, observation), startedAt: observation.now };
  const { plan: goal, service } = doing;
  const { leftover } = observation;
  if (leftover !== undefined && leftover.askedAt === undefined)
    return paceBack(doing) ?? { kind: 'done', text: 'the pace is as before' };
  if (service.taskDefinitionArn === goal.from) return paceBack(doing) ?? rollingOut(doing, goal.from);
  if (service.taskDefinitionArn !== goal.to) return notDecidedOn(service);
  if (leftover !== undefined && deploymentInProgress(service, { now: observation.now })) {
    return refused('deployment-in-progress', `${revisionOf(goal.to)} is being deployed: ask again when that is over`);
  }
  // What an earlier request came to says nothing of this one.
  const moves = journal.moves.filter(({ at }) => at >= (leftover?.askedAt ?? 0));
  if (takenBackSince({ ...journal, moves }, goal.from, observation.now)) return takenBack(goal.from);
  if (leftover !== undefined && deployedByOthers(journal, service)) {
    const detail = `${revisionOf(goal.to)} was deployed anew since, which the healer did not do; left alone`;
    return refused('deployed-by-others', detail);
  }
  const pace = goal.canary && { pace: goal.canary.usual };
  return deploy(
    { kind: 'setTaskDefinition', taskDefinitionArn: goal.from, ...pace },
    `deploy ${revisionOf(goal.from)} again`,
  );
}

/** Puts the pace of deployments back where it is still the narrow one; whatever runs stays. */
function paceBack({ plan: goal, service }: Doing): Next | undefined {
  const { taskDefinitionArn } = service;
  const { canary, from, to } = goal;
  if (canary === undefined || !isNarrowed(canary, service)) return undefined;
  if (taskDefinitionArn !== from && taskDefinitionArn !== to) return notDecidedOn(service);
  const text = `put the pace of deployments back to maximumPercent ${canary.usual.maximumPercent}`;
  return { kind: 'move', move: { kind: 'setRolloutPace', pace: canary.usual }, text };
}

function deploy(move: Move, text: string): Next {
  return { kind: 'move', move, text };
}

function notDecidedOn({ taskDefinitionArn }: ServiceSnapshot): Next {
  return refused(
    'deployment-in-progress',
    `the service runs ${revisionOf(taskDefinitionArn)}, which nobody decided on`,
  );
}

function takenBack(arn: string): Next {
  return { kind: 'failed', reason: `${revisionOf(arn)} was deployed and taken back by somebody, probably ECS itself` };
}

function takenBackSince(journal: Journal<RollBackPlan>, arn: string, now: number): boolean {
  const asked = lastDeployed(journal, arn);
  return asked !== undefined && now - asked.at > TAKEN_BACK_SECONDS * 1_000;
}

/** Whether what runs was deployed by somebody else, or nothing shows by whom; also where it is the very revision the healer went back to. */
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

/** When the rest of the revision was asked for: with it, or with the usual pace once its first task was healthy. */
function lastAsked({ moves }: Journal, arn: string): JournalledMove | undefined {
  return moves.findLast(
    ({ move }) =>
      move.kind === 'setRolloutPace' || (move.kind === 'setTaskDefinition' && move.taskDefinitionArn === arn),
  );
}

function lastDeployed({ moves }: Journal, arn: string): JournalledMove | undefined {
  return moves.findLast(({ move }) => move.kind === 'setTaskDefinition' && move.taskDefinitionArn === arn);
}

/** Whether the one task was watched for long enough, or all are there already. What became of the pace is not asked. */
function canaryIsOver({ plan: { to, canary }, journal, observation, service, startedAt }: Doing): boolean {
  if (canary === undefined || isRolledOut(service)) return true;
  // That its pace was changed later makes the first task no younger.
  const healthySince = canaryStartedAt(observation, to, firstMoveAt(journal) ?? startedAt);
  return healthySince !== undefined && observation.now >= healthySince + canary.watchMs;
}

/**
 * Whether the pace is still the narrow one. As ECS has it, not as the journal does: what was journalled may never have
 * been done, and another pace is somebody else's by now.
 */
function isNarrowed({ narrow, usual }: NonNullable<RollBackPlan['canary']>, { rollout }: ServiceSnapshot): boolean {
  return rollout !== undefined && samePace(rollout, narrow) && !samePace(narrow, usual);
}

function isRolledOut({ deployments }: ServiceSnapshot): boolean {
  return deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED';
}

function whatIsThere(journal: Journal<RollBackPlan>, observation: Observation) {
  const service = observation.running?.service;
  if (service === undefined) throw new Error('rollBack needs the service');
  return { plan: journal.plan, journal, observation, service };
}
