/**
 * Finds what attempts of an incident left that a person may ask to undo: a switched toggle, added tasks, a rollback, a
 * replacement that was interrupted. It must not know what becomes of it by itself, or when.
 */
import type { Attempt, Incident } from '../incident/incident.ts';
import { isUndoAsked } from '../people/undo.ts';

/** The attempts that left something, the newest first. */
export function undoable({ attempts }: Pick<Incident, 'attempts'>): readonly Attempt[] {
  return attempts.filter(leftSomething).toReversed();
}

/** The next attempt to undo because a person asked for it; undefined when nobody did, or each was tried. */
export function askedAttempt(incident: Pick<Incident, 'attempts' | 'undoAsked'>): Attempt | undefined {
  if (!isUndoAsked(incident)) return undefined;
  return undoable(incident).find(({ askedBack }) => askedBack?.at !== incident.undoAsked?.at);
}

function leftSomething({ journal: { plan, moves }, undone }: Attempt): boolean {
  if (undone === true) return false;
  switch (plan.kind) {
    case 'flipToggle':
      return moves.some(({ move }) => move.kind === 'writeToggle' && move.value === plan.value);
    case 'scaleOut':
      return moves.some(({ move }) => move.kind === 'setDesiredCount' && move.count === plan.to);
    case 'rollBack':
      return moves.length > 0;
    case 'replaceTasks': {
      // Its last move is always the former count, done or undone: anything else is half of it.
      const last = moves.at(-1)?.move;
      return last !== undefined && !(last.kind === 'setDesiredCount' && last.count === plan.desiredBefore);
    }
  }
}
