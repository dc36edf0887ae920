/** What people must know of tasks that an incident left added: how many, and who takes them back, when. */
import type { Incident } from '../incident/incident.ts';
import { scaledOut } from '../remedies/scaled-out.ts';

/** One sentence; none where no task was added, or all were taken back. */
export function addedTasks(incident: Incident, execution: 'alive' | 'dead'): readonly string[] {
  const plan = scaledOut(incident);
  if (plan === undefined) return [];
  const { from, to, expiresAt } = plan;
  const stay = `${to} tasks are desired instead of ${from}`;
  if (execution === 'dead') return [`${stay}: take them back yourself, unless autoscaling does`];
  const at = `${new Date(expiresAt).toISOString().slice(0, 16)}Z`;
  return [`${stay}; from ${at} on I go back to ${from} when requests are as usual, unless somebody changes the count`];
}
