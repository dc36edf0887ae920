/**
 * ministack, an independent emulator of AWS: the real CDK command line bootstraps and deploys the real app, an
 * incident is healed by its state machine and its Lambdas, another one is aborted and reaped, the stack is updated and
 * deleted, and the table with all that was learnt outlives it.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ECSClient, GetTaskProtectionCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { alarmName } from '../../core/catalog/catalog.ts';
import { alarmEvent } from '../support/events.ts';
import { stretched } from '../support/stretched.ts';
import { oracleParts, ready, versionOf } from './install/parts.ts';
import { synthesizeInto } from './install/synthesize.ts';
import { adaptAssembly } from './ministack/adapted.ts';
import { ministack, MINISTACK_KEY, type Emulator } from './ministack/emulator.ts';
import { MINISTACK_DIFFERENCES, type MinistackDifference } from './ministack/known-differences.ts';
import { ALARM, openShop, putCpu, setAlarm, tasksOf } from './ministack/shop.ts';
import { prove } from './report/proved.ts';
import { awsCli, type AwsCli, type Json } from './servers/aws-cli.ts';

const CONFIGS = 'test/oracles/ministack';
/** The smallest alarm on metric math. */
const METRIC_MATH = {
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: 1,
  Threshold: 1,
  Metrics: [{ Id: 'e1', Expression: 'TIME_SERIES(1)', Period: 60, ReturnData: true }],
};
/** Most of it is the minute in which a replacement proves that it stays, and the periods of verification. */
const HEAL_MS_MAX = 240_000;
const SOON = { timeout: stretched(30_000), interval: 300 };

const { python, workspace } = oracleParts();

