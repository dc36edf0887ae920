/** Counts what a DynamoDB client reads and writes, as DynamoDB bills it: each item of a transaction is a write. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface Counted {
  /** Requests, by operation. */
  readonly requests: Readonly<Record<string, number>>;
  /** Items written, refused transactions included. */
  readonly written: number;
  /** Items written by requests that came through. */
  readonly kept: number;
}

/** From now on; the counts go on growing. */
export function countedCalls(client: DynamoDBClient): Counted {
  const counts = { requests: {} as Record<string, number>, written: 0, kept: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName).replace(/Command$/, '');
      counts.requests[operation] = (counts.requests[operation] ?? 0) + 1;
      const items = writesOf(operation, args.input);
      counts.written += items;
      const result = await next(args);
      counts.kept += items;
      return result;
    },
    { step: 'initialize' },
  );
  return counts;
}

function writesOf(operation: string, input: object): number {
  if ('TransactItems' in input && Array.isArray(input.TransactItems)) return input.TransactItems.length;
  return operation === 'PutItem' || operation === 'UpdateItem' ? 1 : 0;
}
