/**
 * Stage Close: frees the group, closes the incident in one conditional write, and answers with its one final message.
 * A failing signal that arrived since the last look refuses the write: then it is not over.
 */
import { runbookFor } from '../../core/catalog.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { JoinedSignal, Limits } from '../../core/ports.ts';
import { step } from '../../core/workflow/step.ts';
import type { StageInput, StageOutput } from '../../core/workflow/command.ts';
import { alarmsOf, readSignals } from './gather.ts';
import { contextOf, once, stepAndSave } from './stage.ts';
import type { Loaded, StageWorld } from './stage.ts';

export type CloseWorld = StageWorld & { readonly limits: Limits };

export function close(world: CloseWorld) {
  return async (input: StageInput): Promise<StageOutput> => await once(world, input, (loaded) => closed(world, loaded));
}

async function closed(world: CloseWorld, loaded: Loaded): Promise<Incident> {
  // First, so that a Lambda that dies after the write leaves no lease behind.
  await release(world.limits, loaded.incident);
  const { incident } = step(loaded.incident, { kind: 'closed' }, contextOf(world, loaded));
  const result = await world.ledger.close(incident, loaded.incident.signalsSeen);
  return result.kind === 'closed' ? result.incident : await reopened(world, loaded);
}

/** Frees the lease if the incident holds one. Doing it twice frees nothing else: the fence tells. */
export async function release(limits: Limits, { id, reservation }: Incident): Promise<void> {
  if (reservation === undefined) return;
  await limits.release({ group: reservation.group, fence: reservation.fence, incidentId: id });
}

async function reopened(world: CloseWorld, loaded: Loaded): Promise<Incident> {
  const { signals, signalsSeen } = await readSignals(world, loaded.incident);
  const { failureType, summary } = newest(world, loaded, signals);
  return await stepAndSave(world, loaded, {
    kind: 'reopened',
    failureType,
    summary,
    alarms: alarmsOf(loaded, signals, world.catalog),
    signalsSeen,
  });
}

/** The last failing signal says what is failing now, where it has a runbook here. */
function newest({ catalog }: CloseWorld, { incident, service }: Loaded, signals: readonly JoinedSignal[]) {
  const failing = signals.map(({ signal }) => signal).filter((signal) => !('state' in signal && signal.state === 'OK'));
  const last = failing.at(-1) ?? incident.trigger;
  const type = 'failureType' in last ? last.failureType : incident.failureType;
  const failureType = runbookFor(catalog, service, type) === undefined ? incident.failureType : type;
  return { failureType, summary: last.summary };
}
