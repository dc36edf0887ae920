/**
 * Adds tasks under too much load: half as many again, without stopping a task. Only load that explains the failure
 * allows it, because more tasks of a broken service are broken too; and no dependency may suffer from more tasks. The
 * healer removes the added tasks only while the count is still the one it set.
 */
import type { RemedyStep } from '../../catalog/runbook.ts';
import type { ServiceEntry } from '../../catalog/service.ts';
import { failingDependency } from '../../facts/failing-dependency.ts';
import type { Facts, Running } from '../../facts/facts.ts';
import { loadUnread, overloaded, timesUsual } from '../../facts/overload.ts';
import type { ServiceSnapshot } from '../../world/service.ts';
import { hold, type Hold } from '../../holds/hold.ts';
import { deployedSince, deploymentInProgress, primaryIdOf } from '../../service-kind/deployment-in-progress.ts';
import { countChangeHolds, lastingHolds, rebalancingHolds } from '../../service-kind/service-holds.ts';
import { setCount } from '../desired-count.ts';
import { inService } from '../in-service.ts';
import { notPlaced } from '../not-placed.ts';
import { OTHERS_MOVE_MS, type Journal } from '../../incident/journal.ts';
import type { ScaleOutPlan } from './plan.ts';
import { held, nextLook, refused, remedyOf, type Next, type Observation, type Planned } from '../remedy.ts';
import { groupsOf, placementHolds } from '../../facts/task-targets.ts';

/** Share of the desired count that is added: brings 1.5 times the baseline per task back to it. */
export const ADDED_SHARE = 0.5;
/** Unless the service has a `maxTasks`; higher than one step, so that it only bounds earlier additions. */
const TASKS_TIMES_MAX = 2;
/** Tasks that one attempt may add: a bug must not buy a fleet, nor a database get all their connections at once. */
const ADDED_MAX = 50;
/** Added tasks that are not in service after this will not be: Fargate needs one to two minutes. */
const START_MINUTES_MAX = 8;
/** A count that does not show this long after it was set was set back by another actor: to repeat it is to fight. */
const TAKEN_BACK_SECONDS = 60;
/** Added tasks are due to be removed after this: longer than most peaks, short enough to limit the bill. */
const EXPIRES_MINUTES_DEFAULT = 6 * 60;

export const scaleOut = remedyOf<ScaleOutPlan>({
  kind: 'scaleOut',
  observes: 'running',
  asksForLoad: true,
  plan,
  next,
  undo,
});

function plan(facts: Facts, step: RemedyStep): Planned {
  if (facts.running.kind === 'unknown') return held(hold('service-unreadable', facts.running.why));
  const { service, tasks } = facts.running.value;
  const from = service.desiredCount;
  const to = Math.min(from + addedTo(from), mostTasks(facts.service, from));
  const groups = groupsOf(facts.service);
  const holds = [
    ...serviceHolds(facts, service),
    // The load balancer shows whether added tasks serve.
    ...placementHolds(groups, facts.running.value),
    ...loadHolds(facts),
    ...mostHolds(from, to),
    ...dependencyHolds(facts),
  ];
  if (holds.length > 0 || facts.load.kind === 'unknown') return held(...holds);
  return {
    kind: 'possible',
    plan: {
      kind: 'scaleOut',
      from,
      to,
      behindLoadBalancer: groups.length > 0,
      groups,
      tasksBefore: tasks.map(({ arn }) => arn),
      ...primaryIdOf(service),
      usualRequests: facts.load.value.usual,
      expiresAt: facts.now + (step.expiresMinutes ?? EXPIRES_MINUTES_DEFAULT) * 60_000,
    },
    text: `scale out from ${from} to ${to} tasks`,
    disruptionMinutes: 0,
  };
}

function addedTo(count: number): number {
  return Math.min(ADDED_MAX, Math.max(1, Math.ceil(count * ADDED_SHARE)));
}

function mostTasks({ maxTasks }: ServiceEntry, count: number): number {
  return maxTasks ?? count * TASKS_TIMES_MAX;
}

function serviceHolds({ service: entry, now }: Facts, service: ServiceSnapshot): readonly Hold[] {
  const { desiredCount, runningCount } = service;
  const holds = countChangeHolds({ service, entry }, 'scaleOut', now);
  if (holds.length > 0) return holds;
  if (runningCount >= desiredCount) return [];
  const detail = `${runningCount} of ${desiredCount} tasks run: while those do not start, further ones would not start either`;
  return [hold('tasks-not-running', detail)];
}

function loadHolds(facts: Facts): readonly Hold[] {
  if (overloaded(facts) !== undefined) return [];
  const { load } = facts;
  const unread = loadUnread(facts);
  if (unread !== undefined) return [unread];
  if (load.kind === 'unknown') return [hold('not-overloaded', `no reading shows that load is the cause: ${load.why}`)];
  return [hold('not-overloaded', `load does not explain it: ${timesUsual(load.value)}, or few tasks suffer`)];
}

function mostHolds(from: number, to: number): readonly Hold[] {
  return to > from || from === 0 ? [] : [hold('most-tasks-reached', `${from} tasks are the most it may have`)];
}

/** More tasks open more connections, so a failing dependency gets more load, whatever alarm is red here. */
function dependencyHolds(facts: Facts): readonly Hold[] {
  // Errors and latency hold every remedy already; this is for other failures.
  if (failingDependency(facts) !== undefined) return [];
  const failing = facts.dependencies.find((one) => one.failing);
  if (failing === undefined) return [];
  return [hold('dependency-failing', `${failing.service} is ${failing.health}: more tasks would ask more of it`)];
}

