/** Finds the toggle an incident left switched: what must be restored when it expires, and what people must be told. */
import type { Incident } from '../incident/incident.ts';
import type { FlipTogglePlan } from './journal.ts';

/**
 * The toggle of the last attempt, if the healer wrote it and did not write it back. Earlier attempts cannot have one: an
 * incident does not go on to another remedy before its toggle is back, or somebody else's.
 */
export function flippedToggle({ attempts }: Pick<Incident, 'attempts'>): FlipTogglePlan | undefined {
  const journal = attempts.at(-1)?.journal;
  if (journal?.plan.kind !== 'flipToggle') return undefined;
  const last = journal.moves.findLast(({ move }) => move.kind === 'writeToggle')?.move;
  return last?.kind === 'writeToggle' && last.value === journal.plan.value ? journal.plan : undefined;
}
