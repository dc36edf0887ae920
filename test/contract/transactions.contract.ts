/**
 * What the product relies on in any DynamoDB: transactions that are whole, conditions with one winner, and the item that
 * stood in the way. Run against the lab's DynamoDB, and by the oracles against two that others wrote.
 */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type DynamoDBClient,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Table } from '../../lambdas/adapters/dynamo-table.ts';

/** The suites; `make` gives an empty table with keys `pk` and `sk`. */
export function transactionsContract(make: () => Promise<Table>): void {
  let client: DynamoDBClient;
  let table = '';
  beforeEach(async () => {
    ({ client, name: table } = await make());
  });

  const key = (sk: string): { pk: { S: string }; sk: { S: string } } => ({ pk: { S: 'SVC' }, sk: { S: sk } });
  const put = (sk: string, n: number): Promise<unknown> =>
    client.send(new PutItemCommand({ TableName: table, Item: { ...key(sk), n: { N: String(n) } } }));
  const count = async (sk: string): Promise<string | undefined> =>
    (await client.send(new GetItemCommand({ TableName: table, Key: key(sk), ConsistentRead: true }))).Item?.['n']?.N;
  const increment = (sk: string, below?: number): TransactWriteItem => ({
    Update: {
      TableName: table,
      Key: key(sk),
      UpdateExpression: 'ADD n :one',
      ...(below === undefined ? {} : { ConditionExpression: 'attribute_not_exists(n) OR n < :max' }),
      ExpressionAttributeValues: {
        ':one': { N: '1' },
        ...(below === undefined ? {} : { ':max': { N: String(below) } }),
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  });
  const check = (sk: string, condition: string): TransactWriteItem => ({
    ConditionCheck: { TableName: table, Key: key(sk), ConditionExpression: condition },
  });
  const transact = (items: TransactWriteItem[], token?: string): Promise<unknown> =>
    client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }));
  const canceled = async (work: Promise<unknown>): Promise<TransactionCanceledException> => {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof TransactionCanceledException)) throw new Error(`not cancelled: ${String(error)}`);
    return error;
  };

  describe('a transaction', () => {
    it('applies all its actions, and leaves the items it only checks as they were', async () => {
      await put('A', 1);
      await transact([increment('B'), check('A', 'attribute_exists(pk)'), check('C', 'attribute_not_exists(pk)')]);
      expect([await count('A'), await count('B'), await count('C')]).toEqual(['1', '1', undefined]);
    });

    it('puts everything back and gives the reasons in order when one condition fails', async () => {
      await put('FULL', 3);
      const error = await canceled(
        transact([increment('NEW'), increment('FULL', 3), check('NEW2', 'attribute_exists(pk)')]),
      );
      expect(error.CancellationReasons?.map((reason) => reason.Code)).toEqual([
        'None',
        'ConditionalCheckFailed',
        'ConditionalCheckFailed',
      ]);
      expect(error.CancellationReasons?.[1]?.Item).toEqual({ ...key('FULL'), n: { N: '3' } });
      expect(error.message).toContain('[None, ConditionalCheckFailed, ConditionalCheckFailed]');
      expect([await count('NEW'), await count('FULL')]).toEqual([undefined, '3']);
    });

    it('lets exactly as many of many racing reservations win as the budget allows, and counts them right', async () => {
      const racers = Array.from({ length: 20 }, (_, index) =>
        transact([increment('BUDGET', 3), increment(`R${index}`)]),
      );
      const results = await Promise.allSettled(racers);
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
      expect(await count('BUDGET')).toBe('3');
      const { Count } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :p AND begins_with(sk, :r)',
          ExpressionAttributeValues: { ':p': { S: 'SVC' }, ':r': { S: 'R' } },
        }),
      );
      expect(Count).toBe(3);
    });
  });

  describe('a transaction as others see it', () => {
    it('is never seen half done by a reader', async () => {
      await put('X', 0);
      await put('Y', 5);
      const reads = Array.from({ length: 10 }, () => count('X'));
      const failing = canceled(transact([increment('X'), increment('Y', 5)]));
      const more = Array.from({ length: 10 }, () => count('X'));
      expect(new Set(await Promise.all([...reads, ...more]))).toEqual(new Set(['0']));
      await failing;
    });

    it('with a token takes effect once, and refuses another request with the same token', async () => {
      await transact([increment('T')], 'token');
      await transact([increment('T')], 'token');
      expect(await count('T')).toBe('1');
      await expect(transact([increment('U')], 'token')).rejects.toThrow(
        expect.objectContaining({ name: 'IdempotentParameterMismatchException' }),
      );
    });

    it.each([
      {
        case: 'two actions on one item',
        items: () => [increment('A'), check('A', 'attribute_exists(pk)')],
        reason: /multiple operations on one item/,
      },
      {
        case: 'more than 100 actions',
        items: () => Array.from({ length: 101 }, (_, index) => increment(`${index}`)),
        reason: /Member must have length less than or equal to 100/,
      },
      {
        case: 'an expression that does not parse',
        items: () => [increment('A'), check('B', 'nonsense(')],
        reason: /ConditionExpression/,
      },
    ])('is refused whole for $case, and nothing is written', async ({ items, reason }) => {
      await expect(transact(items())).rejects.toThrow(reason);
      expect(await count('A')).toBeUndefined();
    });
  });

  describe('a conditional write', () => {
    const lease = (wish: 'ALL_OLD' | 'NONE'): Promise<unknown> =>
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: key('LOCK'),
          UpdateExpression: 'SET n = :n',
          ConditionExpression: 'attribute_not_exists(n)',
          ExpressionAttributeValues: { ':n': { N: '7' } },
          ReturnValuesOnConditionCheckFailure: wish,
        }),
      );
    const failure = async (work: Promise<unknown>): Promise<ConditionalCheckFailedException> => {
      const error: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof ConditionalCheckFailedException)) throw new Error(`no failed condition: ${String(error)}`);
      return error;
    };

    it('that fails shows the item in its way when asked to', async () => {
      await lease('NONE');
      expect((await failure(lease('ALL_OLD'))).Item).toEqual({ ...key('LOCK'), n: { N: '7' } });
      expect((await failure(lease('NONE'))).Item).toBeUndefined();
    });

    it('has exactly one winner among many', async () => {
      const results = await Promise.allSettled(Array.from({ length: 25 }, () => lease('NONE')));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    });
  });
}
