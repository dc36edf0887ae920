/**
 * `verify --before-destroy` against the lab's cloud: what heals left in the table, and whether Parameter Store and ECS still have
 * it so. The records are those that an earlier version wrote.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readArguments } from '../../cli/arguments.ts';
import { passed } from '../../cli/render.ts';
import { goldenOf } from '../support/golden.ts';
import { deployedHealer, OPERATOR, type DeployedHealer } from './support/deployed-healer.ts';
import { runVerify } from './support/run-verify.ts';

const ROOT = join(import.meta.dirname, '../..');
const AS_BEFORE = 'incidents, and nothing that they changed is still in force';
const FEATURE = '/shop/recommendations';

let healer: DeployedHealer;
let put: (item: Record<string, AttributeValue>) => Promise<unknown>;

beforeAll(async () => {
  healer = await deployedHealer();
  const table = [...healer.stack.resources.values()].find(({ type }) => type.startsWith('AWS::DynamoDB::'))?.ref;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new DynamoDBClient({ endpoint: healer.cloud.endpoint, region: 'us-east-1', credentials });
  put = async (Item) => await client.send(new PutItemCommand({ TableName: table, Item }));
});

afterAll(async () => {
  await healer.close();
});

const look = async () => (await healer.verify({ beforeDestroy: true })).results;

/** The incident of an earlier version, in this healer's table. */
async function left(name: string): Promise<string> {
  const { items, state } = goldenOf(name);
  for (const item of items.filter(({ pk }) => pk?.S?.startsWith('INC#') === true)) await put({ ...item });
  return state?.incidentId ?? '';
}

function desire(count: number): void {
  Object.assign(healer.shop.ecs.state.services.get('user') ?? {}, { desiredCount: count });
}

/** In this order: what a heal left stays in the table, and each row is about another of them. */
describe('verify --before-destroy', () => {
  it('makes no other check, changes nothing, and finds nothing where no heal left anything', async () => {
    const begun = healer.cloud.calls.length;
    const results = await look();
    expect(results).toMatchObject([{ id: 'left-behind', status: 'ok', detail: expect.stringContaining(AS_BEFORE) }]);
    const made = healer.cloud.calls.slice(begun).filter(({ caller }) => caller === OPERATOR);
    expect(made.filter(({ operation }) => !/^(Describe|List|Get|Scan)/.test(operation))).toEqual([]);
  });

  it('names a toggle that is still switched, since when, what it was, and both ways to put it back', async () => {
    const id = await left('errors-flipped');
    await healer.parameter(FEATURE, 'off');
    const [finding] = await look();
    expect(finding).toMatchObject({
      status: 'failed',
      detail: `user: ${FEATURE} is still "off"; a heal wrote "off", before it was "on" (${id} of 2026-01-15)`,
    });
    expect(finding?.fix).toContain(
      `--name /healer/undo/${id} --value now; or write it yourself: aws ssm put-parameter`,
    );
    expect(finding?.fix).toMatch(new RegExp(`--name ${FEATURE} --value on$`));
    expect(passed(await healer.verify({ beforeDestroy: true }))).toBe(false);
  });

  it('is content once it is as it was, whichever actor restored it, and unsure of a third value', async () => {
    await healer.parameter(FEATURE, 'half');
    expect(await look()).toMatchObject([{ status: 'warning', detail: expect.stringContaining('holds "half"') }]);
    await healer.parameter(FEATURE, 'on');
    expect(await look()).toMatchObject([{ status: 'ok', detail: expect.stringContaining(AS_BEFORE) }]);
  });

  it('names a count that is still raised, and is unsure of one that an operator changed since', async () => {
    const id = await left('crowd-tasks-added');
    onTestFinished(() => desire(2));
    desire(6);
    const [finding] = await look();
    expect(finding).toMatchObject({
      status: 'failed',
      detail: `user: still wants 6 tasks; a heal raised it from 4 (${id} of 2026-01-15)`,
    });
    expect(finding?.fix).toContain('aws ecs update-service --cluster lab --service user --desired-count 4');
    desire(7);
    expect(await look()).toMatchObject([
      { status: 'warning', detail: expect.stringContaining('wants 7 tasks; a heal') },
    ]);
    desire(4);
    expect(await look()).toMatchObject([{ status: 'ok' }]);
  });

  it('says that a heal is under way, and that an incident cannot be read', async () => {
    const id = await left('leak-draining');
    expect(await look()).toMatchObject([{ status: 'failed', detail: `user: incident ${id} is under way` }]);
    await put({ pk: { S: 'INC#broken' }, sk: { S: 'INCIDENT' }, data: { S: '{' }, revision: { N: '1' } });
    await put({ pk: { S: 'INC#empty' }, sk: { S: 'INCIDENT' }, data: { S: '{}' }, revision: { N: '1' } });
    const [finding] = await look();
    expect(finding?.detail).toContain('"INC#broken" cannot be read');
    expect(finding?.detail).toContain('"INC#empty" cannot be read');
  });

  it('says that what was done to a service that is gone from the configuration cannot be looked at', async () => {
    const { items } = goldenOf('crowd-tasks-added');
    const item = items.find(({ sk }) => sk?.S === 'INCIDENT');
    const data = (item?.['data']?.S ?? '').replaceAll('"service":"user"', '"service":"cart"');
    await put({ ...item, pk: { S: 'INC#cart' }, data: { S: data } });
    const [finding] = await look();
    expect(finding?.detail).toContain('cart: its count: the service is not registered any more');
  });

  it('is what a person types: it ends with 1 while something is left, and with the rights that are listed', async () => {
    const { endpoint: AWS_ENDPOINT_URL } = healer.cloud;
    const env = { AWS_ENDPOINT_URL, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'typed', AWS_SECRET_ACCESS_KEY: 'b' };
    const command = { command: [process.execPath, 'cli/verify.ts'] as const, cwd: ROOT };
    const { code, out } = await runVerify(command, ['--before-destroy'], env);
    expect(code).toBe(1);
    expect(out).toMatch(/^✖ Nothing that a heal changed is left$/m);
    const used = healer.cloud.calls
      .filter(({ caller }) => caller === 'typed')
      .map(({ service, operation }) => `${service}:${operation}`);
    expect([...new Set(used)].toSorted()).toEqual(listedRights());
  });

  it.each(['--acting', '--all', '--read-only', '--service=user'])('goes alone: not with %s', (word) => {
    expect(readArguments(['--before-destroy', word])).toMatchObject({ kind: 'wrong' });
    expect(readArguments(['--before-destroy'])).toMatchObject({ kind: 'verify', beforeDestroy: true });
  });
});

function listedRights(): readonly string[] {
  const text = readFileSync(join(ROOT, 'docs/verify.md'), 'utf8').split('### Rights of --before-destroy\n')[1] ?? '';
  const { Statement } = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '{}') as {
    readonly Statement: readonly { readonly Action: readonly string[] }[];
  };
  return Statement.flatMap(({ Action }) => Action).toSorted();
}
