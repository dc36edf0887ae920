/** `npm run restore` as a person types it: it writes only while the healer is off, and never from the table itself. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployedHealer, type DeployedHealer } from './support/deployed-healer.ts';
import { runVerify } from './support/run-verify.ts';

const COMMAND = { command: [process.execPath, 'cli/restore.ts'] as const, cwd: join(import.meta.dirname, '../..') };

describe('npm run restore', () => {
  let healer: DeployedHealer;
  let table: string;

  beforeAll(async () => {
    healer = await deployedHealer();
    const found = [...healer.stack.resources.values()].find(({ type }) => type.startsWith('AWS::DynamoDB::'))?.ref;
    if (found === undefined) throw new Error('the stack has no table');
    table = found;
    await healer.cloud.services.dynamodb.createTable({
      TableName: 'copy',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });
  afterAll(() => healer.close());

  const restore = (...words: readonly string[]) =>
    runVerify(COMMAND, words, {
      AWS_ENDPOINT_URL: healer.cloud.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    });

  it.each([
    { case: 'no copy is named', words: [], says: '--from names no table' },
    { case: 'the copy is the table', words: ['--from', 'TABLE'], says: 'is the table itself' },
    { case: 'the healer is not off', words: ['--from', 'copy'], says: '/healer/mode is not off' },
    { case: 'an option is misspelt', words: ['--form', 'copy'], says: '--form' },
  ])('ends with 2 and writes nothing where $case', async ({ words, says }) => {
    const { code, out, said } = await restore(...words.map((word) => (word === 'TABLE' ? table : word)));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(said).toContain(says);
  });

  it('says what it did once the healer is off', async () => {
    await healer.mode('off');
    const { code, out } = await restore('--from', 'copy');
    expect({ code, out }).toEqual({
      code: 0,
      out: '0 items of memory replaced, 0 of history added (0 were there), 0 left alone: leases, limits and services\n',
    });
  });
});
