/**
 * Finds the toggle an incident left switched: what must be restored when it expires, and what people must be told. A
 * write back that was journalled is no proof that it happened; only an undo that saw the old value is.
 */
import type { Attempt, Incident } from '../incident/incident.ts';
import type { FlipTogglePlan } from '../incident/journal.ts';

/** The newest attempt whose toggle the healer may have written and was not seen to be back. */
export function flippedAttempt({ attempts }: Pick<Incident, 'attempts'>): Attempt | undefined {
  return attempts.findLast((attempt) => {
    const { plan, moves } = attempt.journal;
    if (plan.kind !== 'flipToggle' || isSettled(attempt) || attempt.probes?.watch !== undefined) return false;
    return moves.some(({ move }) => move.kind === 'writeToggle' && move.value === plan.value);
  });
}

/** The attempt whose toggle is restored for a try and being watched. */
export function watchedAttempt({ attempts }: Pick<Incident, 'attempts'>): Attempt | undefined {
  return attempts.findLast((attempt) => attempt.probes?.watch !== undefined && !isSettled(attempt));
}

/** The attempt whose toggle was tried to be done without last; also when that is over. */
export function probedAttempt({ attempts }: Pick<Incident, 'attempts'>): Attempt | undefined {
  return attempts
    .filter(({ probes }) => probes !== undefined)
    .toSorted((a, b) => (a.probes?.quietUntil ?? 0) - (b.probes?.quietUntil ?? 0))
    .at(-1);
}

/** Nothing is left of it for the healer to do. */
function isSettled({ undone, handedOver }: Attempt): boolean {
  return undone === true || handedOver === true;
}

/** What it flipped. */
export function flippedToggle(incident: Pick<Incident, 'attempts'>): FlipTogglePlan | undefined {
  const plan = flippedAttempt(incident)?.journal.plan;
  return plan?.kind === 'flipToggle' ? plan : undefined;
}