describe.runIf(python.kind === 'ready')('ministack', () => {
  let emulator: Emulator;
  let aws: AwsCli;
  let clients: ReturnType<typeof clientsFor>;
  let outputs: Readonly<Record<string, string>> = {};
  let [adapted, sickTask]: [readonly string[], string] = [[], ''];
  const version = () => versionOf(ready(python), 'ministack');
  const proved = (text: string) => ({ oracle: 'ministack', version: version(), proved: text });

  async function assembly(config: string): Promise<string> {
    const made = await synthesizeInto(join(workspace, `ministack-${config}`), `${CONFIGS}/${config}.config.ts`);
    adapted = adaptAssembly(made, `${made}-adapted`);
    return made;
  }
  const deploy = (directory: string) => emulator.cdk('deploy', '--app', directory, '--require-approval', 'never');
  const items = async (): Promise<readonly Json[]> => {
    const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName: outputs['TableName'] }));
    return Items.map((item) =>
      Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value.S ?? value.N])),
    );
  };
  const executions = async () =>
    (await clients.sfn.send(new ListExecutionsCommand({ stateMachineArn: outputs['StateMachineArn'] }))).executions ??
    [];
  const start = async (event: object): Promise<string> => {
    const input = { stateMachineArn: outputs['StateMachineArn'], input: JSON.stringify(event) };
    return (await clients.sfn.send(new StartExecutionCommand(input))).executionArn ?? '';
  };
  const incidentOf = async (executionArn: string) => {
    const all = await items();
    const id = all.find(({ pk }) => pk === `EXE#${executionArn}`)?.['incidentId'];
    return all.find(({ pk, sk }) => pk === `INC#${String(id)}` && sk === 'INCIDENT');
  };

  beforeAll(async () => {
    emulator = await ministack(ready(python), workspace);
    clients = clientsFor(emulator.endpoint);
    aws = awsCli(ready(python), { endpoint: emulator.endpoint, home: join(workspace, 'ministack-cli') });
  });
  afterAll(() => emulator.close());

  it('takes the stack of the real app from the real CDK command line', async (context) => {
    await emulator.cdk('bootstrap');
    const made = await assembly('healer');
    await deploy(`${made}-adapted`);
    const { Stacks: stacks } = await aws('cloudformation', 'describe-stacks', '--stack-name', 'Healer');
    const [stack] = listOf(stacks);
    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    outputs = Object.fromEntries(
      listOf(stack?.['Outputs']).map(({ OutputKey, OutputValue }) => [String(OutputKey), String(OutputValue)]),
    );
    const listed = await aws('cloudformation', 'list-stack-resources', '--stack-name', 'Healer');
    const resources = listOf(listed['StackResourceSummaries']);
    expect(resources.filter(({ ResourceStatus }) => ResourceStatus !== 'CREATE_COMPLETE')).toEqual([]);
    prove(
      context,
      proved(`cdk bootstrap and deploy: ${resources.length} resources, ${adapted.length} alarms simplified`),
    );
  });

  it('runs the healer until the service is healed and people are told', async (context) => {
    sickTask = await openShop(clients);
    await putCpu(clients, true);
    await setAlarm(clients, 'ALARM');
    const arn = await start({ ...alarmEvent(ALARM, { at: Date.now(), value: 99 }), account: '000000000000' });
    await untilEnded(arn);
    const { status, error, cause } = await clients.sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    expect({ status, error, cause }).toEqual({ status: 'SUCCEEDED', error: undefined, cause: undefined });
    expect(await tasksOf(clients)).not.toContain(sickTask);
    expect(JSON.parse(String((await incidentOf(arn))?.['data']))).toMatchObject({ outcome: 'healed' });
    const visited = await statesOf(arn);
    for (const state of ['Intake', 'Decide', 'Announce', 'ReplaceTasks', 'Verify', 'Learn', 'Close', 'NotifyEnd']) {
      expect(visited).toContain(state);
    }
    prove(context, proved(`an incident healed end to end: ${visited.join(', ')}`));
  });

  /** Lets the world go on: the CPU follows the sick task, and the alarm the CPU. */
  async function untilEnded(executionArn: string): Promise<void> {
    const deadline = Date.now() + HEAL_MS_MAX;
    for (let sick = true; Date.now() < deadline;) {
      const { status } = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== 'RUNNING') return;
      const before = sick;
      sick = (await tasksOf(clients)).includes(sickTask);
      await putCpu(clients, sick);
      if (before && !sick) await setAlarm(clients, 'OK');
      await sleep(1000);
    }
  }

  async function statesOf(executionArn: string): Promise<readonly string[]> {
    const { events = [] } = await clients.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    return [...new Set(events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []))];
  }

  it('brings a signal of an application through EventBridge, and a dead execution to the reaper', async (context) => {
    const before = (await executions()).length;
    const detail = { service: 'payment', failureType: 'dependency-failure', summary: 'the payment provider is gone' };
    const entry = { Source: 'shop.payment', DetailType: 'healer.signal', Detail: JSON.stringify(detail) };
    await clients.events.send(new PutEventsCommand({ Entries: [entry] }));
    const arn = await vi.waitFor(async () => {
      const [newest, ...older] = await executions();
      expect(older).toHaveLength(before);
      return newest?.executionArn ?? '';
    }, SOON);
    await vi.waitFor(async () => expect(await statesOf(arn)).toContain('Decide'), SOON);
    const visited = await statesOf(arn);
    await putCpu(clients, true);
    await setAlarm(clients, 'ALARM');
    const aborted = await start({ ...alarmEvent(ALARM, { at: Date.now(), value: 99 }), account: '000000000000' });
    await vi.waitFor(async () => expect(await incidentOf(aborted)).toBeDefined(), SOON);
    // The claim of the application still waits for a measure that agrees: its execution dies as the other does.
    for (const executionArn of [arn, aborted]) {
      await clients.sfn.send(new StopExecutionCommand({ executionArn }));
      await vi.waitFor(async () => expect(await incidentOf(executionArn)).toMatchObject({ phase: 'closed' }), SOON);
    }
    expect(JSON.parse(String((await incidentOf(aborted))?.['data']))).toMatchObject({ outcome: 'failed' });
    prove(
      context,
      proved(`a custom signal through its rule to ${visited.join(', ')}; an aborted execution reaped through its rule`),
    );
  });

  const checks: Readonly<Record<MinistackDifference, () => Promise<void>>> = {
    'alarms on metric math are refused': async () => {
      const made = await stackOf('metric-math', { Type: 'AWS::CloudWatch::Alarm', Properties: METRIC_MATH });
      expect(made).toMatch(/ROLLBACK/);
    },
    'composite alarms are unknown': async () => {
      const Properties = { AlarmRule: `ALARM(${ALARM})` };
      const made = stackOf('composite', { Type: 'AWS::CloudWatch::CompositeAlarm', Properties });
      await expect(made).rejects.toThrow(/Unrecognized resource types/);
    },
    'SetAlarmState sends no event': async () => {
      const before = (await executions()).length;
      await setAlarm(clients, 'ALARM');
      await sleep(2000);
      expect(await executions()).toHaveLength(before);
    },
    'a stopped task is not replaced': async () => {
      const [task, ...others] = await tasksOf(clients);
      await clients.ecs.send(new StopTaskCommand({ cluster: 'shop', task }));
      await sleep(2000);
      expect(await tasksOf(clients)).toEqual(others);
    },
    'nothing is said of the protection of a task': async () => {
      const tasks = await tasksOf(clients);
      expect(tasks.length).toBeGreaterThan(0);
      const answer = await clients.ecs.send(new GetTaskProtectionCommand({ cluster: 'shop', tasks: [...tasks] }));
      expect([answer.protectedTasks, answer.failures]).toEqual([[], []]);
    },
    // No policy gives any right to the key of this client.
    'a role may do anything': async () => {
      expect((await aws('lambda', 'list-functions'))['Functions']).not.toEqual([]);
    },
  };

  /** How a stack of one resource ends. */
  async function stackOf(name: string, resource: object): Promise<string> {
    const body = JSON.stringify({ Resources: { Alarm: resource } });
    await aws('cloudformation', 'create-stack', '--stack-name', name, '--template-body', body);
    return vi.waitFor(async () => {
      const { Stacks: stacks } = await aws('cloudformation', 'describe-stacks', '--stack-name', name);
      const status = String(listOf(stacks)[0]?.['StackStatus']);
      expect(status).toMatch(/COMPLETE|FAILED/);
      return status;
    }, SOON);
  }

  it.each(Object.keys(MINISTACK_DIFFERENCES) as MinistackDifference[])('still differs: %s', async (name) => {
    await expect(checks[name]()).resolves.toBeUndefined();
  });

  it('keeps the table and what was learnt when the stack is updated, and when it is deleted', async (context) => {
    const before = await items();
    const made = await assembly('one-more');
    await deploy(`${made}-adapted`);
    expect(await items()).toEqual(expect.arrayContaining([...before]));
    const AlarmNames = [alarmName('healer', 'order', 'high-cpu', 'cpu')];
    const { MetricAlarms = [] } = await clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
    expect(MetricAlarms).toHaveLength(1);
    await emulator.cdk('destroy', '--app', `${made}-adapted`, '--force');
    expect((await aws('lambda', 'list-functions'))['Functions']).toEqual([]);
    const after = await items();
    expect(after).toEqual(expect.arrayContaining([...before]));
    prove(
      context,
      proved(
        `stack updated and deleted, the table kept all ${after.length} items; ${Object.keys(MINISTACK_DIFFERENCES).length} known differences`,
      ),
    );
  });
});

function listOf(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value as readonly Json[];
}

function clientsFor(endpoint: string) {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: MINISTACK_KEY, secretAccessKey: MINISTACK_KEY },
  };
  return {
    ecs: new ECSClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    dynamodb: new DynamoDBClient(settings),
    events: new EventBridgeClient(settings),
    sfn: new SFNClient(settings),
  };
}
