/**
 * The stage of every action: look, ask the remedy for the next single move, check that it is still allowed, journal it,
 * do it, look again; until the remedy waits, is done, or gives up. A Lambda that dies anywhere in here is run again and
 * finds in the journal and in the world what is still missing.
 */
import { allClear } from '../../core/decide/decide.ts';
import type { Attempt, Incident } from '../../core/incident/incident.ts';
import { askedParameter, stillApproved } from '../../core/people/approval.ts';
import { passBetweenMoves } from '../../core/holds/waiting.ts';
import { pausedHold, stanceOf, unreadHold } from '../../core/people/override.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { MOVES_MAX, UNDO_MOVES_MAX, firstMoveAt } from '../../core/incident/journal.ts';
import type { Journal, Move } from '../../core/incident/journal.ts';
import type { Next, Observation, Remedy } from '../../core/remedies/remedy.ts';
import { hold } from '../../core/holds/hold.ts';
import type { Hold } from '../../core/holds/hold.ts';
import { isUndoAsked, undoAskedHold, undoParameter } from '../../core/people/undo.ts';
import { worsened } from '../../core/verify/judge.ts';
import type { StageInput, StageOutput } from '../../core/incident/command.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import { currentAttempt, noted, withAttempt } from '../../core/transitions/transitions.ts';
import { asKnown, readSeries } from './read-facts.ts';
import { readSnapshots } from './read-alarms.ts';
import { claimHoldsOf } from './claims.ts';
import { askAgainAt, groupHolds } from './group-at-work.ts';
import { alarmHoldsOf, leaseHoldsOf, otherIncidentHolds, stormHoldsOf } from './last-moment-holds.ts';
import { perform } from './perform.ts';
import { presentRequests } from './present-requests.ts';
import { idempotently, stepAndSave } from './stage.ts';
import type { Loaded, StageWorld } from './stage.ts';
import { understoodAlarms } from './understood-alarms.ts';
import { unregisteredRefusal } from './unregistered.ts';

export type ActWorld = StageWorld & Pick<Ports, 'metrics' | 'services' | 'toggles' | 'override' | 'limits'>;

export interface ActInput extends StageInput {
  readonly operation: 'apply' | 'undo';
}

/** Moves in one call: at half a second each they take a third of the Lambda's timeout. A further call costs three transitions. */
const MOVES_PER_CALL = 20;
/** ECS and SSM may show the past for this long; the same move is not made again before. */
const SETTLE_MS = 5_000;

/** The stage of one remedy. */
export function act(remedy: Remedy) {
  return (world: ActWorld) =>
    async (input: ActInput): Promise<StageOutput> =>
      await idempotently(world, input, (loaded) => acted(world, { ...loaded, remedy, operation: input.operation }));
}

interface Acting extends Loaded {
  readonly remedy: Remedy;
  readonly operation: 'apply' | 'undo';
}

async function acted(world: ActWorld, start: Acting): Promise<Incident> {
  let acting = start;
  // Without the lease another heal may be at work in the group: not even waiting for what was begun is safe to go on with.
  const lost = await leaseLost(world, start.incident);
  if (lost.length > 0) return await refuse(world, start, lost);
  const ended = start.operation === 'apply' ? undoAskedHold(start.incident) : undefined;
  if (ended !== undefined && start.incident.phase !== 'closed') return await refuse(world, start, [ended]);
  for (let moves = 0; moves < MOVES_PER_CALL; moves++) {
    const attempt = currentAttempt(acting.incident);
    // What an earlier call journalled may never have been done, so the first move may be a repetition: it is by value.
    const next = await nextOf(world, acting, attempt, moves > 0);
    const holds =
      next.kind === 'move' ? await holdsBefore(world, acting, attempt) : await othersDoing(world, acting, next);
    if (holds.length > 0)
      return await stepAndSave(world, acting, heldInput(holds, acting, attempt.journal, world.clock.now()));
    if (next.kind !== 'move') return await stepAndSave(world, acting, inputOf(next, acting.operation, attempt.journal));
    acting = { ...acting, incident: await journal(world, acting.incident, next) };
    await perform(world, acting, next.move);
    acting = { ...acting, incident: withLastMade(acting.incident) };
  }
  const { journal: done } = currentAttempt(acting.incident);
  const until = world.clock.now();
  return await stepAndSave(world, acting, {
    kind: 'actWaits',
    operation: acting.operation,
    journal: done,
    until,
    text: 'goes on',
  });
}

async function refuse(world: ActWorld, acting: Acting, holds: readonly Hold[]): Promise<Incident> {
  const { journal: done } = currentAttempt(acting.incident);
  return await stepAndSave(world, acting, { kind: 'actRefused', operation: acting.operation, journal: done, holds });
}

