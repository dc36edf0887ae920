/**
 * Replaces tasks gently: one, then a quarter, then the rest (of a few: one, then the rest). Each batch's replacements
 * are healthy before a task is stopped, and a sick target leaves the load balancer first, so that its requests drain
 * (StopTask alone neither drains nor waits). ECS has no idempotency tokens for these calls, so every move is by value
 * and derived from what is observed.
 */
import type { Facts, Running } from '../../facts/facts.ts';
import { deployedSince, primaryIdOf } from '../../service-kind/deployment-in-progress.ts';
import { countChangeHolds, lastingHolds, rebalancingHolds } from '../../service-kind/service-holds.ts';
import { setCount } from '../desired-count.ts';
import { inService } from '../in-service.ts';
import { notPlaced } from '../not-placed.ts';
import { protectionHolds } from './protected-tasks.ts';
import { runningTasks, shortId } from '../../facts/running-tasks.ts';
import { byArn, readingsLag, sickTasks } from '../../facts/sick-tasks.ts';
import { drainedAt, isDraining, isLeaving, leaveTargetGroups, returnToTargetGroups } from './leave-target-groups.ts';
import {
  groupsOf,
  placementHolds,
  unclearTargets,
  unregisteredGroup,
  type Groups,
  type Placed,
} from '../../facts/task-targets.ts';
import { MOVES_MAX, type Journal } from '../../incident/journal.ts';
import type { ReplaceTasksPlan } from './plan.ts';
import { held, nextLook, refused, remedyOf, type Next, type Observation, type Planned } from '../remedy.ts';
import { hold, type Hold } from '../../holds/hold.ts';
import type { TaskSnapshot } from '../../world/task.ts';

/** Share of the desired tasks that always stays in service (a disruption budget). */
const KEEP_RUNNING_SHARE = 0.5;
/** A replacement that is not healthy after this will not be: Fargate needs one to two minutes. */
const REPLACEMENT_MINUTES_MAX = 8;
/** Tasks one attempt may replace: a bug must not reach a whole fleet. */
const TARGETS_MAX = 80;
/** Moves per task, besides one per target group: the counts before and after it, its stop, one spare. */
const MOVES_PER_TASK = 4;
/** Share of the victims in the second batch. */
const SECOND_BATCH_SHARE = 0.25;
/** Up to this many victims the second batch would be one task again, which the first has proved already. */
const TWO_BATCHES_MAX = 4;

const parts = { observes: 'running', stops, plan, next, undo } as const;
export const replaceTasks = remedyOf<ReplaceTasksPlan>({ kind: 'replaceTasks', ...parts });

function plan(facts: Facts): Planned {
  if (facts.running.kind === 'unknown') return held(hold('service-unreadable', facts.running.why));
  const { service, tasks } = facts.running.value;
  const holds = countChangeHolds({ service, entry: facts.service }, 'replaceTasks', facts.now);
  if (holds.length > 0) return held(...holds);
  const candidates = runningTasks(tasks);
  if (candidates.length === 0) return held(hold('no-targets', 'no task is running, so none can be replaced'));
  const groups = groupsOf(facts.service);
  const { value } = facts.running;
  const unclear = [...undrainable(groups, value), ...placementHolds(groups, value), ...suspectHolds(facts)];
  if (unclear.length > 0) return held(...unclear);
  const sick = sickTasks(facts);
  const victims = sick.kind === 'known' ? sick.tasks : candidates.toSorted(byArn);
  const most = mostVictims(groups);
  if (victims.length > most) {
    return held(hold('too-many-targets', `${victims.length} tasks would have to be replaced; the limit is ${most}`));
  }
  const arns = victims.map(({ arn }) => arn);
  const guarded = protectionHolds(arns, facts.running.value.protection, facts.now);
  if (guarded.length > 0) return held(...guarded);
  return {
    kind: 'possible',
    plan: {
      kind: 'replaceTasks',
      victims: arns,
      sickKnown: sick.kind === 'known',
      desiredBefore: service.desiredCount,
      keepRunning: Math.max(1, Math.ceil(service.desiredCount * KEEP_RUNNING_SHARE)),
      behindLoadBalancer: groups.length > 0,
      groups,
      tasksBefore: tasks.map((task) => task.arn),
      ...primaryIdOf(service),
      ...(facts.service.replaceProtectedTasks === true ? { protectedToo: true } : {}),
    },
    text: `replace ${victims.length} of ${candidates.length} tasks${sick.kind === 'known' ? ', the sick' : ''}`,
    disruptionMinutes: 0.5 * (victims.length / candidates.length),
  };
}

/** A group that the healer may not touch would send requests to a task until it is stopped. */
function undrainable(groups: Groups, { service }: Placed): readonly Hold[] {
  const group = unregisteredGroup(groups, service);
  return group === undefined ? [] : [hold('target-group-unknown', group)];
}

/** All moves of an attempt must fit into its journal. */
function mostVictims(groups: Groups): number {
  return Math.min(TARGETS_MAX, Math.floor(MOVES_MAX / (MOVES_PER_TASK + groups.length)));
}

