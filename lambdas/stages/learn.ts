/** Tells memory the result of the attempt. Memory counts it once, so a repeated Lambda changes nothing. */
import { attemptOutcome } from '../../core/incident/attempt-outcome.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { PLAIN } from '../../core/memory/context.ts';
import { minutesBetween } from '../../core/incident/relapse.ts';
import { boundsOf } from '../../core/catalog/bounds.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { StageInput, StageOutput } from '../../core/incident/command.ts';
import { currentAttempt } from '../../core/transitions/transitions.ts';
import { idempotently, stepAndSave, type Loaded, type StageWorld } from './stage.ts';

export type LearnWorld = StageWorld & Pick<Ports, 'memory' | 'limits'>;

export function learn(world: LearnWorld) {
  return async (input: StageInput): Promise<StageOutput> =>
    await idempotently(world, input, async (loaded) => {
      await settle(world, loaded.incident);
      await report(world, loaded);
      return await stepAndSave(world, loaded, { kind: 'learnt' });
    });
}

/** Tells the breaker whether the attempt helped. An interrupted attempt shows neither. */
async function report({ limits, catalog }: LearnWorld, { incident, service }: Loaded): Promise<void> {
  const outcome = attemptOutcome(incident, currentAttempt(incident));
  if (outcome === undefined) return;
  await limits.report(outcome, boundsOf(catalog, service).account);
}

/**
 * Counts the incident's last attempt, even while an older one is being undone.
 * @throws Error when the incident has no attempt, or it is still pending.
 */
export async function settle({ memory, clock }: Pick<Ports, 'memory' | 'clock'>, incident: Incident): Promise<void> {
  const last = incident.attempts.at(-1);
  if (last === undefined) throw new Error(`incident ${incident.id} has no attempt`);
  const { number, remedy, status, startedAt, endedAt, harmful, executionError } = last;
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
    ...(executionError === true && { executionError }),
    ...(status === 'succeeded' ? { minutes: minutesBetween(startedAt, ended) } : {}),
    at: ended,
  });
}
