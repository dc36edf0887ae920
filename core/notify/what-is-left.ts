/** What people must know of what an incident left changed: what it is, and who changes it back, when. */
import type { Incident } from '../incident/incident.ts';
import { duePlan, requestedLeftover } from '../incident/leftovers.ts';

/** A sentence for each thing; a dead execution promises nothing it would have done itself. */
export function whatIsLeft(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const asked = requestedLeftover(incident) !== undefined;
  if (asked && execution === 'alive') return ['what is left is undone now, as asked; another message says how'];
  const notUndone = asked ? ['what is left is NOT UNDONE, though a person asked: give the command again'] : [];
  return [...notUndone, ...flipped(incident, execution), ...added(incident, execution), ...narrowed(incident)];
}

function flipped(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const plan = duePlan(incident, 'flipToggle');
  if (plan === undefined || execution === 'dead') return [];
  const { toggle, previous, dueAt } = plan;
  return [`${toggle} goes back to "${previous}" at ${minute(dueAt)}; fix the cause before, or it is switched again`];
}

function added(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const plan = duePlan(incident, 'scaleOut');
  if (plan === undefined) return [];
  const { from, to, dueAt } = plan;
  const stay = `${to} tasks are desired instead of ${from}`;
  if (execution === 'dead') return [`${stay}: take them back yourself, unless autoscaling does`];
  return [
    `${stay}; from ${minute(dueAt)} on I go back to ${from} when requests are as usual, unless somebody changes the count`,
  ];
}

/** Whoever is alive puts it back: this execution, or the one the sweep starts. */
function narrowed(incident: Incident): readonly string[] {
  const plan = duePlan(incident, 'rollBack');
  if (plan?.canary === undefined) return [];
  const { narrow, usual } = plan.canary;
  const pace = `maximumPercent ${narrow.maximumPercent} instead of ${usual.maximumPercent}`;
  return [`deployments may start one task at a time (${pace}) until I put that back, as soon as I may`];
}

function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
