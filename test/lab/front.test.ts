/** The endpoint as clients meet it: protocols, refusals, faults, and the small services behind it. */
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from 'loopback-aws/aws-service.ts';
import { startCloud, type Cloud } from 'loopback-aws/cloud.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { clientFor, jsonCall } from './support/aws.ts';

let cloud: Cloud;
let ssm: SSMClient;
let sns: SNSClient;
const clock = virtualClock(Date.parse('2026-11-21T00:00:00Z'));

beforeAll(async () => {
  cloud = await startCloud({ clock });
  ssm = new SSMClient(clientFor(cloud.endpoint, 'me'));
  sns = new SNSClient(clientFor(cloud.endpoint, 'me'));
  cloud.register({
    name: 'elasticloadbalancing',
    protocol: 'query',
    operations: {
      DescribeTargetHealth: (input) => ({
        TargetHealthDescriptions: [
          { Target: (input['Targets'] as unknown[])[0], TargetHealth: { State: 'healthy', Description: 'a < b & c' } },
        ],
      }),
    },
  });
  cloud.register({
    name: 'monitoring',
    protocol: 'json-1.0',
    operations: {
      DescribeAlarms: (input) => {
        if (input['AlarmNames'] === undefined) throw new AwsError('ResourceNotFound', 'no names');
        return { MetricAlarms: [{ AlarmName: 'a', StateUpdatedTimestamp: new Date(clock.now()) }] };
      },
    },
  });
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.interceptors.length = 0;
});

const named = (name: string): unknown => expect.objectContaining({ name });

describe('the endpoint', () => {
  it('listens on the loopback interface only', () => {
    expect(cloud.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('answers Query calls in XML the SDK understands, lists and escapes included', async () => {
    const client = new ElasticLoadBalancingV2Client(clientFor(cloud.endpoint));
    const { TargetHealthDescriptions } = await client.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: 'arn', Targets: [{ Id: '10.0.0.1', Port: 80 }] }),
    );
    expect(TargetHealthDescriptions).toEqual([
      { Target: { Id: '10.0.0.1', Port: 80 }, TargetHealth: { State: 'healthy', Description: 'a < b & c' } },
    ]);
  });

  it('answers times as the SDK reads them, and errors by their names', async () => {
    const client = new CloudWatchClient(clientFor(cloud.endpoint));
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['a'] }));
    expect(MetricAlarms?.[0]?.StateUpdatedTimestamp).toEqual(new Date('2026-11-21T00:00:00Z'));
    await expect(client.send(new DescribeAlarmsCommand({}))).rejects.toThrow(
      expect.objectContaining({ message: expect.stringContaining('no names') as string }),
    );
  });

  it.each([
    { case: 'a service that is not registered', target: 'AmazonEC2ContainerServiceV20141113.ListClusters' },
    { case: 'an operation of a known service', target: 'AmazonSSM.DeleteParameter' },
    { case: 'a target of no service', target: 'Logs_20140328.PutLogEvents' },
  ])('answers 501 naming the lab for $case', async ({ target }) => {
    const { status, body } = await jsonCall(cloud.endpoint, target, {});
    expect(status).toBe(501);
    expect(body['message']).toMatch(/^loopback-aws does not support .*[A-Z]/);
  });

  it('refuses loudly through the SDK too', async () => {
    await expect(
      new ECSClient(clientFor(cloud.endpoint)).send(new DescribeServicesCommand({ services: ['a'] })),
    ).rejects.toThrow(/loopback-aws does not support ecs:DescribeServices/);
  });

  it.each([
    { case: 'a body that is not JSON', body: '{', code: 'SerializationException' },
    { case: 'a body that is no object', body: '[]', code: 'SerializationException' },
    { case: 'a field the lab does not know', body: '{"Name":"a","Recursive":true}', code: 'NotSupported' },
    { case: 'a missing field', body: '{}', code: 'ValidationException' },
  ])('refuses $case', async ({ body, code }) => {
    expect((await jsonCall(cloud.endpoint, 'AmazonSSM.GetParameter', body)).body['__type']).toBe(code);
  });

  it('refuses a request without credentials, and one that is not a POST', async () => {
    expect((await fetch(cloud.endpoint, { method: 'POST', body: '{}' })).status).toBe(403);
    const authorization = 'AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request, SignedHeaders=host, Signature=0';
    expect((await fetch(cloud.endpoint, { headers: { authorization } })).status).toBe(501);
  });

  it('reports an exception of a fake service as a defect and answers 500', async () => {
    const defects: unknown[] = [];
    const stop = cloud.on('defect', (defect) => void defects.push(defect));
    cloud.interceptors.push(() => {
      throw new TypeError('a bug');
    });
    const { status, body } = await jsonCall(cloud.endpoint, 'AmazonSSM.GetParameter', { Name: 'a' });
    stop();
    expect([status, body['__type'], defects.length]).toEqual([500, 'InternalFailure', 1]);
  });
});

