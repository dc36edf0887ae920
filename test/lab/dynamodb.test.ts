/** The lab's DynamoDB through the real SDK client: what every DynamoDB does, and what is the lab's own. */
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type Cloud } from 'loopback-aws/cloud.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { createTable } from '../contract/table.ts';
import { transactionsContract } from '../contract/transactions.contract.ts';
import { clientFor } from './support/aws.ts';

let cloud: Cloud;
let client: DynamoDBClient;
const clock = virtualClock(0);
const table = () => createTable(cloud.services.dynamodb, client);

beforeAll(async () => {
  cloud = await startCloud({ clock });
  client = new DynamoDBClient(clientFor(cloud.endpoint));
});
afterAll(() => cloud.close());

transactionsContract(table);

describe("the lab's DynamoDB", () => {
  it('remembers the token of a transaction for ten minutes', async () => {
    const { name: TableName } = await table();
    const Key = { pk: { S: 'SVC' }, sk: { S: 'T' } };
    const Update = {
      TableName,
      Key,
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    };
    const write = () =>
      client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }], ClientRequestToken: 'ten minutes' }));
    const count = async () => (await client.send(new GetItemCommand({ TableName, Key }))).Item?.['n']?.N;
    await write();
    await write();
    expect(await count()).toBe('1');
    await clock.advance(10 * 60_000 + 1);
    await write();
    expect(await count()).toBe('2');
  });

  it('refuses a field it does not know, instead of ignoring it', async () => {
    const input = { TableName: 'x', Item: { pk: { S: 'A' } }, ReturnItemStatistics: 'YES' };
    const answer = cloud.services.dynamodb.service.operations['PutItem'];
    await expect(
      Promise.resolve().then(() =>
        answer?.(input, { service: 'dynamodb', operation: 'PutItem', caller: '', at: 0, input }),
      ),
    ).rejects.toThrow(/ReturnItemStatistics/);
  });
});
