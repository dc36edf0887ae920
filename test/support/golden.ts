/**
 * Incidents as an earlier version of the healer left them: the items of its table and the variables of its execution, as
 * files beside the tests. They were made once: its own stages were run over its own DynamoDB adapters, and the table was
 * scanned between two commands. The world they are about is played again from the moves that their own journal has.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DynamoDBClient, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Incident } from '../../core/incident/incident.ts';
import type { StageOutput } from '../../core/incident/command.ts';
import { createDynamoDb } from 'loopback-aws/dynamodb.ts';
import { clientSettings } from '../../lambdas/adapters/aws-call.ts';
import { dynamoLedger } from '../../lambdas/adapters/dynamo-ledger.ts';
import { dynamoLimits } from '../../lambdas/adapters/dynamo-limits.ts';
import { dynamoMemory } from '../../lambdas/adapters/dynamo-memory.ts';
import { dynamoHeartbeat, dynamoSweeps } from '../../lambdas/adapters/dynamo-sweeps.ts';
import { perform } from '../../lambdas/stages/perform.ts';
import { awsEndpoint, type AwsEndpoint } from '../contract/aws-endpoint.ts';
import { createTable } from '../contract/table.ts';
import { machine, passTime } from './machine.ts';
import type { Shop } from './shop.ts';

const FOLDER = resolve(import.meta.dirname, '../workflow/golden');

/** Name of the execution that wrote them. */
export const EXECUTION = 'golden';

export interface Golden {
  /** The commit whose code wrote it, and its day. */
  readonly writtenBy: string;
  /** When it was left so, ms since the epoch. */
  readonly at: number;
  /** The variables of the execution; absent where that was over. */
  readonly state?: StageOutput;
  /** As DynamoDB has them. */
  readonly items: readonly Readonly<Record<string, AttributeValue>>[];
}

export function goldenOf(name: string): Golden {
  return JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as Golden;
}

/**
 * The earlier version's state machine, as a running execution keeps it, entered where `state` left it. Step Functions has the
 * variables of a waiting execution; here a state before all others assigns them.
 */
export function definitionFrom({ incidentId, sequence, command }: StageOutput): object {
  const text = readFileSync(resolve(FOLDER, 'definition.json'), 'utf8');
  const old = JSON.parse(text) as { readonly States: Readonly<Record<string, unknown>> };
  const error = { Error: 'None', Cause: 'nothing failed' };
  // A choice, because a definition in which nothing leads to Intake is refused.
  const always = { Condition: '{% true %}', Assign: { incidentId, sequence, command, error }, Next: 'Route' };
  const Resumed = { Type: 'Choice', Choices: [always], Default: 'Intake' };
  return { ...old, StartAt: 'Resumed', States: { Resumed, ...old.States } };
}

/** Decisions with their facts, as `npm run decisions` prints them: a line each. */
export function decisionsIn({ items }: Golden): readonly string[] {
  return items.filter(({ sk }) => sk?.S?.startsWith('DECISION#') === true).map(({ data }) => data?.S ?? '');
}

function incidentIn({ items }: Golden): Incident {
  const item = items.find(({ pk, sk }) => pk?.S?.startsWith('INC#') === true && sk?.S === 'INCIDENT');
  if (item === undefined) throw new Error('there is no incident among the items');
  return JSON.parse(item['data']?.S ?? '') as Incident;
}

/** A DynamoDB for the tables of golden items; the caller closes it. */
export async function goldenTables(): Promise<{
  readonly shopWith: (shop: Shop, golden: Golden) => Promise<Shop>;
  readonly close: AwsEndpoint['close'];
}> {
  let dynamodb: ReturnType<typeof createDynamoDb> | undefined;
  const endpoint = await awsEndpoint((clock) => {
    dynamodb = createDynamoDb(clock);
    return [dynamodb.service];
  });
  const client = new DynamoDBClient(clientSettings());
  return {
    close: () => endpoint.close(),
    async shopWith(shop, golden) {
      if (dynamodb === undefined) throw new Error('there is no DynamoDB');
      const table = await createTable(dynamodb, client);
      for (const Item of golden.items) {
        await client.send(new PutItemCommand({ TableName: table.name, Item: { ...Item } }));
      }
      await replayMoves(shop, golden);
      const kept = { ledger: dynamoLedger(table), limits: dynamoLimits(table), memory: dynamoMemory(table) };
      const others = { sweeps: dynamoSweeps(table), heartbeat: dynamoHeartbeat(table) };
      // Its `tick` was changed by what made the shop sick.
      const memory = { ...shop.memory, ports: { ...shop.memory.ports, ...kept, ...others } };
      const options = { memory, catalog: shop.catalog, advance: shop.advance, now: shop.now };
      return { ...shop, memory, machine: machine(options) };
    },
  };
}

/** What the earlier version did to the world, when it did it. */
async function replayMoves(shop: Shop, golden: Golden): Promise<void> {
  const incident = incidentIn(golden);
  for (const { at, move } of incident.attempts.flatMap(({ journal }) => journal.moves)) {
    passTime(shop, at);
    await perform(shop.memory.ports, { service: shop.user, incident }, move);
  }
  passTime(shop, golden.at);
}
