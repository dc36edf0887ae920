/**
 * Reads closed incidents of earlier versions, which recorded leftovers on their attempts. They are converted when
 * loaded, so that no other file knows the old form.
 */
import type { Attempt, Incident } from '../incident/incident.ts';
import type { Leftover, LeftoverState, Probes, UndoResult } from '../incident/leftover.ts';
import { leaves } from '../remedies/leaves.ts';

/** Fields that earlier versions wrote on an attempt. */
export interface EarlierAttempt extends Attempt {
  readonly probes?: Probes & { readonly watch?: { readonly since: number; readonly bad: number } };
  /** A person was told that the toggle stays switched. */
  readonly handedOver?: boolean;
  /** The rollout limits were put back. */
  readonly pacePutBack?: boolean;
  readonly askedBack?: UndoResult;
  readonly heldBack?: NonNullable<Leftover['heldBack']>;
}

/** The incident with its leftovers, whichever version wrote it. */
export function withLeftovers(incident: Incident): Incident {
  if (incident.phase !== 'closed' || incident.leftovers !== undefined) return incident;
  const earlier: readonly EarlierAttempt[] = incident.attempts;
  return {
    ...incident,
    leftovers: earlier.flatMap(leftoverOf),
    attempts: earlier.map(
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
