/**
 * Finds the tasks an incident left added: what is to be given back when the load is as usual again, and what people must
 * be told. It must not know when, or how.
 */
import type { Attempt, Incident } from '../incident/incident.ts';
import type { ScaleOutPlan } from '../incident/journal.ts';

/** The newest attempt whose higher count the healer may have set and did not take back. */
export function scaledOutAttempt({ attempts }: Pick<Incident, 'attempts'>): Attempt | undefined {
  return attempts.findLast(({ journal: { plan, moves }, undone }) => {
    if (plan.kind !== 'scaleOut' || undone === true) return false;
    return moves.some(({ move }) => move.kind === 'setDesiredCount' && move.count === plan.to);
  });
}

/** What it added. */
export function scaledOut(incident: Pick<Incident, 'attempts'>): ScaleOutPlan | undefined {
  const plan = scaledOutAttempt(incident)?.journal.plan;
  return plan?.kind === 'scaleOut' ? plan : undefined;
}
