/**
 * What comes back out of an older copy of the healer's table: what was learnt, and the history. Never what limits it: a
 * fence, an attempt log or a breaker that went back in time would let two heals hold one lease, or heal more often than is
 * allowed. So the copy is never put in the table's place; items are carried over, and those stay as they are.
 */
import {
  ConditionalCheckFailedException,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

type Item = Readonly<Record<string, AttributeValue>>;

/** By the beginning of the partition key: `replaced` takes the older value, `added` only what is missing now. */
const CARRIED: Readonly<Record<string, 'replaced' | 'added'>> = { MEM: 'replaced', INC: 'added' };

export interface Restored {
  readonly replaced: number;
  readonly added: number;
  /** Of the history: what the table has already. */
  readonly kept: number;
  /** Leases, limits, records of services and all else that only the present may say. */
  readonly left: number;
}

/** Carries items from one table into the other, page by page; made twice it does the same. */
export async function restoreItems(client: DynamoDBClient, from: string, into: string): Promise<Restored> {
  const counted = { replaced: 0, added: 0, kept: 0, left: 0 };
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: from, ...(start && { ExclusiveStartKey: start }) }));
    for (const item of page.Items ?? []) counted[await carry(client, into, item)] += 1;
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return counted;
}

async function carry(client: DynamoDBClient, into: string, item: Item): Promise<keyof Restored> {
  const how = CARRIED[item['pk']?.S?.split('#')[0] ?? ''];
  if (how === undefined) return 'left';
  const condition = how === 'added' ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
  try {
    await client.send(new PutItemCommand({ TableName: into, Item: item, ...condition }));
    return how;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'kept';
    throw error;
  }
}
