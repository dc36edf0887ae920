/** What the healer's own breaker is told of an attempt. */
import type { AttemptOutcome } from '../limits/breaker.ts';
import { attemptId } from '../limits/reservation.ts';
import type { Attempt, Incident } from './incident.ts';

/** Undefined for one that is not over, and for one that was stopped, which says nothing of it. */
export function attemptOutcome({ id, service }: Incident, attempt: Attempt): AttemptOutcome | undefined {
  const { number, status, endedAt, startedAt } = attempt;
  if (status === 'censored' || status === 'pending') return undefined;
  const name = attemptId({ incidentId: id, attempt: number });
  return { attemptId: name, service, helped: status === 'succeeded', at: endedAt ?? startedAt };
}
