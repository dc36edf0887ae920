/** Intake's part for the canary: leaves a mark in the table, which Decide must find, and sends the canary on. */
import type { Canary } from '../../core/ports/upkeep.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { StageOutput } from '../../core/incident/command.ts';

/** Takes the place of an incident's id. No incident has this name: their names begin with a time. */
export const CANARY_ID = 'canary';

interface MarkWorld {
  readonly canary: Canary;
  readonly clock: Clock;
}

export async function leaveCanary({ canary, clock }: MarkWorld): Promise<StageOutput> {
  await canary.leave(clock.now());
  return { incidentId: CANARY_ID, sequence: 0, command: { kind: 'decide' } };
}
