/**
 * Every write that follows from a read is made on the condition that nothing changed since: one after the other, each item
 * of a transaction is changed by a rival between the read and the write, and that alone must refuse it. In a race of whole
 * transactions one condition hides that another is missing.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from 'loopback-aws/dynamodb.ts';
import { clientSettings } from '../../lambdas/adapters/aws-call.ts';
import { dynamoLedger } from '../../lambdas/adapters/dynamo-ledger.ts';
import { dynamoLimits } from '../../lambdas/adapters/dynamo-limits.ts';
import { dynamoMemory } from '../../lambdas/adapters/dynamo-memory.ts';
import { dynamoSweeps } from '../../lambdas/adapters/dynamo-sweeps.ts';
import type { Table } from '../../lambdas/adapters/dynamo-table.ts';
import { awsEndpoint, type AwsEndpoint } from './aws-endpoint.ts';
import { attemptResult, opening, reservation, sampleIncident, START } from './samples.ts';
import { createTable } from './table.ts';

type Item = Record<string, AttributeValue>;
type Key = Item;

let endpoint: AwsEndpoint;
let client: DynamoDBClient;
let dynamodb: ReturnType<typeof createDynamoDb>;

beforeAll(async () => {
  endpoint = await awsEndpoint((clock) => {
    dynamodb = createDynamoDb(clock);
    return [dynamodb.service];
  });
  client = new DynamoDBClient(clientSettings());
});
afterAll(() => endpoint.close());

/** The table, its reads answered and its writes kept back. */
function holdingBack(table: Table): { readonly table: Table; readonly held: () => readonly TransactWriteItem[] } {
  const held: TransactWriteItem[] = [];
  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof TransactWriteItemsCommand) held.push(...(command.input.TransactItems ?? []));
    else if (command instanceof UpdateItemCommand) held.push({ Update: command.input as never });
    else return await client.send(command as GetItemCommand);
    return {};
  };
  return { table: { name: table.name, client: { send } as unknown as DynamoDBClient }, held: () => held };
}

const keyOf = ({ Put, Update }: TransactWriteItem): Key => {
  const { pk, sk } = Put?.Item ?? Update?.Key ?? {};
  if (pk === undefined || sk === undefined) throw new Error('a write without a key');
  return { pk, sk };
};

/** What a rival makes of an item: another revision, fence, state, order or time than was read; or the first of its key. */
function changed(item: Item | undefined, key: Key): Item {
  if (item === undefined)
    return { ...key, status: { S: 'succeeded' }, order: { N: '9999999999999' }, until: { N: '9999999999999' } };
  const more = (name: string): Item => {
    const value = item[name]?.N;
    return value === undefined ? {} : { [name]: { N: String(Number(value) + 1) } };
  };
  const status: Item = item['status'] === undefined ? {} : { status: { S: 'relapsed' } };
  return { ...item, ...more('revision'), ...more('fence'), ...more('order'), ...more('until'), ...status };
}

/** Keys that are written whatever a rival did to them alone. */
async function unconditional(
  table: Table,
  operation: (ports: ReturnType<typeof portsOf>) => Promise<unknown>,
): Promise<readonly string[]> {
  const kept = holdingBack(table);
  await operation(portsOf(kept.table));
  const writes = kept.held();
  expect(writes.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const write of writes) {
    const key = keyOf(write);
    const { Item: before } = await client.send(new GetItemCommand({ TableName: table.name, Key: key }));
    const rival = changed(before, key);
    await client.send(new PutItemCommand({ TableName: table.name, Item: rival }));
    const refused = await client.send(new TransactWriteItemsCommand({ TransactItems: [write] })).then(
      () => false,
      (error: unknown) => {
        if (error instanceof Error && error.name === 'TransactionCanceledException') return true;
        throw error;
      },
    );
    if (!refused) found.push(`${key['pk']?.S?.split('#')[0]} ${key['sk']?.S?.split('#')[0]}`);
  }
  return found.toSorted();
}

function portsOf(table: Table) {
  return {
    limits: dynamoLimits(table),
    ledger: dynamoLedger(table),
    memory: dynamoMemory(table),
    sweeps: dynamoSweeps(table),
  };
}

async function freshTable(): Promise<Table> {
  return await createTable(dynamodb, client);
}

describe('what is written on the strength of a read', () => {
  it('is refused for each item of a first reservation', async () => {
    expect(await unconditional(await freshTable(), ({ limits }) => limits.reserve(reservation()))).toEqual([]);
  });

  it('is refused for each item of a later reservation, and for a lease that is renewed', async () => {
    const table = await freshTable();
    const { limits } = portsOf(table);
    const first = await limits.reserve(reservation());
    if (first.kind !== 'granted') throw new Error('the first reservation was denied');
    const { group, incidentId } = reservation();
    const claim = { group, incidentId, fence: first.fence };
    expect(await unconditional(table, (ports) => ports.limits.renew(claim, START))).toEqual([]);
    await limits.release(claim);
    const next = reservation({ incidentId: 'inc-2', attemptsMax: 9, now: START + 3 * 3_600_000 });
    expect(await unconditional(table, (ports) => ports.limits.reserve(next))).toEqual([]);
  });

  it('is refused for each item of an incident, but what only tells of it', async () => {
    const table = await freshTable();
    expect(await unconditional(table, ({ ledger }) => ledger.admit(opening()))).toEqual(['INC SIG', 'SICK SVC']);
    const other = await freshTable();
    await portsOf(other).ledger.admit(opening());
    const incident = sampleIncident({ phase: 'closed', outcome: 'healed', closedAt: START + 1 });
    expect(await unconditional(other, ({ ledger }) => ledger.close(incident, 1))).toEqual(['SICK SVC']);
  });

  it('is refused for an attempt that was counted, or whose credit was taken back, and for a wait', async () => {
    const table = await freshTable();
    await portsOf(table).limits.reserve(reservation());
    const sums = ['MEM all', 'MEM checkout'];
    const settled = await unconditional(table, ({ memory }) => memory.settle(attemptResult()));
    expect(settled).toHaveLength(sums.length);
    const reversed = await unconditional(table, ({ memory }) => memory.reverse(attemptResult()));
    expect(reversed).toHaveLength(sums.length);
    const wait = { incidentId: 'inc-1', failureType: 'error-rate', wait: { minutes: 3, recovered: true }, at: START };
    const waited = await unconditional(await freshTable(), ({ memory }) => memory.observeWait(wait));
    expect(waited).toHaveLength(1);
  });

  it('is refused for a sweep while another goes on', async () => {
    const table = await freshTable();
    expect(await unconditional(table, ({ sweeps }) => sweeps.begin(START, START + 60_000))).toEqual([]);
  });
});