/** The tasks it will stop, where it must not stop protected ones. */
function stops(journal: Journal<ReplaceTasksPlan>): readonly string[] {
  const { protectedToo, victims } = journal.plan;
  return protectedToo === true ? [] : victims;
}

/** Why the sick tasks are unknown, or ECS replaces them itself. */
function suspectHolds(facts: Facts): readonly Hold[] {
  if (sickTasks(facts).kind === 'being-replaced') {
    return [hold('already-replacing', 'every sick task fails its health check, so ECS is replacing it already')];
  }
  if (!readingsLag(facts)) return [];
  const detail = 'the readings of single tasks show none beyond the limit yet, so the sick ones are not known';
  return [hold('metrics-unreadable', detail)];
}

function next(journal: Journal<ReplaceTasksPlan>, observation: Observation, startedAt: number): Next {
  const { plan } = journal;
  const running = observed(observation);
  const counts = allowedCounts(journal, plan);
  if (!counts.includes(running.service.desiredCount)) {
    return refused(
      'count-changed-by-others',
      `desired count is ${running.service.desiredCount}, the healer found or set ${counts.join(' or ')}`,
    );
  }
  const busy = othersAtWork({ ...journal, plan }, running, observation.now);
  if (busy !== undefined) return busy;
  const unclear = plan.groups === undefined ? undefined : unclearTargets(plan.groups, running);
  if (unclear !== undefined) return refused('targets-unclear', unclear);
  const guarded = protectionHolds(aliveVictims(plan, running), observation.protection, observation.now);
  if (guarded.length > 0) return { kind: 'refused', holds: guarded };
  const over = observation.alarmsClear === true && betweenBatches(journal, plan, running);
  const batch = over ? [] : currentBatch(plan, running);
  const wanted = plan.desiredBefore + batch.length;
  if (batch.length > 0) return replaceBatch({ journal, plan, running, batch, wanted, now: observation.now, startedAt });
  const found = running.service.desiredCount;
  if (found !== wanted)
    return setCount(journal, { count: wanted, found, now: observation.now, why: 'the count is as before' });
  const replaced = plan.victims.length - aliveVictims(plan, running).length;
  return { kind: 'done', text: `replaced ${replaced} of ${plan.tasksBefore.length} tasks` };
}

type ReplaceTasksJournal = Journal & { readonly plan: ReplaceTasksPlan };

/**
 * What began since the decision. ECS may rebalance because of the replacements: the healer waits, for a bounded time.
 */
function othersAtWork(
  { moves, plan }: ReplaceTasksJournal,
  { service }: Pick<Running, 'service'>,
  now: number,
): Next | undefined {
  const holds = lastingHolds(service, 'replaceTasks');
  if (holds.length > 0) return { kind: 'refused', holds };
  if (deployedSince(service, { now, settled: plan.deployment }))
    return refused('deployment-in-progress', 'a deployment began while tasks were being replaced');
  const [rebalancing] = rebalancingHolds(service, now);
  if (rebalancing === undefined) return undefined;
  const since = moves.at(-1)?.at;
  if (since === undefined || now - since > REPLACEMENT_MINUTES_MAX * 60_000)
    return { kind: 'refused', holds: [rebalancing] };
  return { kind: 'wait', until: nextLook(now, since), text: rebalancing.detail };
}

interface Batch {
  readonly journal: Journal<ReplaceTasksPlan>;
  readonly plan: ReplaceTasksPlan;
  readonly running: Pick<Running, 'service' | 'tasks' | 'targets'>;
  readonly batch: readonly TaskSnapshot[];
  readonly wanted: number;
  readonly now: number;
  readonly startedAt: number;
}

function replaceBatch(input: Batch): Next {
  const { plan, running, batch, wanted } = input;
  // Known sick tasks of later batches count as little as those of this one.
  const unwell = new Set(plan.sickKnown ? plan.victims : batch.map((task) => task.arn));
  const wellInService = inService(plan, running, input.now).filter((task) => !unwell.has(task.arn)).length;
  // A known sick target leaves at once, as long as enough healthy ones remain.
  if (plan.sickKnown && wellInService >= plan.keepRunning) {
    const leave = leaveTargetGroups(batch, running, { journal: input.journal, timesMax: 1 });
    if (leave !== undefined) return leave;
  }
  const found = running.service.desiredCount;
  const why = `${batch.length} more to start before ${batch.length} stop`;
  if (found !== wanted) return setCount(input.journal, { count: wanted, found, now: input.now, why });
  const enough = plan.desiredBefore - sickLeft(input);
  if (wellInService < enough) return awaitReplacements(input, { wellInService, enough });
  // Deregistered once more if it came back, so that its last requests finish; then stopped in any case.
  const leave = leaveTargetGroups(batch, running, { journal: input.journal, timesMax: 2 });
  if (leave !== undefined) return leave;
  return stopFirstDrained(input);
}

