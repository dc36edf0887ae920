/**
 * Bounds every wait of an incident that holds the lease of its group, so that the next stage renews the lease in time.
 * A longer wait becomes several: the next stage looks, finds that it is too early, and waits again. `step` applies this
 * to every command, so no remedy and no verification can forget it.
 */
import type { Incident, Phase } from '../incident/incident.ts';
import { HOLDER_WAIT_SECONDS_MAX } from '../limits/lease.ts';
import type { Command } from '../incident/command.ts';

/** Phases in which other stages rely on the lease. Decide releases it before it waits; a closed incident has none. */
const HOLDING: ReadonlySet<Phase> = new Set(['acting', 'verifying', 'undoing', 'learning', 'closing']);

/** The incident with its wait cut to what the lease allows. @param now of the step, ms since the epoch */
export function withinLease(incident: Incident, now: number): Incident {
  if (incident.reservation === undefined || !HOLDING.has(incident.phase)) return incident;
  return { ...incident, command: bounded(incident.command, now + HOLDER_WAIT_SECONDS_MAX * 1_000) };
}

function bounded(command: Command, latest: number): Command {
  switch (command.kind) {
    case 'announce':
    case 'notify':
      return { ...command, next: bounded(command.next, latest) };
    case 'wait':
      return Date.parse(command.until) <= latest ? command : { ...command, until: new Date(latest).toISOString() };
    default:
      return command;
  }
}
