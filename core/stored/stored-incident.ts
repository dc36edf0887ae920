/**
 * An incident in the table. Version 1 recorded on its attempts what a closed incident left changed, and called rollout
 * limits a pace; since version 2 the incident has `leftovers`.
 */
import { Attempt, Incident } from '../incident/incident.ts';
import { JournalledMove, Move, Plan } from '../incident/journal.ts';
import { type Leftover, type LeftoverState, Probes, UndoResult } from '../incident/leftover.ts';
import { leaves } from '../remedies/leaves.ts';
import { TRAITS } from '../remedies/registry.ts';
import {
  fieldsOf,
  flag,
  list,
  literal,
  number,
  oneOf,
  optional,
  problemOf,
  shape,
  text,
  time,
  yes,
  type Shaped,
} from '../shape.ts';
import { RolloutLimits } from '../world/service.ts';
import { earlierForm, storedType } from './stored-type.ts';

/** Moves that were spelt otherwise. */
const EarlierMove = oneOf([
  shape({ kind: literal('setTaskDefinition'), taskDefinitionArn: text, pace: RolloutLimits }),
  shape({ kind: literal('setRolloutPace'), pace: RolloutLimits }),
  Move,
]);
const EarlierJournalled = shape({ ...fieldsOf(JournalledMove), move: EarlierMove });

/** Fields that version 1 wrote on an attempt. */
const EarlierAttempt = shape({
  ...fieldsOf(Attempt),
  journal: shape({ plan: Plan, moves: list(EarlierJournalled) }),
  probes: optional(shape({ ...fieldsOf(Probes), watch: optional(shape({ since: time, bad: number })) })),
  /** A person was told that the toggle stays switched. */
  handedOver: optional(flag),
  /** The rollout limits were put back. */
  pacePutBack: optional(flag),
  askedBack: optional(UndoResult),
  heldBack: optional(shape({ since: time, told: optional(yes) })),
});

const EarlierIncident = shape({ ...fieldsOf(Incident), attempts: list(EarlierAttempt) });
type EarlierIncident = Shaped<typeof EarlierIncident>;

export const STORED_INCIDENT = storedType<Incident>(Incident, [earlierForm(EarlierIncident, renamed)], planProblem);

/** Why a plan is not of its remedy; undefined where all are. */
function planProblem({ attempts }: Pick<Incident, 'attempts'>): string | undefined {
  for (const [index, { journal }] of attempts.entries()) {
    const why = problemOf(TRAITS[journal.plan.kind].plan, journal.plan);
    if (why !== undefined) return `attempts[${index}].journal.plan.${why}`;
  }
  return undefined;
}

/** The incident in the form of version 2. */
function renamed(incident: EarlierIncident): Incident {
  const attempts = incident.attempts.map((attempt) => {
    const moves = attempt.journal.moves.map((one) => ({ ...one, move: moveOf(one.move) }));
    return { ...attempt, journal: { ...attempt.journal, moves } };
  });
  return withLeftovers({ ...incident, attempts });
}

function moveOf(move: Shaped<typeof EarlierMove>): Move {
  if (!('pace' in move)) return move;
  const { pace: rolloutLimits, ...rest } = move;
  return rest.kind === 'setRolloutPace' ? { kind: 'setRolloutLimits', rolloutLimits } : { ...rest, rolloutLimits };
}

/** Attempts as version 1 left them, but for their moves. */
export type AttemptBefore = Omit<Shaped<typeof EarlierAttempt>, 'journal'> & Pick<Attempt, 'journal'>;

/** The incident with the leftovers that its attempts have; one with a plan that cannot be read stays as it is, and is refused. */
export function withLeftovers(
  incident: Omit<Incident, 'attempts'> & { readonly attempts: readonly AttemptBefore[] },
): Incident {
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

function leftoverOf(attempt: AttemptBefore): readonly Leftover[] {
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

function stateOf({ undone, handedOver, probes }: AttemptBefore): LeftoverState {
  if (undone === true) return { kind: 'settled' };
  if (handedOver === true) return { kind: 'handedToOperator' };
  return probes?.watch === undefined ? { kind: 'kept' } : { kind: 'probing', ...probes.watch };
}
