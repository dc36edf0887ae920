/**
 * Two independent DynamoDBs in the place of the lab's: the contract suites of memory, ledger, limits and leases with their
 * races, and what the product relies on in transactions. The same files as in `npm test`, nothing copied.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbContract } from '../contract/dynamodb.contract.ts';
import { sameAnswersContract } from '../contract/same-answers.contract.ts';
import { createTable } from '../contract/table.ts';
import { transactionsContract } from '../contract/transactions.contract.ts';
import { oracleParts, ready, versionOf } from './install/parts.ts';
import { prove } from './report/proved.ts';
import { DYNAMODB_DIFFERENCES } from './servers/dynamodb-differences.ts';
import { directClient, forwarded, ministackDynamoDb, motoDynamoDb, type ForeignDynamoDb } from './servers/dynamodb.ts';

const { python, workspace } = oracleParts();
const START = { moto: motoDynamoDb, ministack: ministackDynamoDb };

/**
 * Rounds of 200 heals that race for one group: a round takes some seconds. `RACE_ROUNDS=50` shows more of the same. Where
 * calls are made one after the other, steps of rivals still mix.
 */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 5);
const RACES = {
  moto: { rivals: 20, rounds: ROUNDS, wideRounds: 2 },
  ministack: { rivals: 200, rounds: ROUNDS, wideRounds: 2 },
};

describe.runIf(python.kind === 'ready').each(['moto', 'ministack'] as const)('the DynamoDB of %s', (oracle) => {
  const differences = DYNAMODB_DIFFERENCES[oracle];
  let foreign: ForeignDynamoDb;

  beforeAll(async () => {
    foreign = await START[oracle](ready(python), workspace);
  });
  afterAll(() => foreign.close());
  beforeEach(({ task }) => {
    if (task.name in differences) Object.assign(task, { fails: true });
  });

  describe('under the adapters', () => {
    dynamodbContract(() => forwarded(foreign), RACES[oracle]);
  });
  describe('beside memory', () => {
    sameAnswersContract(() => forwarded(foreign));
  });
  describe('by itself', () => {
    transactionsContract(() => createTable(forwarded(foreign), directClient(foreign)));
  });

  it('was asked all of the contracts', (context) => {
    const siblings = (context.task.suite?.tasks ?? []).flatMap(testsIn).length - 1;
    expect(siblings).toBeGreaterThan(100);
    prove(context, {
      oracle: `${oracle} (DynamoDB)`,
      version: versionOf(ready(python), oracle),
      proved: `${siblings} tests of the contracts of limits, leases, ledger, memory and transactions, races included; ${Object.keys(differences).length} known differences`,
    });
  });
});

function testsIn(task: { readonly type: string; readonly tasks?: readonly unknown[] }): readonly unknown[] {
  return task.type === 'test' ? [task] : (task.tasks ?? []).flatMap((one) => testsIn(one as typeof task));
}
