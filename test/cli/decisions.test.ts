/** The export of decisions as a person types it, against the lab's cloud; what it prints, a replay takes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import { sinceOf } from '../../cli/since.ts';
import { AwsError } from 'loopback-aws/aws-service.ts';
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
  let put: (sk: string, data: string) => Promise<unknown>;
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
    put = async (sk: string, data: string) =>
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
    expect(replay.out).toMatch(new RegExp(`^0 of ${lines.length} decisions would be different\\.\\n`));
  });

  it('leaves out what is older than asked for', async () => {
    const since = new Date(facts.now - DAY_MS).toISOString();
    const { out } = await runVerify(command('cli/decisions.ts'), ['--since', since], signedIn);
    expect(out.split('\n').filter((one) => one === line)).toHaveLength(1);
  });

  it.each([
    {
      case: 'a date that does not exist',
      words: ['--since', 'yesterday'],
      said: /^--since "yesterday" is no date.\n→ write a day that exists as 2026-01-15, or a time with its zone/,
    },
    { case: 'an unknown option', words: ['--from', 'x'], said: /"--from" is not known; allowed: --stack.*\n→ --help/ },
    { case: 'a stack that is not there', words: ['--stack', 'Other'], said: /There is no stack Other/ },
  ])('refuses $case and says what to do', async ({ words, said }) => {
    const answer = await runVerify(command('cli/decisions.ts'), words, signedIn);
    expect(answer.code).toBe(2);
    expect(answer.said).toMatch(said);
  });

  it('is refused with the rights it needs, which are those it uses', async () => {
    const { calls, interceptors } = healer.cloud;
    interceptors.push(({ operation }) => {
      if (operation === 'Scan') throw new AwsError('AccessDeniedException', 'not authorized');
    });
    const before = calls.length;
    const { code, said } = await runVerify(command('cli/decisions.ts'), [], signedIn);
    interceptors.pop();
    expect(code).toBe(2);
    expect(said).toMatch(
      /^AWS does not allow this \(AccessDeniedException: .*\n→ .*dynamodb:Scan.*docs\/verify\.md#rights-of-npm-run-decisions\n$/,
    );
    const used = calls.slice(before).map(({ service, operation }) => `${service}:${operation}`);
    expect([...new Set(used)].toSorted()).toEqual(listedRights());
  });

  it('says which decisions it left out because their time is unknown', async () => {
    await put('DECISION#later', line);
    await put('DECISION#', line);
    const { code, out, said } = await runVerify(command('cli/decisions.ts'), [], signedIn);
    const lines = out.trim().split('\n').length;
    expect(code).toBe(0);
    expect(said).toContain(`${lines} decisions\n2 left out: `);
    expect(said).toContain('DECISION#later');
  });
});

/** Those under the heading of this command. */
function listedRights(): readonly string[] {
  const text = readFileSync(join(ROOT, 'docs/verify.md'), 'utf8').split('### Rights of npm run decisions')[1] ?? '';
  const policy = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '{}';
  const { Statement } = JSON.parse(policy) as { readonly Statement: readonly { readonly Action: readonly string[] }[] };
  return Statement.flatMap(({ Action }) => Action).toSorted();
}

describe('a date', () => {
  it.each([
    { text: '2026-01-15', means: '2026-01-15T00:00:00.000Z' },
    { text: '2024-02-29', means: '2024-02-29T00:00:00.000Z' },
    { text: '2026-01-15T03:00Z', means: '2026-01-15T03:00:00.000Z' },
    { text: '2026-01-15T03:00:00.5+01:00', means: '2026-01-15T02:00:00.500Z' },
    { text: '2026-03-01T00:30:00+02:00', means: '2026-02-28T22:30:00.000Z' },
  ])('is a day or a time that exists: $text', ({ text, means }) => {
    expect(sinceOf(text)).toBe(Date.parse(means));
  });

  it.each([
    'foo 1',
    '2026-02-31',
    '2026-02-29',
    '2026-13-01',
    '2026-1-5',
    '2026',
    '15.01.2026',
    '2026-01-15T03:00',
    '2026-01-15T24:00Z',
    '2026-02-30T03:00Z',
    ' 2026-01-15',
    '',
  ])('is nothing else: %j', (text) => {
    expect(sinceOf(text)).toBeUndefined();
  });
});
