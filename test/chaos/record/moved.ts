/** A change of the world by the healer, with all that says whether it was allowed to make it. */
import type { Attempt, Incident } from '../../../core/incident/incident.ts';
import type { Move, Plan } from '../../../core/incident/journal.ts';
import type { Invocation } from '../engine/lambda.ts';
import { leastWanted, mostInService, worstIn, type Member } from '../world/member.ts';
import type { World } from '../world/world.ts';
import type { Moved, StoppedTask } from './effect.ts';
import type { Evidence } from './evidence.ts';
import { targetOf } from './target.ts';

/** Share of the tasks that stay in service whatever happens, as promised. */
const KEEP_SHARE = 0.5;
/** Readings may be late, clocks wrong, and what was decided is carried out for minutes. */
const LATELY_MS = 30 * 60_000;

interface Moving {
  readonly invocation: Invocation;
  readonly incident: Incident;
  readonly move: Move;
  readonly member: Member;
}

export function movedEffect(world: World, { invocation, incident, move, member }: Moving): Moved {
  const at = world.site.timetable.now();
  const { evidence, state } = invocation;
  const since = evidence.observedAt ?? at;
  const attempt = attemptOf(incident, move);
  const moves = attempt?.journal.moves ?? [];
  const asked = leastWanted(member, Math.min(since, attempt?.startedAt ?? at) - 60_000);
  const plan = attempt?.journal.plan;
  // No reading tells another actor's count from the very same one that the healer set or was about to set.
  const own = moves.some((one) => one.move.kind === 'setDesiredCount' && one.move.count === asked);
  const wanted = own ? Math.min(asked, ...countsFound(plan)) : asked;
  const operation = state.startsWith('Undo') ? 'undo' : 'apply';
  const target = targetOf(move, plan, member.entry);
  return {
    kind: 'moved',
    at,
    incidentId: incident.id,
    service: incident.service,
    group: member.entry.group,
    state,
    operation,
    move,
    ...(attempt === undefined ? {} : { attempt: attempt.number }),
    afterClose: incident.phase === 'closed',
    first: operation === 'apply' && moves.length <= 1,
    journalled: moves.some((one) => sameMove(one.move, move)),
    triggeredByAlarm: incident.trigger.kind === 'alarm',
    claimed: incident.trigger.kind === 'custom',
    sickLately: worstIn(member, at - LATELY_MS, at) > 0,
    ...(move.kind === 'stopTask' ? { stopped: stoppedTask(evidence, move.taskArn, member) } : {}),
    evidence,
    ...(target === undefined ? {} : { target }),
    ownDeployment: plan?.kind === 'rollBack',
    ...(plan?.kind === 'flipToggle' ? { toggleFound: operation === 'apply' ? plan.previous : plan.value } : {}),
    ...(move.kind === 'setDesiredCount' ? { countsKnown: countsKnown(attempt) } : {}),
    inService: mostInService(member, since, touchedTask(move, member)),
    budget: Math.max(1, Math.ceil(wanted * KEEP_SHARE)),
    wanted,
  };
}

/** Judged by what was read: between that and the stop its application, or an undo, may have come first. */
function stoppedTask({ free, registered }: Evidence, taskArn: string, { entry, fake }: Member): StoppedTask {
  const address = fake.tasks.find(({ arn }) => arn === taskArn)?.privateIp ?? '';
  return {
    free: entry.replaceProtectedTasks === true || free?.includes(taskArn) === true,
    drained: entry.targetGroup === undefined || registered?.includes(address) === false,
  };
}

/** What the attempt found, and everything it set before or sets now: by value, so that a repetition is no harm. */
function countsKnown(attempt: Attempt | undefined): readonly number[] {
  const { plan, moves = [] } = attempt?.journal ?? {};
  return [...countsFound(plan), ...moves.flatMap(({ move }) => (move.kind === 'setDesiredCount' ? [move.count] : []))];
}

/** The count that a plan found; none where it changes no count. */
function countsFound(plan: Plan | undefined): readonly number[] {
  return plan?.kind === 'replaceTasks' ? [plan.desiredBefore] : plan?.kind === 'scaleOut' ? [plan.from] : [];
}

/** The attempt that journalled it last; the newest where none did. */
function attemptOf({ attempts }: Incident, move: Move) {
  return attempts.findLast(({ journal }) => journal.moves.some((one) => sameMove(one.move, move))) ?? attempts.at(-1);
}

function sameMove(one: Move, other: Move): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function touchedTask(move: Move, { fake }: Member): string | undefined {
  if (move.kind === 'stopTask') return move.taskArn;
  if (move.kind !== 'deregisterTarget') return undefined;
  return fake.tasks.find(({ privateIp }) => privateIp === move.targetId)?.arn;
}