/** Sick tasks of later batches still answer, so only this batch needs replacements first. */
function sickLeft({ plan, running, batch }: Batch): number {
  if (!plan.sickKnown) return 0;
  return aliveVictims(plan, running).length - batch.length;
}

function awaitReplacements(
  { now, journal, plan, running, startedAt }: Batch,
  { wellInService, enough }: { readonly wellInService: number; readonly enough: number },
): Next {
  // The replacements of a later batch begin when the last task of the one before was stopped.
  const since = journal.moves.at(-1)?.at ?? startedAt;
  if (now - since > REPLACEMENT_MINUTES_MAX * 60_000) {
    return (
      notPlaced(plan, running.tasks, REPLACEMENT_MINUTES_MAX) ?? {
        kind: 'failed',
        reason: `no healthy replacement within ${REPLACEMENT_MINUTES_MAX} minutes`,
      }
    );
  }
  const text = `${wellInService} of ${enough} well tasks in service`;
  return { kind: 'wait', until: nextLook(now, since, earlierStartMs(journal)), text };
}

/** How long the slowest replacements of earlier batches took to be in service; 0 in the first batch. */
function earlierStartMs({ moves }: Journal): number {
  const waits = moves.flatMap(({ at, move }, index) => {
    const next = moves[index + 1];
    return next !== undefined && (move.kind === 'setDesiredCount' || move.kind === 'stopTask') ? [next.at - at] : [];
  });
  return Math.max(0, ...waits);
}

function stopFirstDrained(input: Batch): Next {
  const { batch, running, now } = input;
  const drained = batch.find((task) => !isDraining(task, running) || now >= drainedAt(task, input));
  if (drained === undefined) {
    // One look, at the end: load balancers call most targets draining for minutes, however idle they are.
    const until = Math.min(...batch.map((task) => drainedAt(task, input)));
    return { kind: 'wait', until, text: 'requests are finishing' };
  }
  return {
    kind: 'move',
    move: { kind: 'stopTask', taskArn: drained.arn },
    text: `stop task ${shortId(drained.arn)}`,
  };
}

/** Restores the count if it is still ours, and registers deregistered tasks that still run. */
function undo(journal: Journal<ReplaceTasksPlan>, observation: Observation): Next {
  const { plan } = journal;
  const running = observed(observation);
  const back = returnToTargetGroups(journal, running);
  if (back !== undefined) return back;
  const count = running.service.desiredCount;
  if (count === plan.desiredBefore) return { kind: 'done', text: 'count and targets are as before' };
  if (!allowedCounts(journal, plan).includes(count)) {
    return refused('count-changed-by-others', `desired count is ${count}, which the healer did not set; left alone`);
  }
  const why = 'the count is as before';
  return setCount(journal, { count: plan.desiredBefore, found: count, now: observation.now, why });
}

function aliveVictims(plan: ReplaceTasksPlan, running: Pick<Running, 'tasks'>): readonly string[] {
  const alive = new Set(runningTasks(running.tasks).map((task) => task.arn));
  return plan.victims.filter((arn) => alive.has(arn));
}

/** Where a batch ends: one task, or another quarter, is gone. If the service is well, no further batch follows. */
function betweenBatches(journal: Journal<ReplaceTasksPlan>, plan: ReplaceTasksPlan, running: Placed): boolean {
  const alive = new Set(aliveVictims(plan, running));
  const gone = plan.victims.length - alive.size;
  const begun = running.tasks.some(
    (task) => alive.has(task.arn) && journal.moves.some(({ move }) => isLeaving(move, task, running)),
  );
  return gone > 0 && !begun && boundariesOf(plan).includes(gone);
}

function boundariesOf({ victims }: ReplaceTasksPlan): readonly number[] {
  const total = victims.length;
  if (total <= TWO_BATCHES_MAX) return [1, total];
  return [1, 1 + Math.ceil(total * SECOND_BATCH_SHARE), total];
}

/** The running tasks of the batch at work, by `boundariesOf`. */
function currentBatch(plan: ReplaceTasksPlan, running: Pick<Running, 'tasks'>): readonly TaskSnapshot[] {
  const alive = new Map(runningTasks(running.tasks).map((task) => [task.arn, task]));
  for (const boundary of boundariesOf(plan)) {
    const left = plan.victims.slice(0, boundary).flatMap((arn) => alive.get(arn) ?? []);
    if (left.length > 0) return left;
  }
  return [];
}

/** The counts that the healer found or set. Another actor's count stays. */
function allowedCounts(journal: Journal<ReplaceTasksPlan>, plan: ReplaceTasksPlan): readonly number[] {
  const set = journal.moves.flatMap(({ move }) => (move.kind === 'setDesiredCount' ? [move.count] : []));
  return [...new Set([plan.desiredBefore, ...set])];
}

function observed(observation: Observation): Batch['running'] {
  if (observation.running === undefined) throw new Error('replaceTasks needs the running tasks');
  return observation.running;
}