function next(journal: Journal<ScaleOutPlan>, observation: Observation, startedAt: number): Next {
  const { plan } = journal;
  const running = observed(observation);
  const { desiredCount } = running.service;
  const lasting = lastingHolds(running.service, 'scaleOut');
  if (lasting.length > 0) return { kind: 'refused', holds: lasting };
  if (deployedSince(running.service, { now: observation.now, settled: plan.deployment })) {
    return refused('deployment-in-progress', 'a deployment began while tasks were being added');
  }
  if (desiredCount === plan.to) return awaitTasks({ journal, plan, running, now: observation.now, startedAt });
  if (desiredCount !== plan.from) return changedByOthers(desiredCount, plan);
  const asked = lastSet(journal, plan.to);
  if (asked !== undefined && observation.now - asked > TAKEN_BACK_SECONDS * 1_000) {
    return refused('count-changed-by-others', `another actor, perhaps autoscaling, set the count back to ${plan.from}`);
  }
  const rebalancing = rebalancingHolds(running.service, observation.now);
  if (rebalancing.length > 0) return { kind: 'refused', holds: rebalancing };
  const why = `${plan.to - plan.from} more than ${plan.from}`;
  return setCount(journal, { count: plan.to, found: desiredCount, now: observation.now, why });
}

interface Awaited {
  readonly journal: Journal<ScaleOutPlan>;
  readonly plan: ScaleOutPlan;
  readonly running: Pick<Running, 'service' | 'tasks' | 'targets'>;
  readonly now: number;
  readonly startedAt: number;
}

/** Only the added tasks must serve: the earlier ones are busy, and may fail their health checks for it. */
function awaitTasks({ journal, plan, running, now, startedAt }: Awaited): Next {
  const added = plan.to - plan.from;
  const serving = inService(plan, running, now).filter(({ arn }) => !plan.tasksBefore.includes(arn)).length;
  if (serving >= added) return { kind: 'done', text: `${added} more tasks in service, ${plan.to} in all` };
  const since = lastSet(journal, plan.to) ?? startedAt;
  if (now - since > START_MINUTES_MAX * 60_000) {
    const reason = `${serving} of ${added} added tasks were in service within ${START_MINUTES_MAX} minutes`;
    return notPlaced(plan, running.tasks, START_MINUTES_MAX) ?? { kind: 'failed', reason };
  }
  return { kind: 'wait', until: nextLook(now, since), text: `${serving} of ${added} added tasks in service` };
}

/** Restores the former count if the present one is ours. ECS drains the tasks that it stops. */
function undo(journal: Journal<ScaleOutPlan>, observation: Observation): Next {
  const { plan } = journal;
  const { desiredCount } = observed(observation).service;
  if (desiredCount === plan.from) {
    return (
      unlessOnItsWay(journal, plan, observation) ?? {
        kind: 'done',
        text: `${plan.from} tasks are desired, as before`,
      }
    );
  }
  if (desiredCount !== plan.to) return changedByOthers(desiredCount, plan);
  const wanted = { count: plan.from, found: desiredCount, now: observation.now, why: 'the count is as before' };
  return stillNeeded(plan, observation) ?? setCount(journal, wanted);
}

/** At a person's request another execution set the count, and its call may still arrive: the count may change. */
function unlessOnItsWay(
  journal: Journal<ScaleOutPlan>,
  plan: ScaleOutPlan,
  { now, leftover }: Observation,
): Next | undefined {
  const set = lastSet(journal, plan.to);
  if (leftover?.askedAt === undefined || set === undefined || now >= set + OTHERS_MOVE_MS) return undefined;
  return { kind: 'wait', until: set + OTHERS_MOVE_MS, text: `${plan.to} tasks may still be set by another execution` };
}

/** Up to this ratio, requests are at their baseline: far below overload. */
const AS_USUAL_RATIO = 1.2;
/** Minutes between two checks whether the tasks can be removed. */
const GIVE_BACK_AGAIN_MINUTES = 30;
/** A load that lasts a day longer is the service's normal size, not a peak. */
const GIVE_BACK_HOURS_MAX = 24;

/** Why the added tasks stay for now after the incident. Harmful ones, and those a person asks about, go at once. */
function stillNeeded(plan: ScaleOutPlan, { requests, running, now, leftover }: Observation): Next | undefined {
  if (requests === undefined || leftover?.askedAt !== undefined) return undefined;
  const asUsual = requests.kind === 'known' && requests.value <= plan.usualRequests * AS_USUAL_RATIO;
  if (asUsual && running !== undefined && !deploymentInProgress(running.service, { now, settled: plan.deployment }))
    return undefined;
  if (now > plan.expiresAt + GIVE_BACK_HOURS_MAX * 3_600_000) {
    return {
      kind: 'failed',
      reason: `in ${GIVE_BACK_HOURS_MAX} h the load was never seen as usual; ${plan.to} tasks stay`,
    };
  }
  const until = now + GIVE_BACK_AGAIN_MINUTES * 60_000;
  return { kind: 'wait', until, text: `${plan.to} tasks may still be needed` };
}

function changedByOthers(count: number, { from, to }: ScaleOutPlan): Next {
  return refused(
    'count-changed-by-others',
    `desired count is ${count}, the healer found ${from} and set ${to}; left alone`,
  );
}

/** When the count was last set to `count`. */
function lastSet({ moves }: Journal, count: number): number | undefined {
  return moves.findLast(({ move }) => move.kind === 'setDesiredCount' && move.count === count)?.at;
}

function observed(observation: Observation): NonNullable<Observation['running']> {
  if (observation.running === undefined) throw new Error('scaleOut needs the running tasks');
  return observation.running;
}
