/**
 * Ends an incident whose state machine gave up or whose execution died. It frees the lease, settles the attempt without
 * blame, and gives the incident its one outcome and people their one message.
 */
import { foreignText } from '../../core/foreign-text.ts';
import { serviceOfNoop } from '../../core/workflow/noop.ts';
import { endMessage } from '../../core/notify/message.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { Conflict } from '../../core/ports/errors.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { step } from '../../core/workflow/step.ts';
import { spokenFor } from '../../core/transitions/transitions.ts';
import type { Command, StageOutput } from '../../core/incident/command.ts';
import { release } from './close.ts';
import { settle } from './learn.ts';
import { answer, contextOf, withEntries, type Loaded, type StageWorld } from './stage.ts';

export type AbandonWorld = StageWorld & Pick<Ports, 'limits' | 'memory'>;

export interface AbandonInput {
  /** Absent when Intake itself failed, or when only the execution is known. */
  readonly incidentId?: string;
  readonly executionArn: string;
  readonly error: unknown;
}

export type AbandonOutput = StageOutput | { readonly command: Command };

const NOTHING_TO_DO: AbandonOutput = { command: { kind: 'stop', result: 'failed' } };
/** Rounds of closing while further signals arrive. */
const ROUNDS_MAX = 5;
const REASON_MAX = 300;

export function abandon(world: AbandonWorld) {
  return async ({ incidentId, executionArn, error }: AbandonInput): Promise<AbandonOutput> => {
    const id = incidentId ?? (await world.ledger.incidentOf(executionArn));
    // No-ops leave no record. The person who asked for them waits, and learns which Lambda did not answer.
    if (id === undefined || serviceOfNoop(id) !== undefined) return NOTHING_TO_DO;
    const loaded = withEntries(world.catalog, await world.ledger.load(id));
    if (loaded.incident.phase === 'closed') {
      await settled(world, loaded.incident);
      return await told(world, loaded);
    }
    await release(world.limits, loaded.incident, loaded.service.group);
    return answer(await abandoned(world, loaded, reasonOf(error)));
  };
}

async function abandoned(world: AbandonWorld, loaded: Loaded, reason: string): Promise<Incident> {
  const { incident } = step(loaded.incident, { kind: 'abandoned', reason }, contextOf(world, loaded));
  for (let round = 0; round < ROUNDS_MAX; round++) {
    // Signals that joined meanwhile are not healed either; the outcome and the message cover them.
    const { signalCount } = await world.ledger.service(incident.service);
    const result = await world.ledger.close(incident, signalCount);
    if (result.kind === 'closed') return await settled(world, result.incident);
  }
  throw new Conflict(`signals kept arriving while incident ${incident.id} was being closed`);
}

/**
 * Runs after closing, because until then a Lambda that is still alive may settle the attempt differently. Runs again for
 * a closed incident, because the execution that closed it may have died in between. Memory counts the attempt once.
 */
async function settled(world: AbandonWorld, incident: Incident): Promise<Incident> {
  const last = incident.attempts.at(-1);
  if (last !== undefined && last.status !== 'pending') await settle(world, incident);
  return incident;
}

/**
 * For a closed incident: sends the message again only if it never went out, and never if the storm's message covers it.
 */
async function told(world: AbandonWorld, { incident, runbook, service }: Loaded): Promise<AbandonOutput> {
  if (await world.ledger.notified(incident.id)) return NOTHING_TO_DO;
  if (spokenFor(incident)) {
    await world.ledger.markNotified(incident.id, world.clock.now());
    return NOTHING_TO_DO;
  }
  const message = endMessage(incident, runbook, service);
  const command: Command = { kind: 'notify', message, next: { kind: 'stop', result: 'failed' } };
  return { incidentId: incident.id, sequence: incident.sequence, command };
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return foreignText(String(error), REASON_MAX);
  const { Error: name, Cause: cause } = error as { readonly Error?: unknown; readonly Cause?: unknown };
  const words = [name, cause].filter((word) => typeof word === 'string' && word !== '').join(': ');
  return foreignText(words === '' ? JSON.stringify(error) : words, REASON_MAX);
}
