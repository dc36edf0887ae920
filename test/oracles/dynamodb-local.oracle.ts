/**
 * AWS's DynamoDB Local in the place of the lab's DynamoDB: the contract suites of memory, ledger, limits and leases with
 * their races, and what the product relies on in transactions. The same files as in `npm test`, nothing copied.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbContract } from '../contract/dynamodb.contract.ts';
import { sameAnswersContract } from '../contract/same-answers.contract.ts';
import { createTable } from '../contract/table.ts';
import { transactionsContract } from '../contract/transactions.contract.ts';
import { oracleParts, ready, versionOf } from './install/parts.ts';
import { prove } from './report/proved.ts';
import { DYNAMODB_LOCAL_DIFFERENCES } from './servers/dynamodb-differences.ts';
import { CREDENTIALS, dynamoDbLocal, forwarded, type DynamoDbLocal } from './servers/dynamodb-local.ts';

const { java } = oracleParts();
const RUNNING = /Version:\s*(\S+)/;

describe.runIf(java.kind === 'ready')("AWS's DynamoDB Local", () => {
  let local: DynamoDbLocal;

  beforeAll(async () => {
    local = await dynamoDbLocal(ready(java));
  });
  afterAll(() => local.close());
  beforeEach(({ task }) => {
    if (task.name in DYNAMODB_LOCAL_DIFFERENCES) Object.assign(task, { fails: true });
  });

  /** Rounds of 200 heals that race for one group: a round takes some seconds. `RACE_ROUNDS=50` shows more of the same. */
  const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 10);

  describe('under the adapters', () => {
    dynamodbContract(() => forwarded(local.endpoint), { rivals: 200, rounds: ROUNDS, wideRounds: 2 });
  });
  describe('beside memory', () => {
    sameAnswersContract(() => forwarded(local.endpoint));
  });
  describe('by itself', () => {
    transactionsContract(() => {
      const { endpoint } = local;
      const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
      return createTable(forwarded(endpoint), client);
    });
  });

  it('is the version that was asked for', (context) => {
    const version = versionOf(ready(java), 'DynamoDBLocal');
    expect(RUNNING.exec(local.output())?.[1]).toBe(version);
    const siblings = context.task.file.tasks.flatMap(testsIn).length - 1;
    const differences = Object.keys(DYNAMODB_LOCAL_DIFFERENCES).length;
    prove(context, {
      oracle: 'DynamoDB Local',
      version,
      proved: `${siblings} tests of the contracts of limits, leases, ledger, memory and transactions, races included; ${differences} known difference`,
    });
  });
});

function testsIn(task: { readonly type: string; readonly tasks?: readonly unknown[] }): readonly unknown[] {
  return task.type === 'test' ? [task] : (task.tasks ?? []).flatMap((one) => testsIn(one as typeof task));
}
