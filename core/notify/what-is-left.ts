/** What an incident left changed, and who changes it back, and when: people must know it. */
import type { Incident } from '../incident/incident.ts';
import { duePlan, requestedLeftover } from '../incident/leftovers.ts';

/** One sentence for each leftover. A dead execution makes no promises. */
export function whatIsLeft(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const asked = requestedLeftover(incident) !== undefined;
  if (asked && execution === 'alive')
    return ['the healer undoes what is left now, as asked; another message gives the result'];
  const notUndone = asked ? ['what is left is NOT UNDONE, though a person asked: give the command again'] : [];
  return [...notUndone, ...flipped(incident, execution), ...added(incident, execution), ...narrowed(incident)];
}

function flipped(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const plan = duePlan(incident, 'flipToggle');
  if (plan === undefined || execution === 'dead') return [];
  const { toggle, previous, dueAt } = plan;
  return [`${toggle} goes back to "${previous}" at ${minute(dueAt)}; fix the cause before then, or I switch it again`];
}

function added(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const plan = duePlan(incident, 'scaleOut');
  if (plan === undefined) return [];
  const { from, to, dueAt } = plan;
  const stay = `${to} tasks are desired instead of ${from}`;
  if (execution === 'dead') return [`${stay}: remove them yourself, unless autoscaling does`];
  return [
    `${stay}; from ${minute(dueAt)} on I go back to ${from} when requests are back at their baseline, unless a person or autoscaling changes the count`,
  ];
}

/** The same sentence for a dead execution, because the sweep starts another one that puts the limits back. */
function narrowed(incident: Incident): readonly string[] {
  const plan = duePlan(incident, 'rollBack');
  if (plan?.canary === undefined) return [];
  const { narrow, usual } = plan.canary;
  const pace = `maximumPercent ${narrow.maximumPercent} instead of ${usual.maximumPercent}`;
  return [`deployments may start one task at a time (${pace}) until I restore it, as soon as no hold forbids it`];
}

function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
