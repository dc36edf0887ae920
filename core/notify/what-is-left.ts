/** What people must know of what an incident left changed: what it is, and who changes it back, when. */
import type { Incident } from '../incident/incident.ts';
import { attemptOf, dueLeftovers, requestedLeftover } from '../incident/leftovers.ts';
import { promiseOf } from '../remedies/leaves.ts';

/** A sentence for each leftover that is due; a dead execution promises nothing it would have done itself. */
export function whatIsLeft(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const asked = requestedLeftover(incident) !== undefined;
  if (asked && execution === 'alive') return ['what is left is undone now, as asked; another message says how'];
  const notUndone = asked ? ['what is left is NOT UNDONE, though a person asked: give the command again'] : [];
  const promises = dueLeftovers(incident).flatMap(
    (left) => promiseOf(attemptOf(incident, left), left.dueAt, execution) ?? [],
  );
  return [...notUndone, ...promises];
}
