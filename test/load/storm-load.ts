/**
 * Alarms of a whole fleet within a minute, on the workflow as it is synthesized: the lab's interpreter plays it in virtual
 * time, the real stages and adapters work on a real DynamoDB over HTTP, and ECS, CloudWatch and SSM are in memory. What
 * is measured is real time and real calls; what is checked is that nothing is lost and no limit passed.
 */
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Storm } from '../../core/limits/storm.ts';
import { createDynamoDb, type DynamoDb } from 'loopback-aws/dynamodb.ts';
import { createStates } from 'loopback-aws/states/service.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { clientSettings } from '../../lambdas/adapters/aws-call.ts';
import { dynamoLedger } from '../../lambdas/adapters/dynamo-ledger.ts';
import { dynamoLimits } from '../../lambdas/adapters/dynamo-limits.ts';
import { dynamoMemory } from '../../lambdas/adapters/dynamo-memory.ts';
import { keys } from '../../lambdas/adapters/dynamo-keys.ts';
import type { Table } from '../../lambdas/adapters/dynamo-table.ts';
import { workflowDefinition } from '../../lib/workflow/definition.ts';
import { awsEndpoint } from '../contract/aws-endpoint.ts';
import { createTable } from '../contract/table.ts';
import { aCatalog, aService } from '../support/catalog.ts';
import { alarmEvent } from '../support/events.ts';
import { memoryPorts } from '../support/memory-ports/memory-ports.ts';
import { named, stagesOf } from '../support/played-workflow.ts';
import { aTaskDefinition, GOOD, START } from '../support/shop.ts';
import { countedCalls, type Counted } from './counted-calls.ts';

export interface StormLoad {
  readonly services: number;
  readonly events: number;
}

export interface StormFigures {
  /** Executions that took their event up, by what came of it. */
  readonly taken: Readonly<Record<string, number>>;
  /** Signals on record with the incidents. */
  readonly recorded: number;
  readonly incidents: readonly Incident[];
  readonly storm: Storm | undefined;
  /** Incidents that were open when it was declared. */
  readonly openAtStorm: number;
  /** Outcomes named by the messages that went out, oldest first. */
  readonly messages: readonly string[];
  /** Executions that failed. */
  readonly failed: number;
  readonly calls: Counted;
  /** Real time until every event was taken up and decided on. */
  readonly seconds: number;
}

/** All alarms come within a minute, as many at the same moment as Lambdas would run beside each other. */
const MINUTE = 60_000;
const AT_ONCE = 20;
/** As long as a stage of the last alarms may take. */
const SETTLE_MS = 30_000;

export async function stormLoad({ services, events }: StormLoad): Promise<StormFigures> {
  let dynamodb: DynamoDb | undefined;
  const endpoint = await awsEndpoint((clock) => {
    dynamodb = createDynamoDb(clock);
    return [dynamodb.service];
  });
  try {
    if (dynamodb === undefined) throw new Error('there is no DynamoDB');
    const client = new DynamoDBClient({ ...clientSettings(), requestHandler: PATIENT });
    const calls = countedCalls(client);
    return await played(await createTable(dynamodb, client), calls, { services, events });
  } finally {
    await endpoint.close();
  }
}

/** All Lambdas are one process here, so a call may wait for the others rather than for DynamoDB. */
const PATIENT = { connectionTimeout: 60_000, requestTimeout: 120_000, httpAgent: { maxSockets: 64 } };

