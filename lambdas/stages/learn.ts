/**
 * Stage Learn: tells memory what became of the attempt. Memory counts it once however often it is told, so a retried
 * Lambda changes nothing.
 */
import type { Incident } from '../../core/incident/incident.ts';
import { PLAIN } from '../../core/memory/context.ts';
import { minutesBetween } from '../../core/memory/relapse.ts';
import type { Memory } from '../../core/ports.ts';
import type { StageInput, StageOutput } from '../../core/workflow/command.ts';
import { currentAttempt } from '../../core/workflow/transitions.ts';
import { once, stepAndSave } from './stage.ts';
import type { StageWorld } from './stage.ts';

export type LearnWorld = StageWorld & { readonly memory: Memory };

export function learn(world: LearnWorld) {
  return async (input: StageInput): Promise<StageOutput> =>
    await once(world, input, async (loaded) => {
      await settle(world, loaded.incident);
      return await stepAndSave(world, loaded, { kind: 'learnt' });
    });
}

/** Counts the incident's last attempt, which must be over. @throws Error when it is still pending. */
export async function settle(
  { memory, clock }: Pick<LearnWorld, 'memory' | 'clock'>,
  incident: Incident,
): Promise<void> {
  const { number, remedy, status, startedAt, endedAt, harmful } = currentAttempt(incident);
  if (status === 'pending')
    throw new Error(`attempt ${number} of ${incident.id} is not over, so nothing can be learnt`);
  const ended = endedAt ?? clock.now();
  await memory.settle({
    incidentId: incident.id,
    attempt: number,
    failureType: incident.failureType,
    service: incident.service,
    context: incident.context ?? PLAIN,
    remedy,
    status,
    harmful: harmful === true,
    ...(status === 'succeeded' ? { minutes: minutesBetween(startedAt, ended) } : {}),
    at: ended,
  });
}
