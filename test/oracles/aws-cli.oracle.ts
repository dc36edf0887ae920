/**
 * The AWS CLI against a lab in operation: a client that others wrote finds the services, their tasks, the alarms,
 * the parameters and the executions, and its own red alarm makes the healer start.
 */
import { FIRST_AUTO } from '../../core/vocabulary.ts';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { alarmName } from '../../core/catalog/catalog.ts';
import { startLab, type Lab } from '../../lab/lab.ts';
import { synthesize } from '../../lab/synth.ts';
import { stretched } from '../support/stretched.ts';
import { oracleParts, ready, versionOf } from './install/parts.ts';
import { prove } from './report/proved.ts';
import { awsCli, CLI_CALLER, type AwsCli, type Json } from './servers/aws-cli.ts';

/** The fleet needs no more than its processes take to start. */
const SPEED = 10;
const ALARM = alarmName('healer', 'user', 'high-cpu', 'cpu');
const BY_HAND = 'set by hand';
/** Executions that are looked at: the one in question is among the last. */
const NEWEST = 4;
const SERVICE = ['--cluster', 'lab', '--service-name', 'user'];

const { python, workspace } = oracleParts();

describe.runIf(python.kind === 'ready')('The AWS CLI', () => {
  let lab: Lab;
  let aws: AwsCli;

  beforeAll(async () => {
    lab = await startLab({ speed: SPEED, assembly: await synthesize() });
    aws = awsCli(ready(python), { endpoint: lab.cloud.endpoint, home: join(workspace, 'cli-home') });
  });
  afterAll(() => lab.close());

  it('lists the tasks of a service and describes both', async () => {
    const { taskArns } = await aws('ecs', 'list-tasks', ...SERVICE);
    expect(taskArns).toHaveLength(3);
    const { tasks, failures } = await aws('ecs', 'describe-tasks', '--cluster', 'lab', '--tasks', ...texts(taskArns));
    expect(failures).toEqual([]);
    expect(objects(tasks).map(({ lastStatus, group }) => `${String(lastStatus)} ${String(group)}`)).toEqual(
      Array(3).fill('RUNNING service:user'),
    );
    const { services } = await aws('ecs', 'describe-services', '--cluster', 'lab', '--services', 'user', 'nobody');
    expect(objects(services)).toMatchObject([
      { serviceName: 'user', status: 'ACTIVE', desiredCount: 3, runningCount: 3, deployments: [{ status: 'PRIMARY' }] },
    ]);
  });

  it('reads and writes parameters', async () => {
    const names = ['--names', '/healer/mode', '/nothing'];
    expect(await aws('ssm', 'get-parameters', ...names)).toMatchObject({
      Parameters: [{ Name: '/healer/mode', Type: 'String', Value: FIRST_AUTO, Version: 1 }],
      InvalidParameters: ['/nothing'],
    });
    const off = ['--name', '/healer/services/order/mode', '--type', 'String', '--value', 'off'];
    expect(await aws('ssm', 'put-parameter', ...off)).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(await lab.mode('order')).toBe('off');
    await expect(aws('ssm', 'put-parameter', ...off)).rejects.toThrow(/ParameterAlreadyExists/);
  });

  it('sets an alarm, which the healer answers with an execution', async () => {
    const stateMachine =
      [...lab.stack.resources.values()].find(({ type }) => type.endsWith('::StateMachine'))?.ref ?? '';
    const red = ['--alarm-name', ALARM, '--state-value', 'ALARM', '--state-reason', BY_HAND];
    expect(await aws('cloudwatch', 'set-alarm-state', ...red)).toEqual({});
    const { MetricAlarms: alarms } = await aws('cloudwatch', 'describe-alarms', '--alarm-names', ALARM);
    expect(objects(alarms)).toMatchObject([{ AlarmName: ALARM, ActionsEnabled: true }]);
    const started = await vi.waitFor(() => executionByHand(aws, stateMachine), {
      timeout: stretched(60_000),
      interval: 500,
    });
    const { events } = await aws('stepfunctions', 'get-execution-history', '--execution-arn', started);
    expect(objects(events)[0]).toMatchObject({ type: 'ExecutionStarted', id: 1 });
  });

  it('reads what the healer wrote down, metrics, and targets', async () => {
    const [table = ''] = texts((await aws('dynamodb', 'list-tables'))['TableNames']);
    const { Items: items } = await aws('dynamodb', 'scan', '--table-name', table);
    expect(objects(items).map(({ pk }) => (pk as Json)['S'])).toContain('SVC#user');
    const { TargetGroups: groups } = await aws('elbv2', 'describe-target-groups');
    const group = objects(groups).find(({ TargetGroupName }) => TargetGroupName === 'user');
    const health = await aws(
      'elbv2',
      'describe-target-health',
      '--target-group-arn',
      String(group?.['TargetGroupArn']),
    );
    expect(objects(health['TargetHealthDescriptions'])).toHaveLength(3);
  });

  it('is told what the lab does not do, and the lab knows who asked', async (context) => {
    await expect(aws('sns', 'list-platform-applications')).rejects.toThrow(/loopback-aws does not support/);
    const own = lab.cloud.calls.filter(({ caller }) => caller === CLI_CALLER);
    const operations = new Set(own.map(({ service, operation }) => `${service}:${operation}`));
    const services = new Set(own.map(({ service }) => service));
    prove(context, {
      oracle: 'AWS CLI',
      version: versionOf(ready(python), 'awscli'),
      proved: `${operations.size} operations of ${services.size} services of a running lab, in ${own.length} calls; its red alarm started the healer`,
    });
  });
});

/** The execution that the alarm set by hand started. @throws Error while there is none. */
async function executionByHand(aws: AwsCli, stateMachine: string): Promise<string> {
  const listed = await aws('stepfunctions', 'list-executions', '--state-machine-arn', stateMachine);
  // An alarm turns OK when it gets its first data, which starts executions that are older.
  for (const { executionArn } of objects(listed['executions']).slice(0, NEWEST)) {
    const { input } = await aws('stepfunctions', 'describe-execution', '--execution-arn', String(executionArn));
    if (String(input).includes(BY_HAND)) return String(executionArn);
  }
  throw new Error('no execution was started by the alarm');
}

function objects(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value as readonly Json[];
}

function texts(value: unknown): readonly string[] {
  return objects(value) as unknown as readonly string[];
}
