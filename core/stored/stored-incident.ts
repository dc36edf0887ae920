/**
 * An incident in the table. Version 1 recorded on its attempts what a closed incident left changed; since version 2 the
 * incident has `leftovers`.
 */
import { Attempt, Incident } from '../incident/incident.ts';
import { type Leftover, type LeftoverState, Probes, UndoResult } from '../incident/leftover.ts';
import { leaves } from '../remedies/leaves.ts';
import { TRAITS } from '../remedies/registry.ts';
import { time, fieldsOf, flag, list, number, optional, problemOf, shape, yes, type Shaped } from '../shape.ts';
import { earlierForm, storedType } from './stored-type.ts';

/** Fields that version 1 wrote on an attempt. */
const EarlierAttempt = shape({
  ...fieldsOf(Attempt),
  probes: optional(shape({ ...fieldsOf(Probes), watch: optional(shape({ since: time, bad: number })) })),
  /** A person was told that the toggle stays switched. */
  handedOver: optional(flag),
  /** The rollout limits were put back. */
  pacePutBack: optional(flag),
  askedBack: optional(UndoResult),
  heldBack: optional(shape({ since: time, told: optional(yes) })),
});
export type EarlierAttempt = Shaped<typeof EarlierAttempt>;

const EarlierIncident = shape({ ...fieldsOf(Incident), attempts: list(EarlierAttempt) });
type EarlierIncident = Shaped<typeof EarlierIncident>;

export const STORED_INCIDENT = storedType<Incident>(
  Incident,
  [earlierForm(EarlierIncident, withLeftovers)],
  planProblem,
);

/** Why a plan is not of its remedy; undefined where all are. */
function planProblem({ attempts }: Pick<Incident, 'attempts'>): string | undefined {
  for (const [index, { journal }] of attempts.entries()) {
    const why = problemOf(TRAITS[journal.plan.kind].plan, journal.plan);
    if (why !== undefined) return `attempts[${index}].journal.plan.${why}`;
  }
  return undefined;
}

/** The incident with the leftovers that its attempts have; one with a plan that cannot be read stays as it is, and is refused. */
export function withLeftovers(incident: EarlierIncident): EarlierIncident {
  if (incident.phase !== 'closed' || incident.leftovers !== undefined) return incident;
  if (planProblem(incident) !== undefined) return incident;
  return {
    ...incident,
    leftovers: incident.attempts.flatMap(leftoverOf),
    attempts: incident.attempts.map(
      ({ probes: _1, handedOver: _2, pacePutBack: _3, askedBack: _4, heldBack: _5, ...attempt }) => attempt,
    ),
  };
}

function leftoverOf(attempt: EarlierAttempt): readonly Leftover[] {
  const left = leaves(attempt);
  if (left === undefined) return [];
  const { number, remedy, probes, heldBack, askedBack, pacePutBack } = attempt;
  const { dueAt, staysUndoable, ...others } = left;
  const due =
    pacePutBack === true ? {} : { ...(dueAt !== undefined && { dueAt }), ...(staysUndoable && { staysUndoable }) };
  const { watch: _over, ...tried } = probes ?? {};
  return [
    {
      attempt: number,
      remedy,
      state: stateOf(attempt),
      ...others,
      ...due,
      ...(probes !== undefined && { probes: tried as Probes }),
      ...(heldBack !== undefined && { heldBack }),
      ...(askedBack !== undefined && { undoResult: askedBack }),
    },
  ];
}

function stateOf({ undone, handedOver, probes }: EarlierAttempt): LeftoverState {
  if (undone === true) return { kind: 'settled' };
  if (handedOver === true) return { kind: 'handedToOperator' };
  return probes?.watch === undefined ? { kind: 'kept' } : { kind: 'probing', ...probes.watch };
}
