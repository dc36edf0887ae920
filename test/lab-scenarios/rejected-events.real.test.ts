/**
 * What the deployed healer does with what it cannot understand or may not read: rules, state machine, Lambdas and queue
 * as they are in the template. An event is kept whole with the reason; a brake that cannot be read is a brake.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsEvent, type AwsEvent } from 'loopback-aws/aws-event.ts';
import type { Execution } from 'loopback-aws/states/execution.ts';
import { startLab, type Lab } from '../../lab/lab.ts';
import { nothingTouched } from '../../lab/scenarios/checks.ts';
import { runScenario } from '../../lab/scenarios/run-scenario.ts';
import { heldBack, type Scenario } from '../../lab/scenarios/scenario.ts';
import { synthesize } from '../../lab/synth.ts';
import { jsonCall } from '../lab/support/aws.ts';
import { refuseCalls } from './support/killing.ts';
import { permissionProblems } from './support/permissions.ts';
import { storedIn } from './support/stored.ts';

const SPEED = 8;
/** Lab time in which an event must have come through rule, execution and queue. */
const THROUGH_MS_MAX = 120_000;

/** What it cannot read says off. */
const unreadableOverride: Scenario = {
  name: 'override-unreadable',
  title: 'user fails while the healer may at first not read whether it may act',
  mode: { service: 'user', mode: 'off' },
  breaks: [{ service: 'user', breakage: 'cpu' }],
  expected: [{ service: 'user', outcome: 'held' }],
  secondsMax: 240,
  checks: [
    nothingTouched,
    (world) =>
      heldBack(world, 'user', 'override-unreadable') ? undefined : 'not for a moment held back by override-unreadable',
  ],
};

const events: AwsEvent[] = [];
let lab: Lab;

beforeAll(async () => {
  const directory = await synthesize();
  lab = await startLab({ speed: SPEED, assembly: directory });
  lab.cloud.on('event', (event) => events.push(event));
});

afterAll(async () => {
  await lab.close();
});

/** The execution that an event started, once it has ended. */
async function endOf(event: AwsEvent): Promise<Execution> {
  const { clock, cloud } = lab;
  const deadline = clock.now() + THROUGH_MS_MAX;
  while (clock.now() < deadline) {
    const execution = cloud.services.states.executions().find(({ input }) => input.includes(event.id));
    if (execution?.ended() !== undefined) return execution;
    await clock.sleep(500);
  }
  throw new Error(`no execution about ${event.id} came to its end`);
}

/** What lies in the dead-letter queue about an event. */
function kept({ id }: AwsEvent): readonly unknown[] {
  const { cloud, stack } = lab;
  const queues = [...stack.resources.values()].filter(({ type }) => type === 'AWS::SQS::Queue');
  return queues
    .flatMap(({ ref }) => cloud.services.sqs.peek(ref.split('/').at(-1) ?? ''))
    .map(({ Body }) => Body)
    .filter((body) => body.includes(id))
    .map((body): unknown => JSON.parse(body));
}

async function malformedSignal(): Promise<AwsEvent> {
  const Detail = JSON.stringify({ service: 'user', failureType: 'high-cpu', sumary: 'a word misspelt' });
  const Entries = [{ Source: 'shop.user', DetailType: 'healer.signal', Detail }];
  const answer = await jsonCall(lab.cloud.endpoint, 'AWSEvents.PutEvents', { Entries });
  const [entry] = answer.body['Entries'] as readonly { readonly EventId: string }[];
  const event = events.find(({ id }) => id === entry?.EventId);
  if (event === undefined) throw new Error(JSON.stringify(answer));
  return event;
}

async function unknownAlarm(): Promise<AwsEvent> {
  const alarmName = 'healer-nobody-high-cpu-cpu';
  const now = lab.clock.now();
  const resource = `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${alarmName}`;
  const state = { value: 'ALARM', timestamp: new Date(now).toISOString(), reason: 'Threshold Crossed' };
  const about = { source: 'aws.cloudwatch', type: 'CloudWatch Alarm State Change', resource };
  const event = awsEvent(now, about, { alarmName, state, configuration: { metrics: [] } });
  lab.cloud.emit(event);
  return event;
}

describe('the deployed healer', () => {
  it.each([
    {
      case: 'a signal of an application with a field that does not exist',
      send: malformedSignal,
      reason: 'healer.signal with unknown field "sumary"; allowed: service, failureType, state, summary',
    },
    {
      case: 'an alarm that has its prefix and is not its own',
      send: unknownAlarm,
      reason: 'alarm "healer-nobody-high-cpu-cpu" is not registered with this healer',
    },
  ])('keeps $case whole, with the reason, and opens no incident', async ({ send, reason }) => {
    const event = await send();
    const execution = await endOf(event);
    expect(execution.ended()).toMatchObject({ status: 'FAILED', error: 'SignalRejected' });
    expect(execution.ended()?.cause).toContain(reason.replaceAll('"', String.raw`\"`));
    expect(kept(event)).toEqual([{ event, error: { Error: 'SignalRejected', Cause: execution.ended()?.cause } }]);
    expect((await storedIn(lab)).incidents).toBe(0);
  });

  it('waits, touches nothing and says why, while it cannot read whether it may act', async () => {
    refuseCalls(lab, 'Decide', 'GetParameters', 2);
    const report = await runScenario(lab, unreadableOverride, () => undefined);
    expect(report.problems, JSON.stringify(report.timeline, null, 1)).toEqual([]);
    const stored = await storedIn(lab);
    expect(stored).toMatchObject({ incidents: 1, leaseEnds: [] });
    expect(stored.credits('user')).toEqual([]);
  });

  it('asked for nothing but what its roles may do', async () => {
    expect(await permissionProblems(lab.stack, lab.cloud.calls, 'rejected events')).toEqual([]);
  });
});
