/** The event bus: who may send what, how often a target is tried, and where what fails ends. */
import { describe, expect, it } from 'vitest';
import { awsEvent, type AwsEvent } from 'loopback-aws/aws-event.ts';
import { AwsError } from 'loopback-aws/aws-service.ts';
import type { RuleTarget } from 'loopback-aws/events/delivery.ts';
import { createBus } from 'loopback-aws/events/bus.ts';
import { createSqs } from 'loopback-aws/sqs.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';

type Setup = ReturnType<typeof setup>;

function setup(invoke: (count: number) => void = () => undefined) {
  const clock = virtualClock(0);
  const sqs = createSqs(clock, () => 'http://lab');
  const deadLetterArn = sqs.createQueue('dlq');
  const [delivered, lost]: [{ at: number; arn: string; event: AwsEvent }[], unknown[]] = [[], []];
  const bus = createBus({
    clock,
    sqs,
    invoke: async (arn, event) => invoke(delivered.push({ at: clock.now() / 1000, arn, event })),
    onLost: (event) => void lost.push(event),
  });
  const target = (more: Partial<RuleTarget> = {}): RuleTarget => ({
    id: 'T',
    arn: 'arn:target',
    deadLetterArn,
    retryAttemptsMax: 185,
    eventAgeSecondsMax: 86_400,
    ...more,
  });
  return { clock, sqs, bus, delivered, lost, target, deadLetterArn };
}

const alarm = awsEvent(
  0,
  { source: 'aws.cloudwatch', type: 'CloudWatch Alarm State Change', resource: 'arn:alarm' },
  { a: 1 },
);
const put = ({ bus }: Setup, entry: object): unknown =>
  bus.service.operations['PutEvents']?.(
    { Entries: [entry] },
    { service: 'events', operation: 'PutEvents', caller: '', at: 0, input: {} },
  );

describe('the event bus', () => {
  it('gives every target of every matching rule the whole event', async () => {
    const lab = setup();
    lab.bus.putRule({
      name: 'one',
      pattern: { source: ['aws.cloudwatch'] },
      targets: [lab.target(), lab.target({ arn: 'arn:second' })],
    });
    lab.bus.putRule({ name: 'other', pattern: { source: ['aws.ecs'] }, targets: [lab.target()] });
    lab.bus.putRule({ name: 'off', pattern: { source: ['aws.cloudwatch'] }, enabled: false, targets: [lab.target()] });
    lab.bus.emit(alarm);
    await lab.clock.advance(0);
    expect(lab.delivered).toEqual([
      { at: 0, arn: 'arn:target', event: alarm },
      { at: 0, arn: 'arn:second', event: alarm },
    ]);
  });

  it('takes custom events and refuses those that pretend to come from AWS', async () => {
    const lab = setup();
    lab.bus.putRule({ name: 'all', pattern: { source: [{ prefix: '' }] }, targets: [lab.target()] });
    expect(put(lab, { Source: 'aws.cloudwatch', DetailType: 'x', Detail: '{}' })).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }],
    });
    expect(put(lab, { Source: 'mine', DetailType: 'x', Detail: '[]' })).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'MalformedDetail' }],
    });
    expect(put(lab, { Source: 'mine', DetailType: 'x', Detail: '{"n":1}' })).toMatchObject({ FailedEntryCount: 0 });
    await lab.clock.advance(0);
    expect(lab.delivered.map(({ event }) => [event.source, event.detail])).toEqual([['mine', { n: 1 }]]);
  });
});

describe('delivery to a target', () => {
  it('tries a failing target again with growing pauses until it takes the event', async () => {
    const lab = setup((count) => {
      if (count < 4) throw new AwsError('ThrottlingException', 'slow down');
    });
    lab.bus.putRule({ name: 'r', pattern: { source: ['aws.cloudwatch'] }, targets: [lab.target()] });
    lab.bus.emit(alarm);
    await lab.clock.advance(60_000);
    expect(lab.delivered.map(({ at }) => at)).toEqual([0, 1, 3, 7]);
  });
});

describe('an event that cannot be delivered', () => {
  it.each([
    {
      case: 'its attempts are spent',
      more: { retryAttemptsMax: 2 },
      code: 'ThrottlingException',
      condition: 'MaximumRetryAttempts',
      retries: '2',
    },
    {
      case: 'it is too old',
      more: { eventAgeSecondsMax: 60 },
      code: 'ThrottlingException',
      condition: 'MaximumEventAgeInSeconds',
      retries: '5',
    },
    {
      case: 'the target does not exist',
      more: {},
      code: 'ResourceNotFoundException',
      condition: 'NonRetryableError',
      retries: '0',
    },
  ])('sends an event to the dead-letter queue when $case', async ({ more, code, condition, retries }) => {
    const lab = setup(() => {
      throw new AwsError(code, 'no');
    });
    const RULE_ARN = lab.bus.putRule({
      name: 'r',
      pattern: { source: ['aws.cloudwatch'] },
      targets: [lab.target(more)],
    });
    lab.bus.emit(alarm);
    await lab.clock.advance(3_600_000);
    const [message] = lab.sqs.peek(lab.deadLetterArn);
    const expected = {
      RULE_ARN,
      TARGET_ARN: 'arn:target',
      ERROR_CODE: code,
      ERROR_MESSAGE: 'no',
      EXHAUSTED_RETRY_CONDITION: condition,
      RETRY_ATTEMPTS: retries,
    };
    expect(JSON.parse(message?.Body ?? '')).toEqual(alarm);
    expect(message?.MessageAttributes).toEqual(
      Object.fromEntries(
        Object.entries(expected).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
      ),
    );
    expect(lab.lost).toEqual([]);
  });
});

describe('an event without a dead-letter queue', () => {
  it('is reported as lost', async () => {
    const lab = setup(() => {
      throw new Error('no');
    });
    lab.bus.putRule({
      name: 'r',
      pattern: { source: ['aws.cloudwatch'] },
      targets: [lab.target({ retryAttemptsMax: 0, deadLetterArn: undefined })],
    });
    lab.bus.emit(alarm);
    await lab.clock.advance(0);
    expect(lab.lost).toEqual([alarm]);
  });
});

describe('the bus itself', () => {
  it('runs a rate on the clock until it is closed, and refuses cron', async () => {
    const lab = setup();
    lab.bus.putRule({ name: 'tick', schedule: 'rate(5 minutes)', targets: [lab.target()] });
    await lab.clock.advance(600_000);
    lab.bus.close();
    await lab.clock.advance(600_000);
    expect(lab.delivered.map(({ at, event }) => [at, event['detail-type']])).toEqual([
      [300, 'Scheduled Event'],
      [600, 'Scheduled Event'],
    ]);
    expect(() => lab.bus.putRule({ name: 'cron', schedule: 'cron(0 * * * ? *)', targets: [] })).toThrow(/cron/);
  });
});
