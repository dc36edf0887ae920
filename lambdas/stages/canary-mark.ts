/**
 * What Intake does with the canary of the schedule: it leaves a mark in the table, for Decide to find, and sends it on.
 * It must not know what Decide does with it.
 */
import type { Canary } from '../../core/ports/upkeep.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { StageOutput } from '../../core/incident/command.ts';

/** Stands where others carry the id of their incident. No incident is called so: their names begin with a time. */
export const CANARY_ID = 'canary';

interface MarkWorld {
  readonly canary: Canary;
  readonly clock: Clock;
}

export async function leaveCanary({ canary, clock }: MarkWorld): Promise<StageOutput> {
  await canary.leave(clock.now());
  return { incidentId: CANARY_ID, sequence: 0, command: { kind: 'decide' } };
}
