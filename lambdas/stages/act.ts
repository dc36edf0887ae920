/**
 * The stage of every remedy. It reads, asks the remedy for the next single move, checks that the move is still allowed,
 * journals it and makes it, until the remedy waits, is done or gives up. A Lambda may die at any point: the next one
 * continues from the journal and from what it reads.
 */
import { serviceNamed } from '../../core/catalog/catalog.ts';
import { allClear } from '../../core/decide/decide.ts';
import type { Attempt, Incident } from '../../core/incident/incident.ts';
import { aboutOf } from '../../core/remedies/plan-traits.ts';
import { askedParameter, stillApproved } from '../../core/people/approval.ts';
import { pausedHold, unreadHold } from '../../core/people/override.ts';
import { MOVES_MAX, UNDO_MOVES_MAX, firstMoveAt, type Journal, type Move } from '../../core/incident/journal.ts';
import { refused, type Next, type Observation, type Remedy } from '../../core/remedies/remedy.ts';
import { hold, type Hold } from '../../core/holds/hold.ts';
import { undoAskedHold, undoParameter } from '../../core/people/undo.ts';
import { worsened } from '../../core/verify/judge.ts';
import type { StageInput, StageOutput } from '../../core/incident/command.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import { currentAttempt, noted, withAttempt } from '../../core/transitions/transitions.ts';
import { asKnown, readSeries } from './read-facts.ts';
import { readSnapshots } from './read-alarms.ts';
import { claimHoldsOf } from './claims.ts';
import { aftercareTerms } from './aftercare-terms.ts';
import { healTerms } from './heal-terms.ts';
import { alarmHoldsOf, stormHoldsOf } from './last-moment-holds.ts';
import type { ActWorld, Acting, Terms } from './terms.ts';
import { perform } from './perform.ts';
import { idempotently, stepAndSave, type Loaded } from './stage.ts';
import { understoodAlarms } from './understood-alarms.ts';
import { readStance } from './stance.ts';

export interface ActInput extends StageInput {
  readonly operation: 'apply' | 'undo';
}

/**
 * Moves in one call: at half a second each they take a third of the Lambda's timeout. Another call costs three
 * transitions.
 */
const MOVES_PER_CALL = 20;
/** ECS and SSM may return the old state for this long, so the same move is not repeated earlier. */
const SETTLE_MS = 5_000;

export function act(remedy: Remedy) {
  return (world: ActWorld) =>
    async (input: ActInput): Promise<StageOutput> =>
      await idempotently(world, input, (loaded) => acted(world, { ...loaded, remedy, operation: input.operation }));
}

