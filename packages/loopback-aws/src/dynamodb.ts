/**
 * DynamoDB in memory: dynalite for items and expressions, plus what it lacks: transactions
 * and the old item on a failed condition. Every operation, reads included, goes through one mutex, so a transaction
 * is never seen half done. TTL never deletes anything, as in AWS it may take days.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Answers } from './answers.ts';
import { AwsError, type AwsService, type Operation } from './aws-service.ts';
import type { Clock } from './clock.ts';
import { createDynalite, DYNALITE_OPERATIONS, type Dynalite } from './dynalite.ts';
import { currentItem, keyOf } from './dynamodb-items.ts';
import { isObject, type Json } from './fields.ts';
import { createMutex } from './mutex.ts';
import { createTransactions } from './dynamodb-transactions.ts';

const CONDITIONAL_WRITES: readonly string[] = ['PutItem', 'UpdateItem', 'DeleteItem'];

export interface DynamoDb {
  readonly service: AwsService;
  /** Creates the table (input of CreateTable) and waits until it is active; returns its ARN. */
  createTable(input: Json): Promise<string>;
}

/** A DynamoDB without tables. With `answers` transactions conflict now and then, and single writes with them. */
export function createDynamoDb(clock: Clock, answers?: Answers): DynamoDb {
  const dynalite = createDynalite();
  const exclusively = createMutex();
  const transact = createTransactions(dynalite, clock, answers);

  const operations: Record<string, Operation> = {
    TransactWriteItems: (input) => exclusively(() => transact(input)),
  };
  for (const operation of DYNALITE_OPERATIONS) {
    operations[operation] = (input) =>
      exclusively(() =>
        CONDITIONAL_WRITES.includes(operation)
          ? write(dynalite, operation, input)
          : dynalite.prepare(operation, input)(),
      );
  }

  return {
    service: { name: 'dynamodb', protocol: 'json-1.0', operations },
    async createTable(input) {
      await dynalite.prepare('CreateTable', input)();
      for (;;) {
        const { Table } = await dynalite.prepare('DescribeTable', { TableName: input['TableName'] })();
        const table = isObject(Table) ? Table : {};
        if (table['TableStatus'] === 'ACTIVE') return String(table['TableArn']);
        await turn();
      }
    },
  };
}

/** A single write; on a failed condition the error carries the item that stood in the way, if asked for. */
async function write(dynalite: Dynalite, operation: string, input: Json): Promise<unknown> {
  const { ReturnValuesOnConditionCheckFailure: wish = 'NONE', ...rest } = input;
  const run = dynalite.prepare(operation, rest);
  if (wish !== 'ALL_OLD') return run();
  const before = await currentItem(dynalite, { ...rest, Key: await keyOf(dynalite, rest) });
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException' || before === undefined)
      throw error;
    throw new AwsError(error.code, error.message, error.status, { Item: before });
  }
}
