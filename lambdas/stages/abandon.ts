/**
 * Stage Abandon: the state machine gave up, or its execution died. Whatever happened, the lease is freed, the attempt is
 * settled without blame, the incident gets its one outcome and people get their one message.
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
import { answer, contextOf, withEntries } from './stage.ts';
import type { Loaded, StageWorld } from './stage.ts';

export type AbandonWorld = StageWorld & Pick<Ports, 'limits' | 'memory'>;

export interface AbandonInput {
  /** Absent when intake itself failed or when only the execution is known. */
  readonly incidentId?: string;
  readonly executionArn: string;
  readonly error: unknown;
}

export type AbandonOutput = StageOutput | { readonly command: Command };

const NOTHING_TO_DO: AbandonOutput = { command: { kind: 'stop', result: 'failed' } };
/** Times closing starts over because another signal arrived. */
const ROUNDS_MAX = 5;
/** Characters of an error that go into a message. */
const REASON_MAX = 300;

export function abandon(world: AbandonWorld) {
  return async ({ incidentId, executionArn, error }: AbandonInput): Promise<AbandonOutput> => {
    const id = incidentId ?? (await world.ledger.incidentOf(executionArn));
    // Of no-ops nothing is on record; the person who asked for them waits, and is told which Lambda did not answer.
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
    // What joined meanwhile is not healed either; the outcome and the message cover it.
    const { signalCount } = await world.ledger.service(incident.service);
    const result = await world.ledger.close(incident, signalCount);
    if (result.kind === 'closed') return await settled(world, result.incident);
  }
  throw new Conflict(`signals kept arriving while incident ${incident.id} was being closed`);
}

/**
 * After closing, for until then a Lambda that is still alive may settle the attempt otherwise; and again for an incident
 * that was closed before, for whoever closed it may have died in between. Memory counts it once.
 */
async function settled(world: AbandonWorld, incident: Incident): Promise<Incident> {
  const last = incident.attempts.at(-1);
  if (last !== undefined && last.status !== 'pending') await settle(world, incident);
  return incident;
}

/** Closed before: the message is sent again only if it never went out, and none where a storm's message speaks for it. */
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