async function acted(world: ActWorld, start: Acting): Promise<Incident> {
  const terms = termsOf(start);
  let acting = start;
  const forbidden = await terms.forbidden(world, start);
  if (forbidden.length > 0) return await refuse(world, start, forbidden);
  for (let moves = 0; moves < MOVES_PER_CALL; moves++) {
    const attempt = currentAttempt(acting.incident);
    // An earlier call may have died between journal and move, so the first move may repeat one. Every move sets a value,
    // so that is safe.
    const next = await nextOf(world, acting, attempt, moves > 0);
    const holds = await holdsAgainst(world, acting, attempt, next);
    if (holds.length > 0)
      return await stepAndSave(world, acting, terms.held(holds, acting, attempt.journal, world.clock.now()));
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

/** A closed incident has no heal any more; aftercare handles its leftovers. */
function termsOf({ incident }: Acting): Terms {
  return incident.phase === 'closed' ? aftercareTerms : healTerms;
}

async function nextOf(world: ActWorld, acting: Acting, attempt: Attempt, moved: boolean): Promise<Next> {
  const { remedy, operation, service, runbook, incident } = acting;
  // After a service was removed from the configuration its cluster is unknown, and the healer may no longer change it. Only
  // a toggle can be undone by its plan alone.
  if (remedy.observes !== 'toggle' && serviceNamed(world.catalog, service.name) === undefined) {
    return refused(
      'service-unregistered',
      `${service.name} is no longer registered with the healer: it is not touched`,
    );
  }
  const observation = {
    ...(await observe(world, remedy, service, attempt)),
    ...(await alarmsNow(world, { incident, service, runbook }, attempt)),
    ...(operation === 'apply' && remedy.watchesHarm
      ? await harmNow(world, { incident, service, runbook }, attempt)
      : {}),
    ...(await termsOf(acting).known(world, acting)),
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

/** Read between batches only: before the first stop there is nothing to end early. */
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
 * Metrics that grew worse since the first move. Unreadable metrics do not count as worse: verification follows, and calls
 * nothing recovered that it cannot read.
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
    const parameter = 'parameter' in journal.plan ? journal.plan.parameter : '';
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

/** When the effect of the last move must be visible, if the remedy wants the same move again. */
function settlesAt({ moves }: Journal, wanted: Move): number | undefined {
  const last = moves.at(-1);
  return last !== undefined && JSON.stringify(last.move) === JSON.stringify(wanted) ? last.at + SETTLE_MS : undefined;
}

const WITHDRAWN = hold('approval-denied', 'the approval was withdrawn, or cannot be read');

async function holdsAgainst(world: ActWorld, acting: Acting, attempt: Attempt, next: Next): Promise<readonly Hold[]> {
  if (next.kind === 'move') return await holdsBefore(world, acting, attempt);
  const givesUp = next.kind === 'refused' || next.kind === 'failed';
  return givesUp ? await termsOf(acting).beforeGivingUp(world, acting) : [];
}

/** The last-moment check, right before every move. It collects all holds, not only the first. */
async function holdsBefore(world: ActWorld, acting: Acting, attempt: Attempt): Promise<readonly Hold[]> {
  const { incident, service, operation } = acting;
  const about = aboutOf(attempt.journal.plan);
  const answerIn = attempt.approved === true ? askedParameter(incident.id, incident.ask, about) : undefined;
  const [override, othersHolds, alarmHolds, stormHolds] = await Promise.all([
    readStance(world, service, { answerIn, undoIn: undoParameter(incident) }),
    termsOf(acting).beforeMove(world, acting),
    operation === 'apply' && attempt.journal.moves.length === 0 ? stillFailing(world, acting) : [],
    operation === 'apply' ? stormHoldsOf(world, incident, attempt) : [],
  ]);
  const { stance } = override;
  const brake = stance.mode === 'auto' ? pausedHold(stance, attempt.remedy) : stance.hold;
  // The stance already holds for a failed read; a failed read withdraws no approval.
  const said = unreadHold(stance) === undefined;
  const withdrawn =
    operation === 'apply' && attempt.approved === true && said && !stillApproved(override.answer) && WITHDRAWN;
  const ended = operation === 'apply' && undoAskedHold(incident, override.undo);
  const people = [brake, withdrawn, ended].filter((one) => typeof one === 'object');
  return [...people, ...othersHolds, ...alarmHolds, ...stormHolds];
}

/** Whether the failure still exists: the incident's alarm is red, or a measure still agrees with the application. */
async function stillFailing(world: ActWorld, acting: Acting): Promise<readonly Hold[]> {
  return [...(await alarmHoldsOf(world, acting)), ...(await claimHoldsOf(world, acting))];
}

async function journal(world: ActWorld, incident: Incident, next: Extract<Next, { kind: 'move' }>): Promise<Incident> {
  const at = world.clock.now();
  const { journal: before } = currentAttempt(incident);
  const moves = [...before.moves, { at, move: next.move, text: next.text }];
  return await world.ledger.save(noted(withAttempt(incident, { journal: { ...before, moves } }), at, next.text));
}

/** Saved with the next write; until then only this Lambda knows it. */
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
