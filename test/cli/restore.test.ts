/** An older copy of the table comes back without its fences and limits: those may never go back in time. */
import { DynamoDBClient, GetItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restoreItems } from '../../cli/restore-items.ts';
import { KEY_PREFIXES } from '../../lib/permissions/table-access.ts';
import { startCloud, type Cloud } from 'loopback-aws/cloud.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';

const [COPY, TABLE] = ['copy', 'table'] as const;
/** Bigger than one page of a Scan, so that a page forgotten would be seen. */
const INCIDENTS = 40;
const LARGE = 'x'.repeat(60_000);

let cloud: Cloud;
let client: DynamoDBClient;

beforeAll(async () => {
  cloud = await startCloud({ clock: virtualClock(Date.UTC(2026, 0, 15)) });
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  client = new DynamoDBClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
  for (const TableName of [COPY, TABLE]) {
    await cloud.services.dynamodb.createTable({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  }
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

const put = (TableName: string, pk: string, said: string) =>
  client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: 'X' }, said: { S: said } } }));

async function commandIn(pk: string): Promise<string | undefined> {
  const Key: Record<string, AttributeValue> = { pk: { S: pk }, sk: { S: 'X' } };
  const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key, ConsistentRead: true }));
  return Item?.['said']?.S;
}

describe('an older copy of the table', () => {
  it('gives back what was learnt and what is missing of the history, and moves nothing else back in time', async () => {
    const prefixes = Object.keys(KEY_PREFIXES);
    for (const prefix of prefixes) {
      await put(COPY, `${prefix}#one`, 'then');
      await put(TABLE, `${prefix}#one`, 'now');
    }
    for (let index = 0; index < INCIDENTS; index += 1) await put(COPY, `INC#lost-${index}`, LARGE);
    await put(COPY, 'LEASE#gone', 'then');

    const restored = await restoreItems(client, COPY, TABLE);

    expect(restored).toEqual({ replaced: 1, added: INCIDENTS, kept: 1, left: prefixes.length - 1 });
    const changed = await Promise.all(
      prefixes.map(async (prefix) => [prefix, await commandIn(`${prefix}#one`)] as const),
    );
    expect(changed.filter(([, said]) => said !== 'now')).toEqual([['MEM', 'then']]);
    expect(await commandIn(`INC#lost-${INCIDENTS - 1}`)).toBe(LARGE);
    expect(await commandIn('LEASE#gone')).toBeUndefined();
    expect(await restoreItems(client, COPY, TABLE)).toEqual({ ...restored, added: 0, kept: INCIDENTS + 1 });
  }, 60_000);
});
