/**
 * What stands in Parameter Store and in the healer's memory once a scenario has ended, read as an operator reads it: what
 * the healer wrote there and what it left there are two things.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { Json } from 'loopback-aws/fields.ts';
import { tasksOf } from 'loopback-aws/ecs/state.ts';
import config from '../healer.config.ts';
import type { Lab } from '../lab.ts';
import type { World } from './scenario.ts';

export type LeftBehind = Pick<World, 'toggles' | 'remembered' | 'leftOut'>;

/** Reads every toggle, and what is remembered of the failures of these incidents, as they are now. */
export async function leftBehind(lab: Lab, incidents: readonly Incident[]): Promise<LeftBehind> {
  const toggles = new Map<string, string>();
  for (const { parameter } of config.services.flatMap((service) => service.toggles ?? [])) {
    const value = await lab.parameter(parameter);
    if (value !== undefined) toggles.set(parameter, value);
  }
  const failureTypes = new Set(incidents.map(({ failureType }) => failureType));
  const remembered = await Promise.all([...failureTypes].map(async (failureType) => memoryOf(lab, failureType)));
  return { toggles, remembered: remembered.flat(), leftOut: leftOutOf(lab) };
}

/** Asked of the target groups themselves: AWS may have put back what the healer took out, without a call of the healer. */
function leftOutOf({ fleet }: Lab): readonly string[] {
  return [...fleet.urls.keys()].flatMap((service) => {
    const registered = [...fleet.serving(service).registered.values()].filter(({ state }) => state !== 'draining');
    const ids = new Set(registered.map(({ target }) => target.id));
    return tasksOf(fleet.ecs.state, service)
      .filter(({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING')
      .filter(({ privateIp }) => !ids.has(privateIp))
      .map(({ id }) => `${id} of ${service}`);
  });
}

/** One item for each service, context and remedy: `MEM#<failure type>`, `<service>#<context>#<remedy>`. */
async function memoryOf({ cloud, stack, clock }: Lab, failureType: string): Promise<World['remembered']> {
  const table = [...stack.resources.values()].find(({ type }) => /^AWS::DynamoDB::(Global)?Table$/.test(type));
  const input = {
    TableName: table?.ref,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `MEM#${failureType}` } },
  };
  const call = { service: 'dynamodb', operation: 'Query', caller: 'operator', at: clock.now(), input };
  const query = cloud.services.dynamodb.service.operations['Query'];
  if (query === undefined) throw new Error('the DynamoDB of the lab cannot be asked');
  const { Items } = (await query(input, call)) as { readonly Items: readonly Json[] };
  return Items.flatMap((item) => {
    const { sk = '', attempts, harmful } = plain(item);
    const [service = '', , remedy] = sk.split('#');
    // Waits are remembered beside the remedies, under a key of their own.
    if (remedy === undefined) return [];
    return { failureType, service, remedy, attempts: Number(attempts), harmful: Number(harmful) };
  });
}

/** Texts and numbers without DynamoDB's types. */
function plain(item: Json): Readonly<Partial<Record<string, string>>> {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, Object.values(value as Readonly<Record<string, string>>)[0]]),
  );
}
