/**
 * Handles a person's request to undo an incident. An open incident ends through its own execution, at its next step. This
 * execution takes over a closed incident with leftovers; the one that waited for the expiry finds that out when it wakes.
 * Everything else is an answer in the output and changes nothing.
 */
import { quotedForeign } from '../../core/foreign-text.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { Conflict, NotThere, ReadFailed } from '../../core/ports/errors.ts';
import type { ParameterReading } from '../../core/world/parameter.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { undoable } from '../../core/incident/leftovers.ts';
import type { InternalEvent } from '../../core/signal/internal-event.ts';
import { UNDO_WORD, undoAskedIn, undoParameter } from '../../core/people/undo.ts';
import { undoParameterName } from '../../core/vocabulary.ts';
import { step } from '../../core/workflow/step.ts';
import { noted } from '../../core/transitions/transitions.ts';
import { answer, contextOf, openedBefore, withEntries, type IntakeOutput, type StageWorld } from './stage.ts';

export type UndoWorld = StageWorld & Pick<Ports, 'override'>;

type Undo = Extract<InternalEvent, { kind: 'undo' }>;

/** Rounds while the incident is written: a heal writes it several times a second. */
const ROUNDS_MAX = 10;
/** The Parameter Store may return the old value for this long after its event. */
const SETTLE_MS = 5_000;

/**
 * @throws ReadFailed when the parameter cannot be read yet; Conflict when the incident kept changing. A retry works in
 * both cases.
 */
export async function undoOnDemand(world: UndoWorld, event: Undo, executionArn: string): Promise<IntakeOutput> {
  const before = await openedBefore(world, executionArn);
  if (before !== undefined) return before;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const incident = await found(world, event.incidentId);
    if (incident === undefined) {
      return { kind: 'ignored', reason: 'unknown-incident', detail: `there is no incident ${event.incidentId}` };
    }
    const output = await undone(world, event, { incident, executionArn });
    if (output !== 'again') return output;
  }
  throw new Conflict(`incident ${event.incidentId} was written ${ROUNDS_MAX} times while a person asked to undo it`);
}

async function found({ ledger }: UndoWorld, incidentId: string): Promise<Incident | undefined> {
  try {
    return await ledger.load(incidentId);
  } catch (error) {
    if (error instanceof NotThere) return undefined;
    throw error;
  }
}

interface Asked {
  readonly incident: Incident;
  readonly executionArn: string;
}

async function undone(world: UndoWorld, event: Undo, asked: Asked): Promise<IntakeOutput | 'again'> {
  const { incident, executionArn } = asked;
  const { undo } = await world.override.read(incident.service, undefined, undoParameter(incident));
  const by = undoAskedIn(undo);
  if (by === undefined) return notAsked(world, event, undo);
  const { id, phase } = incident;
  if (phase === 'closed' && undoable(incident).length === 0) {
    return {
      kind: 'ignored',
      reason: 'nothing-to-undo',
      detail: `incident ${id} left nothing, or it was undone before`,
    };
  }
  try {
    if (phase !== 'closed') return await leftToHeal(world, incident, by);
    const loaded = withEntries(world.catalog, incident);
    const taken = step(incident, { kind: 'undoAsked', executionArn, by }, contextOf(world, loaded));
    return { kind: 'opened', ...answer(await world.ledger.takeOver(taken.incident)) };
  } catch (error) {
    if (error instanceof Conflict) return 'again';
    throw error;
  }
}

/**
 * The heal reads the parameter before its next move. The record is for an execution that does not read it, or has died.
 */
async function leftToHeal({ ledger, clock }: UndoWorld, incident: Incident, by: string): Promise<IntakeOutput> {
  const detail = `incident ${incident.id} is being healed: its own execution ends it at its next step`;
  if (incident.undoAsked === undefined) {
    const at = clock.now();
    await ledger.save(noted({ ...incident, undoAsked: { at, by } }, at, `a person asked to end it${by}`));
  }
  return { kind: 'ignored', reason: 'being-healed', detail };
}

/** @throws ReadFailed while the parameter may exist without being visible */
function notAsked({ clock }: UndoWorld, { incidentId, at }: Undo, reading: ParameterReading | undefined): IntakeOutput {
  const name = undoParameterName(incidentId);
  if (reading?.kind === 'value') {
    const allowed = `allowed: ${UNDO_WORD}, or JSON {"undo": "${UNDO_WORD}", "owner", "reason"}`;
    return {
      kind: 'ignored',
      reason: 'undo-not-asked',
      detail: `${name} is ${quotedForeign(reading.value, 80)}; ${allowed}`,
    };
  }
  if (reading?.kind === 'unreadable') throw new ReadFailed(`${name} could not be read: ${reading.why}`);
  if (clock.now() < at + SETTLE_MS) throw new ReadFailed(`${name} is not to be seen yet`);
  return { kind: 'ignored', reason: 'undo-not-asked', detail: `${name} does not exist any more` };
}
