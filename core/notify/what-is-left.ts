/** What an incident left changed, and who changes it back, and when: people must know it. */
import type { Incident } from '../incident/incident.ts';
import { attemptOf, dueLeftovers, requestedLeftover } from '../incident/leftovers.ts';
import { promiseOf } from '../remedies/leaves.ts';

/** One sentence for each leftover. A dead execution makes no promises. */
export function whatIsLeft(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const asked = requestedLeftover(incident) !== undefined;
  if (asked && execution === 'alive')
    return ['the healer undoes what is left now, as asked; another message gives the result'];
  const notUndone = asked ? ['what is left is NOT UNDONE, though a person asked: give the command again'] : [];
  const promises = dueLeftovers(incident).flatMap(
    (left) => promiseOf(attemptOf(incident, left), left.dueAt, execution) ?? [],
  );
  return [...notUndone, ...promises];
}
