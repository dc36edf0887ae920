/** Intake's part for the heartbeat: leaves a mark in the table, which Decide must find, and sends the heartbeat on. */
import type { Heartbeat } from '../../core/ports/upkeep.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { StageOutput } from '../../core/incident/command.ts';

/** Takes the place of an incident's id. No incident has this name: their names begin with a time. */
export const HEARTBEAT_ID = 'heartbeat';

interface MarkWorld {
  readonly heartbeat: Heartbeat;
  readonly clock: Clock;
}

export async function leaveHeartbeat({ heartbeat, clock }: MarkWorld): Promise<StageOutput> {
  await heartbeat.leave(clock.now());
  return { incidentId: HEARTBEAT_ID, sequence: 0, command: { kind: 'decide' } };
}
