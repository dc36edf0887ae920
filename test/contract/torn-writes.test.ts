/** What the table answers to a write is told apart: made, refused by a condition, in the way of another, or wrong. */
import { describe, expect, it } from 'vitest';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { WriteFailed } from '../../core/ports/errors.ts';
import { updateItem, writeAll, type Table } from '../../lambdas/adapters/dynamo-table.ts';

const META = { message: 'said', $metadata: {} };
const WRITES = ['a', 'b'].map((pk) => ({ key: { pk, sk: '-' }, put: { n: 1 } }));
const UPDATE = { key: { pk: 'a', sk: '-' }, update: 'SET #n = :n', names: ['n'], values: { n: 1 } };

function cancelled(...codes: readonly string[]): Error {
  return new TransactionCanceledException({ ...META, CancellationReasons: codes.map((Code) => ({ Code })) });
}

/** Answers one write after the other with these errors, and is content with every later one. */
function tableOf(...errors: readonly Error[]): { readonly table: Table; readonly sent: () => number } {
  let sent = 0;
  const send = async () => {
    const error = errors[sent];
    sent += 1;
    if (error !== undefined) throw error;
    return {};
  };
  return { table: { name: 'table', client: { send } as unknown as DynamoDBClient }, sent: () => sent };
}

describe('a transaction', () => {
  it('is written when nothing is in its way', async () => {
    expect(await writeAll(tableOf().table, WRITES)).toEqual({ kind: 'written' });
  });

  it('is refused by the condition that failed, at once', async () => {
    const { table, sent } = tableOf(cancelled('None', 'ConditionalCheckFailed'));
    expect(await writeAll(table, WRITES)).toEqual({ kind: 'refused', failed: new Set([1]) });
    expect(sent()).toBe(1);
  });

  it('is tried again where another transaction is in its way, and refused without a reason where that stays', async () => {
    const conflict = cancelled('TransactionConflict', 'None');
    expect(await writeAll(tableOf(conflict, conflict).table, WRITES)).toEqual({ kind: 'written' });
    const stays = Array.from({ length: 20 }, () => conflict);
    expect(await writeAll(tableOf(...stays).table, WRITES)).toEqual({ kind: 'refused', failed: new Set() });
  });

  it.each([
    { case: 'a write is wrong', error: cancelled('None', 'ValidationError') },
    { case: 'it is throttled', error: cancelled('ThrottlingError', 'None') },
    { case: 'nothing says why', error: cancelled() },
    { case: 'DynamoDB fails', error: new Error('socket hang up') },
  ])('fails where $case', async ({ error }) => {
    await expect(writeAll(tableOf(error).table, WRITES)).rejects.toThrow(WriteFailed);
  });
});

describe('an update', () => {
  it('is refused by its condition, and tried again where a transaction is in its way', async () => {
    expect(await updateItem(tableOf(new ConditionalCheckFailedException(META)).table, UPDATE)).toBe(false);
    expect(await updateItem(tableOf(new TransactionConflictException(META)).table, UPDATE)).toBe(true);
  });

  it('fails where DynamoDB does', async () => {
    await expect(updateItem(tableOf(new Error('socket hang up')).table, UPDATE)).rejects.toThrow(WriteFailed);
  });
});
