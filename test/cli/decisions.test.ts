/** The export of decisions as a person types it, against the lab's cloud; what it prints, a replay takes. */
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import { shippedRunbooks } from '../support/catalog.ts';
import { factsOf } from '../support/example-facts.ts';
import { deployedHealer, type DeployedHealer } from './support/deployed-healer.ts';
import { runVerify } from './support/run-verify.ts';

const ROOT = join(import.meta.dirname, '../..');
const DAY_MS = 24 * 3_600_000;
const CREDENTIALS = { accessKeyId: 'a', secretAccessKey: 'b' };

describe('npm run decisions', () => {
  let healer: DeployedHealer;
  let signedIn: Readonly<Record<string, string>>;
  const directory = mkdtempSync(join(tmpdir(), 'healer-decisions-'));
  const command = (file: string) => ({ command: [process.execPath, file] as const, cwd: ROOT });
  const [shipped] = shippedRunbooks();
  const [example] = shipped?.examples ?? [];
  if (shipped === undefined || example === undefined) throw new Error('there is no example');
  const facts = factsOf(shipped.runbook, example);
  const line = JSON.stringify({ facts, decision: decide(facts).decision });

  beforeAll(async () => {
    healer = await deployedHealer();
    const { endpoint } = healer.cloud;
    signedIn = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    };
    const table = [...healer.stack.resources.values()].find(({ type }) => type.startsWith('AWS::DynamoDB::'))?.ref;
    const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
    const put = async (sk: string, data: string) =>
      await client.send(
        new PutItemCommand({ TableName: table, Item: { pk: { S: 'INC#one' }, sk: { S: sk }, data: { S: data } } }),
      );
    const key = (at: number) => `DECISION#${String(at).padStart(15, '0')}`;
    await put(key(facts.now), line);
    await put(key(facts.now - 2 * DAY_MS), line);
    await put('INCIDENT', '{}');
  });
  afterAll(async () => {
    await healer.close();
    rmSync(directory, { recursive: true });
  });

  it('prints every decision that was kept, which the simulator makes again', async () => {
    const { code, out, said } = await runVerify(command('cli/decisions.ts'), [], signedIn);
    const lines = out.trim().split('\n');
    expect({ code, said: said.trim() }).toEqual({ code: 0, said: `${lines.length} decisions` });
    expect(lines.filter((one) => one === line)).toHaveLength(2);
    const file = join(directory, 'decisions.jsonl');
    writeFileSync(file, out);
    const replay = await runVerify(command('sim/main.ts'), ['--replay', file], signedIn);
    expect(replay.out.trim()).toBe(`0 of ${lines.length} decisions would be different.`);
  });

  it('leaves out what is older than asked for', async () => {
    const since = new Date(facts.now - DAY_MS).toISOString();
    const { out } = await runVerify(command('cli/decisions.ts'), ['--since', since], signedIn);
    expect(out.split('\n').filter((one) => one === line)).toHaveLength(1);
  });

  it.each([
    { case: 'a date that is none', words: ['--since', 'yesterday'], said: /"yesterday" is no date.\n→ write it as/ },
    { case: 'an unknown option', words: ['--from', 'x'], said: /Unknown option '--from'.*\n→ --help/ },
    { case: 'a stack that is not there', words: ['--stack', 'Other'], said: /There is no stack Other/ },
  ])('refuses $case and says what to do', async ({ words, said }) => {
    const answer = await runVerify(command('cli/decisions.ts'), words, signedIn);
    expect(answer.code).toBe(2);
    expect(answer.said).toMatch(said);
  });
});
