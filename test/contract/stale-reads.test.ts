/**
 * A store that shows the past to everybody who does not ask for the present, as DynamoDB may: nothing had been written yet.
 * What the healer reads decides what it does, so it never sees the past.
 */
import { describe, expect, it } from 'vitest';
import { GetItemCommand, QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { encoded, type Item } from '../../lambdas/adapters/dynamo-item.ts';
import { getItem, queryItems, type Table } from '../../lambdas/adapters/dynamo-table.ts';

const PAGE = 2;

/** Holds these items, in the order of their sort keys, and gives them in pages of two. */
function forgetfulTable(items: readonly Item[]): Table {
  const send = async (command: unknown) => {
    if (command instanceof GetItemCommand) {
      if (command.input.ConsistentRead !== true) return {};
      const found = items.find((item) => item['sk'] === command.input.Key?.['sk']?.S);
      return found === undefined ? {} : { Item: encoded(found) };
    }
    if (!(command instanceof QueryCommand)) throw new Error('this store only reads');
    const { ConsistentRead, ScanIndexForward, ExclusiveStartKey, Limit = PAGE } = command.input;
    if (ConsistentRead !== true) return { Items: [] };
    const ordered = ScanIndexForward === false ? items.toReversed() : items;
    const start = ordered.findIndex((item) => item['sk'] === ExclusiveStartKey?.['sk']?.S) + 1;
    const page = ordered.slice(start, start + Math.min(PAGE, Limit));
    const isLast = start + page.length >= ordered.length;
    const last = page.at(-1);
    return {
      Items: page.map(encoded),
      ...(!isLast && last !== undefined && { LastEvaluatedKey: encoded({ pk: last['pk'], sk: last['sk'] }) }),
    };
  };
  return { name: 'table', client: { send } as unknown as DynamoDBClient };
}

const ITEMS = [1, 2, 3, 4, 5].map((number) => ({ pk: 'SIGNALS', sk: `S#${number}`, number }));
const QUERY = { prefix: { pk: 'SIGNALS', sk: 'S#' }, attributes: ['number'] };
const numbers = (items: readonly Item[]) => items.map((item) => item['number']);

describe('a read of the table', () => {
  it('of one item sees what was written a moment ago', async () => {
    expect(await getItem(forgetfulTable(ITEMS), { pk: 'SIGNALS', sk: 'S#3' })).toEqual(ITEMS[2]);
  });

  it('of many sees what was written a moment ago, on every page', async () => {
    expect(numbers(await queryItems(forgetfulTable(ITEMS), { ...QUERY, limit: 100 }))).toEqual([1, 2, 3, 4, 5]);
  });

  it('of at most so many sees the first, or the newest where those are asked for', async () => {
    expect(numbers(await queryItems(forgetfulTable(ITEMS), { ...QUERY, limit: 3 }))).toEqual([1, 2, 3]);
    expect(numbers(await queryItems(forgetfulTable(ITEMS), { ...QUERY, limit: 3, newest: true }))).toEqual([5, 4, 3]);
  });
});