describe('a fault', () => {
  it('can replace the n-th call by an error, before it takes effect', async () => {
    let calls = 0;
    cloud.interceptors.push((call, phase) => {
      if (phase === 'before' && call.operation === 'PutParameter' && (calls += 1) === 2)
        throw new AwsError('ThrottlingException', 'Rate exceeded');
    });
    const put = (Name: string): Promise<unknown> =>
      ssm.send(new PutParameterCommand({ Name, Value: 'v', Type: 'String' }));
    await put('/fault/1');
    await expect(put('/fault/2')).rejects.toThrow(named('ThrottlingException'));
    await expect(ssm.send(new GetParameterCommand({ Name: '/fault/2' }))).rejects.toThrow(named('ParameterNotFound'));
  });

  it('can lose the answer of a call that took effect', async () => {
    cloud.interceptors.push((call, phase) => {
      if (phase === 'after' && call.operation === 'PutParameter')
        throw new AwsError('InternalServerError', 'lost', 500);
    });
    await expect(ssm.send(new PutParameterCommand({ Name: '/lost', Value: 'v', Type: 'String' }))).rejects.toThrow(
      named('InternalServerError'),
    );
    expect((await ssm.send(new GetParameterCommand({ Name: '/lost' }))).Parameter?.Value).toBe('v');
  });

  it('shows in the record of calls, with its caller', async () => {
    await expect(ssm.send(new GetParameterCommand({ Name: '/nobody' }))).rejects.toThrow(named('ParameterNotFound'));
    expect(cloud.calls.at(-1)).toMatchObject({
      service: 'ssm',
      operation: 'GetParameter',
      caller: 'me',
      input: { Name: '/nobody' },
      error: 'ParameterNotFound',
    });
  });
});

describe('Parameter Store', () => {
  it('counts versions, and overwrites only when told to', async () => {
    const put = (Value: string, Overwrite?: boolean): Promise<{ Version?: number | undefined }> =>
      ssm.send(
        new PutParameterCommand({ Name: '/toggle', Value, Type: 'String', Overwrite, AllowedPattern: '^(on|off)$' }),
      );
    expect((await put('on')).Version).toBe(1);
    await expect(put('off')).rejects.toThrow(named('ParameterAlreadyExists'));
    expect((await put('off', true)).Version).toBe(2);
    await expect(put('maybe', true)).rejects.toThrow(named('ParameterPatternMismatchException'));
    const { Parameters, InvalidParameters } = await ssm.send(new GetParametersCommand({ Names: ['/toggle', '/none'] }));
    expect([Parameters?.map((one) => [one.Name, one.Value, one.Version]), InvalidParameters]).toEqual([
      [['/toggle', 'off', 2]],
      ['/none'],
    ]);
  });

  it.each([
    { case: 'a value above 4 KB', Name: '/big', Value: 'x'.repeat(4097) },
    { case: 'a name of AWS', Name: '/aws/x', Value: 'v' },
    { case: 'a name with a space', Name: '/a b', Value: 'v' },
    { case: 'a path that is not absolute', Name: 'a/b', Value: 'v' },
  ])('refuses $case', async ({ Name, Value }) => {
    await expect(ssm.send(new PutParameterCommand({ Name, Value, Type: 'String' }))).rejects.toThrow(
      named('ValidationException'),
    );
  });
});

