/**
 * Plays the workflow as it is synthesized, state by state, over ports in memory: the lab's interpreter walks the
 * definition in virtual time and each task runs the stage it names. So what an incident costs in transitions is counted
 * where it is spent, and the definition is seen to lead the stages where `machine.ts` leads them.
 */
import { Damaged } from '../../core/ports/errors.ts';
import { flipToggle } from '../../core/remedies/flip-toggle/flip-toggle.ts';
import { replaceTasks } from '../../core/remedies/replace-tasks/replace-tasks.ts';
import { rollBack } from '../../core/remedies/roll-back/roll-back.ts';
import { scaleOut } from '../../core/remedies/scale-out/scale-out.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { createStates } from 'loopback-aws/states/service.ts';
import { StateError } from 'loopback-aws/states/state-error.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { transitionsOf } from '../../lab/metering/heal-meter.ts';
import { abandon } from '../../lambdas/stages/abandon.ts';
import { decideOrHeartbeat } from '../../lambdas/stages/heartbeat.ts';
import { close } from '../../lambdas/stages/close.ts';
import { intake } from '../../lambdas/stages/intake.ts';
import { learn } from '../../lambdas/stages/learn.ts';
import { actOrNoop } from '../../lambdas/stages/noop.ts';
import { verify } from '../../lambdas/stages/verify.ts';
import type { StageName } from '../../lib/functions.ts';
import { workflowDefinition } from '../../lib/workflow/definition.ts';
import { passTime } from './machine.ts';
import type { Shop } from './shop.ts';

export interface Played {
  /** Names of the states entered, in order. */
  readonly states: readonly string[];
  /** State transitions as Step Functions counts them: every state entered, and every retry of a task. */
  readonly transitions: number;
  readonly status: string;
  /** Input of every publish, in order. */
  readonly published: readonly Readonly<Record<string, unknown>>[];
  readonly incident: Incident | undefined;
}

/** A restored toggle is the longest an execution lives. */
const LONGEST_MS = 30 * 60 * 60_000;

/** Runs one execution for the event to its end; the world of the shop moves on while it waits. */
export async function play(shop: Shop, event: unknown, chatTopicArn?: string): Promise<Played> {
  const definition = workflowDefinition({
    partition: 'aws',
    functionArn: (name) => name,
    topicArn: 'arn:aws:sns:us-east-1:123456789012:healer',
    ...(chatTopicArn === undefined ? {} : { chatTopicArn }),
    tableName: 'table',
    deadLetterQueueUrl: 'queue',
  });
  return await playDefinition(shop, { definition, input: event });
}

export interface Playable {
  /** As Step Functions has it; the ARNs of Lambdas are their names. */
  readonly definition: object;
  readonly input: unknown;
  /** Of the execution; a random one when absent. */
  readonly name?: string;
}

/** The same with any definition: one of another version, or one that begins in the middle. */
export async function playDefinition(shop: Shop, { definition, input: event, name }: Playable): Promise<Played> {
  const clock = virtualClock(shop.now());
  const published: Readonly<Record<string, unknown>>[] = [];
  const stages = stagesOf({ ...shop.memory.ports, catalog: shop.catalog });
  const runTask = async (resource: string, input: unknown): Promise<unknown> => {
    passTime(shop, clock.now());
    const fields = input as Readonly<Record<string, unknown>>;
    if (resource.endsWith(':sns:publish')) published.push(fields);
    if (resource.endsWith(':dynamodb:updateItem')) await markTold(shop, fields);
    if (!resource.endsWith(':lambda:invoke')) return {};
    return { Payload: await named(() => stages[fields['FunctionName'] as StageName](fields['Payload'] as never)) };
  };
  const defects: unknown[] = [];
  const states = createStates({ clock, runTask, emit: () => undefined, onDefect: (error) => void defects.push(error) });
  const machine = states.createMachine({ name: 'workflow', roleArn: 'role', definition: JSON.stringify(definition) });
  const execution = states.start(machine, { name, input: JSON.stringify(event) });
  await clock.advance(LONGEST_MS);
  if (defects.length > 0) throw defects[0];
  const entered = execution.history.events.filter(({ type }) => type.endsWith('StateEntered'));
  const incidentId = await shop.memory.ports.ledger.incidentOf(execution.arn);
  return {
    states: entered.map(({ stateEnteredEventDetails: details }) => (details as { readonly name: string }).name),
    transitions: transitionsOf(execution),
    status: execution.status(),
    published,
    incident:
      incidentId === undefined ? undefined : await shop.memory.ports.ledger.load(incidentId).catch(unlessDamaged),
  };
}

/** An incident that cannot be read leaves nothing to look at. */
function unlessDamaged(error: unknown): undefined {
  if (error instanceof Damaged) return undefined;
  throw error;
}

/** The stages of the workflow by the names of their Lambdas. */
export function stagesOf(world: Ports & { readonly catalog: Catalog }) {
  const stages = {
    intake: intake(world),
    decide: decideOrHeartbeat(world),
    'replace-tasks': actOrNoop(replaceTasks)(world),
    'flip-toggle': actOrNoop(flipToggle)(world),
    'roll-back': actOrNoop(rollBack)(world),
    'scale-out': actOrNoop(scaleOut)(world),
    verify: verify(world),
    learn: learn(world),
    close: close(world),
    abandon: abandon(world),
  };
  return stages as unknown as Readonly<Record<StageName, (input: never) => Promise<unknown>>>;
}

async function markTold(shop: Shop, input: Readonly<Record<string, unknown>>): Promise<void> {
  const { pk, sk } = input['Key'] as Readonly<Record<'pk' | 'sk', { readonly S: string }>>;
  const answers = sk.S === 'NOTIFIED' ? undefined : Number(sk.S.slice('UNDONE#'.length));
  await shop.memory.ports.ledger.markNotified(pk.S.slice('INC#'.length), shop.now(), answers);
}

/** An error of a Lambda, as the state machine sees it: by its name. */
export async function named(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StateError(error.name, error.message);
  }
}
