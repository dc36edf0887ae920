/**
 * Tells an incident whose execution is dead and was never reaped from one that waits. Events about dead executions are
 * delivered on a best-effort basis; without this, one lost event would leave a service unhealable for ever.
 */
import type { Command } from './command.ts';
import type { Incident } from './incident.ts';

/** No step takes this long: Lambdas are retried for minutes, and waits are known by their end. */
const INCIDENT_SILENT_MINUTES_MAX = 60;

/** Whether an incident that is recorded as open has given no sign of life for an hour, waits not counted. */
export function isSilent(incident: Incident, now: number): boolean {
  const lastSign = Math.max(incident.steppedAt, waitEnd(incident.command));
  return incident.phase !== 'closed' && now > lastSign + INCIDENT_SILENT_MINUTES_MAX * 60_000;
}

function waitEnd(command: Command): number {
  if (command.kind === 'announce') return waitEnd(command.next);
  return command.kind === 'wait' ? Date.parse(command.until) : 0;
}
