/**
 * Takes up what a closed incident left to do when its execution died: this execution takes the incident over and
 * continues with its pending command. It happens once per step of the incident, however often it is started.
 */
import { leftoverDue } from '../../core/incident/leftovers.ts';
import type { InternalEvent } from '../../core/signal/internal-event.ts';
import { step } from '../../core/workflow/step.ts';
import { answer, contextOf, openedBefore, withEntries, type IntakeOutput, type StageWorld } from './stage.ts';

type Resume = Extract<InternalEvent, { kind: 'resume' }>;

/** @throws Conflict when another execution wrote the incident meanwhile; a retry reads it again. */
export async function resume(world: StageWorld, event: Resume, executionArn: string): Promise<IntakeOutput> {
  const { ledger, catalog } = world;
  const before = await openedBefore(world, executionArn);
  if (before !== undefined) return before;
  const incident = await ledger.load(event.incidentId);
  // Every role that may start the machine can send this event: only what the record calls due is taken up.
  const due = leftoverDue(incident, world.clock.now());
  if (due === undefined || incident.sequence !== event.sequence) {
    return { kind: 'ignored', reason: 'duplicate', detail: `incident ${incident.id} has gone on meanwhile` };
  }
  const loaded = withEntries(catalog, incident);
  const taken = step(incident, { kind: 'resumed', executionArn }, contextOf(world, loaded));
  return { kind: 'opened', ...answer(await ledger.takeOver(taken.incident)) };
}