/** Renews the lease; what a closed incident left is changed back without one. */
async function leaseLost(world: ActWorld, incident: Incident): Promise<readonly Hold[]> {
  return incident.phase === 'closed' ? [] : await leaseHoldsOf(world, incident);
}

async function nextOf(
  world: ActWorld,
  { remedy, operation, service, runbook, incident }: Acting,
  attempt: Attempt,
  moved: boolean,
): Promise<Next> {
  const unregistered = unregisteredRefusal(world, remedy, service);
  if (unregistered !== undefined) return unregistered;
  const observation = {
    ...(await observe(world, remedy, service, attempt)),
    ...(await alarmsNow(world, { incident, service, runbook }, attempt)),
    ...(operation === 'apply' && remedy.watchesHarm
      ? await harmNow(world, { incident, service, runbook }, attempt)
      : {}),
    ...(remedy.asksForLoad && incident.phase === 'closed'
      ? { requests: await presentRequests(world.metrics, service, world.clock.now()) }
      : {}),
    ...afterClose(incident),
  };
  const next =
    operation === 'apply'
      ? remedy.next(attempt.journal, observation, attempt.startedAt)
      : remedy.undo(attempt.journal, observation);
  if (next.kind !== 'move') return next;
  const budget = operation === 'apply' ? MOVES_MAX : MOVES_MAX + UNDO_MOVES_MAX;
  if (attempt.journal.moves.length >= budget) return { kind: 'failed', reason: `${budget} moves were not enough` };
  const settles = moved ? settlesAt(attempt.journal, next.move) : undefined;
  if (settles === undefined || settles <= observation.now) return next;
  return { kind: 'wait', until: settles, text: 'the last move is not visible yet' };
}

/** Under which terms what a closed incident left is taken back. */
function afterClose(incident: Incident): Pick<Observation, 'closed' | 'askedAt'> {
  if (incident.phase !== 'closed') return {};
  const { undoAsked } = incident;
  return { closed: true, ...(undoAsked !== undefined && isUndoAsked(incident) && { askedAt: undoAsked.at }) };
}

/** Asked between batches only: until a task was replaced there is nothing to stop early. */
async function alarmsNow(
  world: ActWorld,
  loaded: Loaded,
  { journal }: Attempt,
): Promise<Pick<Observation, 'alarmsClear'>> {
  if (!journal.moves.some(({ move }) => move.kind === 'stopTask')) return {};
  const { incident } = loaded;
  const alarms = await understoodAlarms(world, loaded, await readSnapshots(world.metrics, incident.alarms));
  return { alarmsClear: allClear({ alarms, incident }) };
}

/**
 * What grew worse since the first move. What cannot be read is not known to be worse: verification, which calls nothing
 * healed that it cannot see, comes after.
 */
async function harmNow(
  { clock, metrics }: ActWorld,
  loaded: Loaded,
  { journal, startedAt }: Attempt,
): Promise<Pick<Observation, 'worse'>> {
  const since = firstMoveAt(journal);
  if (since === undefined) return {};
  const now = clock.now();
  const series = await readSeries(metrics, loaded, startedAt, now);
  const worse = series.kind === 'known' ? worsened({ ...loaded, actedAt: since, since }, series.value, now) : undefined;
  return worse === undefined ? {} : { worse };
}

async function observe(
  { clock, services, toggles }: ActWorld,
  remedy: Remedy,
  service: Acting['service'],
  { journal }: Attempt,
): Promise<Observation> {
  if (remedy.observes === 'toggle') {
    const parameter = journal.plan.kind === 'flipToggle' ? journal.plan.parameter : '';
    return { toggle: await toggles.read(parameter), now: clock.now() };
  }
  const stopped = remedy.stops?.(journal) ?? [];
  const [snapshot, tasks, targets, protection] = await Promise.all([
    services.describe(service),
    services.tasks(service),
    services.targets(service),
    stopped.length === 0 ? undefined : asKnown(services.protections(service, stopped)),
  ]);
  const running = { service: snapshot, tasks, targets };
  return { running, ...(protection !== undefined && { protection }), now: clock.now() };
}

/** When the effect of the last move must be visible, if it is the very move that is wanted again. */
function settlesAt({ moves }: Journal, wanted: Move): number | undefined {
  const last = moves.at(-1);
  return last !== undefined && JSON.stringify(last.move) === JSON.stringify(wanted) ? last.at + SETTLE_MS : undefined;
}

const WITHDRAWN = hold('approval-denied', 'the approval was withdrawn, or cannot be read');

