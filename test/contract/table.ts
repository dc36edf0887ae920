/** Tables of the healer's shape in the lab's DynamoDB, a new one for every test. */
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDb } from 'loopback-aws/dynamodb.ts';
import type { Table } from '../../lambdas/adapters/dynamo-table.ts';

export async function createTable(dynamodb: DynamoDb, client: DynamoDBClient): Promise<Table> {
  const name = `healer-${randomUUID()}`;
  await dynamodb.createTable({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
  });
  return { client, name };
}