describe('SNS and SQS', () => {
  it('keep a published message with its subject and attributes, and refuse an unknown topic', async () => {
    const TopicArn = cloud.services.sns.createTopic('people');
    await sns.send(
      new PublishCommand({
        TopicArn,
        Subject: 'Healed',
        Message: 'a & b\né',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'healed' } },
      }),
    );
    expect(cloud.services.sns.messages.at(-1)).toMatchObject({
      subject: 'Healed',
      message: 'a & b\né',
      attributes: { kind: { DataType: 'String', StringValue: 'healed' } },
      caller: 'me',
    });
    await expect(sns.send(new PublishCommand({ TopicArn: `${TopicArn}x`, Message: 'm' }))).rejects.toThrow(
      named('NotFoundException'),
    );
    await expect(sns.send(new PublishCommand({ TopicArn, Message: 'm', Subject: 'two\nlines' }))).rejects.toThrow(
      named('InvalidParameterException'),
    );
  });

  it('hide a received message until its visibility timeout, and forget it when deleted', async () => {
    const QueueUrl = cloud.services.sqs.url(cloud.services.sqs.createQueue('work'));
    const sqs = async (operation: string, input: object): Promise<Record<string, unknown>> =>
      (await jsonCall(cloud.endpoint, `AmazonSQS.${operation}`, { QueueUrl, ...input })).body;
    const receive = async (): Promise<{ Body: string; ReceiptHandle: string }[]> =>
      (await sqs('ReceiveMessage', {}))['Messages'] as never;
    await sqs('SendMessage', { MessageBody: 'hello' });
    expect(await receive()).toMatchObject([{ Body: 'hello' }]);
    expect(await receive()).toEqual([]);
    expect(
      (await sqs('GetQueueAttributes', { AttributeNames: ['ApproximateNumberOfMessagesNotVisible'] }))['Attributes'],
    ).toEqual({ ApproximateNumberOfMessagesNotVisible: '1' });
    await clock.advance(30_000);
    const [message] = await receive();
    await sqs('DeleteMessage', { ReceiptHandle: message?.ReceiptHandle });
    await clock.advance(30_000);
    expect(await receive()).toEqual([]);
  });
});

describe('Step Functions over the wire', () => {
  it('starts, describes, lists, stops and tells the history of an execution', async () => {
    const stateMachineArn = cloud.services.states.createMachine({
      name: 'wire',
      roleArn: 'arn:role',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'W',
        States: { W: { Type: 'Wait', Seconds: 60, End: true } },
      }),
    });
    const states = async (operation: string, input: object): Promise<Record<string, unknown>> =>
      (await jsonCall(cloud.endpoint, `AWSStepFunctions.${operation}`, input)).body;
    const { executionArn, startDate } = await states('StartExecution', {
      stateMachineArn,
      name: 'one',
      input: '{"a":1}',
    });
    expect([executionArn, startDate]).toEqual([
      'arn:aws:states:us-east-1:123456789012:execution:wire:one',
      clock.now() / 1000,
    ]);
    expect(await states('DescribeExecution', { executionArn })).toMatchObject({
      status: 'RUNNING',
      input: '{"a":1}',
      name: 'one',
    });
    await states('StopExecution', { executionArn, error: 'Stopped', cause: 'by a person' });
    expect(await states('DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Stopped',
      cause: 'by a person',
    });
    expect((await states('ListExecutions', { stateMachineArn, statusFilter: 'ABORTED' }))['executions']).toMatchObject([
      { name: 'one', status: 'ABORTED' },
    ]);
    const first = await states('GetExecutionHistory', { executionArn, maxResults: 2 });
    const second = await states('GetExecutionHistory', { executionArn, maxResults: 2, nextToken: first['nextToken'] });
    expect(
      [first, second].flatMap((page) => (page['events'] as { type: string }[]).map((event) => event.type)),
    ).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
    expect((await states('StartExecution', { stateMachineArn: 'arn:none' }))['__type']).toBe(
      'StateMachineDoesNotExist',
    );
  });
});
