/** A person who asks to undo what was done for an incident: the parameter, its event, and executions played step by step. */
import { undoParameterName } from '../../core/vocabulary.ts';
import { passTime, type Execution, type Stepper } from './machine.ts';
import type { Shop, Sickness } from './shop.ts';

/** The event of a parameter that was written, as the Parameter Store sends it. */
export function parameterEvent(name: string, at: number, operation = 'Create'): Record<string, unknown> {
  return {
    version: '0',
    id: `parameter-${at}`,
    'detail-type': 'Parameter Store Change',
    source: 'aws.ssm',
    account: '123456789012',
    time: new Date(at).toISOString(),
    region: 'us-east-1',
    resources: [`arn:aws:ssm:us-east-1:123456789012:parameter${name}`],
    detail: { operation, name, type: 'String' },
  };
}

/** The id of the incident that was opened first. */
export function incidentOf({ memory }: Shop): string {
  const [id] = memory.store.ledger.incidents.keys();
  if (id === undefined) throw new Error('there is no incident');
  return id;
}

/** Writes the parameter of the incident that was opened first; its event is not delivered. */
export function write(shop: Shop, value = 'now'): void {
  shop.memory.parameters.set(undoParameterName(incidentOf(shop)), value);
}

/** Writes it, and plays the execution that its event starts, to its end. */
export async function ask(shop: Shop, value = 'now'): Promise<Execution> {
  write(shop, value);
  return await shop.machine.run(parameterEvent(undoParameterName(incidentOf(shop)), shop.now()));
}

/** Plays on until then, or to the end; waits are waited for, unless it is time before. */
export async function playUntil(shop: Shop, running: Stepper, then: () => boolean): Promise<void> {
  while (!then() && (await running.step())) {
    if (running.waitsUntil !== undefined && !then()) passTime(shop, running.waitsUntil);
  }
}

/** An execution that healed the shop and has told so: what is left of it is the wait for what it left. */
export async function healed(shop: Shop, sickness: Sickness): Promise<Stepper> {
  const running = await shop.machine.start(shop.alarm(sickness));
  await playUntil(shop, running, () => running.path.at(-1) === 'notify');
  return running;
}
