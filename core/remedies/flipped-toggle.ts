/**
 * Finds the toggle an incident left switched: what must be restored when it expires, and what people must be told. A
 * write back that was journalled is no proof that it happened; only an undo that saw the old value is.
 */
import type { Attempt, Incident } from '../incident/incident.ts';
import type { FlipTogglePlan } from './journal.ts';

/** The newest attempt whose toggle the healer may have written and was not seen to be back. */
export function flippedAttempt({ attempts }: Pick<Incident, 'attempts'>): Attempt | undefined {
  return attempts.findLast(({ journal, undone }) => {
    const { plan, moves } = journal;
    if (plan.kind !== 'flipToggle' || undone === true) return false;
    return moves.some(({ move }) => move.kind === 'writeToggle' && move.value === plan.value);
  });
}

/** What it flipped. */
export function flippedToggle(incident: Pick<Incident, 'attempts'>): FlipTogglePlan | undefined {
  const plan = flippedAttempt(incident)?.journal.plan;
  return plan?.kind === 'flipToggle' ? plan : undefined;
}