async function played(table: Table, calls: Counted, { services, events }: StormLoad): Promise<StormFigures> {
  const clock = virtualClock(START);
  const memory = memoryPorts({ now: clock.now });
  const catalog = aCatalog(fleetOf(services));
  memory.ecs.addTaskDefinition(aTaskDefinition(GOOD));
  for (const service of Object.values(catalog.services)) {
    memory.ecs.addService(service, { desired: 2, taskDefinitionArn: GOOD });
  }
  memory.parameters.set('/healer/mode', 'auto');
  const tables = { limits: dynamoLimits(table), ledger: dynamoLedger(table), memory: dynamoMemory(table) };
  const stages = stagesOf({ ...memory.ports, ...tables, catalog });
  const taken: Record<string, number> = {};
  const messages: string[] = [];
  const runTask = async (resource: string, input: unknown): Promise<unknown> => {
    const fields = input as Readonly<Record<string, unknown>>;
    if (resource.endsWith(':sns:publish')) messages.push(outcomeOf(fields));
    if (!resource.endsWith(':lambda:invoke')) return {};
    const name = fields['FunctionName'] as keyof typeof stages;
    return await clock.busy(async () => {
      const output = await named(() => stages[name](fields['Payload'] as never));
      if (name === 'intake') count(taken, (output as { readonly kind: string }).kind);
      return { Payload: output };
    });
  };
  const defects: unknown[] = [];
  const states = createStates({ clock, runTask, emit: () => undefined, onDefect: (error) => void defects.push(error) });
  const definition = JSON.stringify(workflowDefinition(RESOURCES));
  const machine = states.createMachine({ name: 'workflow', roleArn: 'role', definition });
  const executions: ReturnType<typeof states.start>[] = [];
  const alarms = alarmsInTurn(catalog.alarms, events);
  for (let first = 0; first < alarms.length; first += AT_ONCE) {
    const at = START + Math.floor((first / alarms.length) * MINUTE);
    clock.at(at, () => {
      for (const name of alarms.slice(first, first + AT_ONCE)) {
        memory.metrics.setAlarm({ name, state: 'ALARM', stateChangedAt: at });
        executions.push(states.start(machine, { input: JSON.stringify(alarmEvent(name, { at })) }));
      }
    });
  }
  const begun = performance.now();
  await clock.advance(MINUTE + SETTLE_MS);
  const seconds = (performance.now() - begun) / 1_000;
  if (defects.length > 0) throw defects[0];
  const incidents = await incidentsOf(tables.ledger, Object.keys(catalog.services));
  const storm = await tables.limits.storm();
  return {
    taken,
    recorded: await signalsOnRecord(table),
    incidents,
    storm,
    openAtStorm: incidents.filter(({ openedAt }) => openedAt <= (storm?.since ?? 0)).length,
    messages,
    failed: executions.filter((execution) => execution.status() === 'FAILED').length,
    calls,
    seconds,
  };
}

const RESOURCES = {
  partition: 'aws',
  functionArn: (name: string) => name,
  topicArn: 'arn:aws:sns:us-east-1:123456789012:healer',
  tableName: 'table',
  deadLetterQueueUrl: 'queue',
};

/** Five services in each group, each group with one that is critical and one that is not important. */
function fleetOf(services: number): readonly ServiceEntry[] {
  const tiers = ['standard', 'critical', 'standard', 'batch', 'standard'] as const;
  return Array.from({ length: services }, (_, index) => {
    const name = `s${String(index).padStart(4, '0')}`;
    return aService({ name, ecsService: name, group: `g${Math.floor(index / 5)}`, tier: tiers[index % 5] ?? 'batch' });
  });
}

/** The alarms that turn red, in turn: every service's first, then every service's second, and again from the first on. */
function alarmsInTurn(alarms: Readonly<Record<string, { readonly service: string }>>, events: number) {
  const ofService = [...Map.groupBy(Object.keys(alarms), (name) => alarms[name]?.service).values()];
  return Array.from({ length: events }, (_, index) => {
    const own = ofService[index % ofService.length] ?? [];
    return own[Math.floor(index / ofService.length) % own.length] ?? '';
  });
}

async function incidentsOf(
  ledger: ReturnType<typeof dynamoLedger>,
  services: readonly string[],
): Promise<readonly Incident[]> {
  const incidents: Incident[] = [];
  for (const service of services) {
    const { history } = await ledger.service(service);
    const ids = new Set(history.flatMap(({ incidentId }) => incidentId ?? []));
    for (const id of ids) incidents.push(await ledger.load(id));
  }
  return incidents;
}

async function signalsOnRecord({ client, name }: Table): Promise<number> {
  let signals = 0;
  let start: ConstructorParameters<typeof ScanCommand>[0]['ExclusiveStartKey'];
  const { pk, sk } = keys.signal('', 0, { subject: '', order: 0 });
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: name,
        FilterExpression: 'begins_with(pk, :pk) AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: sk.slice(0, sk.indexOf('#') + 1) } },
        ProjectionExpression: 'pk',
        ...(start !== undefined && { ExclusiveStartKey: start }),
      }),
    );
    signals += page.Count ?? 0;
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return signals;
}

function outcomeOf(publish: Readonly<Record<string, unknown>>): string {
  const attributes = publish['MessageAttributes'] as Readonly<Record<string, { readonly StringValue?: string }>>;
  return attributes['outcome']?.StringValue ?? 'unknown';
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
