/**
 * Tells an incident whose execution died from one that waits. AWS delivers events about dead executions on a
 * best-effort basis: without this check, one lost event would block a service for ever.
 */
import type { Command } from './command.ts';
import type { Incident } from './incident.ts';

/**
 * The reaper hears of a dead execution within seconds, and is repeated for minutes. What is younger is its work, or that of
 * an execution that is alive.
 */
export const REAPER_MINUTES = 10;

/** No step takes this long: Lambdas are retried for minutes, and the end of a wait is known. */
const INCIDENT_SILENT_MINUTES_MAX = 60;

/** Whether an open incident has given no sign of life for an hour, waits not counted. */
export function isSilent(incident: Incident, now: number): boolean {
  const lastSign = Math.max(incident.steppedAt, waitEnd(incident.command));
  return incident.phase !== 'closed' && now > lastSign + INCIDENT_SILENT_MINUTES_MAX * 60_000;
}

function waitEnd(command: Command): number {
  if (command.kind === 'announce') return waitEnd(command.next);
  return command.kind === 'wait' ? Date.parse(command.until) : 0;
}