/** The last-moment check, immediately before every side effect: all reasons, not the first. */
async function holdsBefore(world: ActWorld, acting: Acting, attempt: Attempt): Promise<readonly Hold[]> {
  const { incident, service, operation } = acting;
  const asked = attempt.approved === true ? askedParameter(incident.id, incident.ask, attempt.journal.plan) : undefined;
  const [override, leaseHolds, alarmHolds, stormHolds] = await Promise.all([
    world.override.read(service.name, asked, undoParameter(incident)),
    incident.phase === 'closed' ? holdsAfterClose(world, acting) : leaseHoldsOf(world, incident),
    operation === 'apply' && attempt.journal.moves.length === 0 ? stillFailing(world, acting) : [],
    operation === 'apply' ? stormHoldsOf(world, incident, attempt) : [],
  ]);
  const stance = stanceOf(override, service, world.clock.now());
  const brake = stance.mode === 'auto' ? pausedHold(stance, attempt.remedy) : stance.hold;
  // What could not be read at all is held by the stance, and withdraws nothing.
  const said = unreadHold(stance) === undefined;
  const withdrawn =
    operation === 'apply' && attempt.approved === true && said && !stillApproved(override.answer) && WITHDRAWN;
  const ended = operation === 'apply' && undoAskedHold(incident, override.undo);
  const people = [brake, withdrawn, ended].filter((one) => typeof one === 'object');
  return [...people, ...leaseHolds, ...alarmHolds, ...stormHolds];
}

/** Whether what is to be healed is there still, by the alarm that raised it or by what agreed with an application. */
async function stillFailing(world: ActWorld, acting: Acting): Promise<readonly Hold[]> {
  return [...(await alarmHoldsOf(world, acting)), ...(await claimHoldsOf(world, acting))];
}

/** Others at work, once the lease is given back. What flips a toggle again because the failure is back waits for no group. */
async function holdsAfterClose(world: ActWorld, { incident, service, operation }: Acting): Promise<readonly Hold[]> {
  const own = await otherIncidentHolds(world, incident);
  if (own.length > 0 || operation === 'apply') return own;
  return await groupHolds(world, incident, service);
}

/** What gives up an undo may be the doing of another heal of the service, which ends: a count that it set, a target that it took out. */
async function othersDoing(world: ActWorld, { incident, operation }: Acting, { kind }: Next): Promise<readonly Hold[]> {
  const givesUp = kind === 'refused' || kind === 'failed';
  const undoes = operation === 'undo' && incident.phase === 'closed';
  return givesUp && undoes ? await otherIncidentHolds(world, incident) : [];
}

async function journal(world: ActWorld, incident: Incident, next: Extract<Next, { kind: 'move' }>): Promise<Incident> {
  const at = world.clock.now();
  const { journal: before } = currentAttempt(incident);
  const moves = [...before.moves, { at, move: next.move, text: next.text }];
  return await world.ledger.save(noted(withAttempt(incident, { journal: { ...before, moves } }), at, next.text));
}

/** Kept with the next save: until then nobody but this Lambda knows. */
function withLastMade(incident: Incident): Incident {
  const { journal: done } = currentAttempt(incident);
  const moves = done.moves.map((one, index) =>
    index === done.moves.length - 1 ? { ...one, made: true as const } : one,
  );
  return withAttempt(incident, { journal: { ...done, moves } });
}

function inputOf(next: Exclude<Next, { kind: 'move' }>, operation: ActInput['operation'], done: Journal): StepInput {
  switch (next.kind) {
    case 'wait':
      return { kind: 'actWaits', operation, journal: done, until: next.until, text: next.text };
    case 'done':
      return { kind: 'actDone', operation, journal: done, text: next.text };
    case 'refused':
      return { kind: 'actRefused', operation, journal: done, holds: next.holds };
    case 'failed':
      return { kind: 'actFailed', operation, journal: done, reason: next.reason };
  }
}

/** Reasons that leave a toggle that was being tried to another incident that is open, or to the person who wants it as it is. */
const LEAVES_TOGGLE: ReadonlySet<Hold['reason']> = new Set(['group-busy', 'undo-asked']);
const UNREADABLE_AGAIN_MS = 15_000;

/** Held before a move. A toggle past its expiry is not given up: it asks again until it may be restored. */
function heldInput(holds: readonly Hold[], { incident, operation }: Acting, done: Journal, now: number): StepInput {
  const { unreadSince = now } = currentAttempt(incident);
  const reasons = holds.map(({ reason }) => reason);
  if (incident.phase !== 'closed' && passBetweenMoves(reasons, unreadSince, now)) {
    const text = holds[0]?.detail ?? '';
    return { kind: 'actWaits', operation, journal: done, until: now + UNREADABLE_AGAIN_MS, text, holds };
  }
  const leftToOther = operation === 'apply' && holds.some(({ reason }) => LEAVES_TOGGLE.has(reason));
  if (incident.phase !== 'closed' || leftToOther) return { kind: 'actRefused', operation, journal: done, holds };
  const until = askAgainAt(incident, holds, now);
  return { kind: 'actWaits', operation, journal: done, until, text: holds[0]?.detail ?? '', holds };
}
