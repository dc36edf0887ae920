/** Each answer that the lab's cloud plays, seen at the API that gives it; and that it is not given unasked. */
import { describe, expect, it } from 'vitest';
import { type AnswerName, answersOf } from 'loopback-aws/answers.ts';
import { awsEvent } from 'loopback-aws/aws-event.ts';
import { periodsLate } from 'loopback-aws/cloudwatch/lateness.ts';
import { metricStore } from 'loopback-aws/cloudwatch/metric-store.ts';
import { arrivalsMs } from 'loopback-aws/events/arrivals.ts';
import { createThrottle } from 'loopback-aws/throttle.ts';
import { startCloud } from 'loopback-aws/cloud.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { virtualEcs } from '../lab-fleet/support/virtual-ecs.ts';
import { jsonCall } from './support/aws.ts';

const TARGET_PORT = 8080;

describe('ECS', () => {
  it.each([
    { played: [] as AnswerName[], states: ['COMPLETED', 'COMPLETED'] },
    { played: ['count-change-in-progress'] as AnswerName[], states: ['IN_PROGRESS', 'COMPLETED'] },
  ])('while a count changes shows $states with $played', async ({ played, states }) => {
    const lab = virtualEcs(0, answersOf(played));
    await lab.create({});
    lab.call('UpdateService', { service: 'web', desiredCount: 3 });
    const seen = [rolloutOf(lab)];
    await lab.clock.advance(40_000);
    expect([...seen, rolloutOf(lab)]).toEqual(states);
  });

  it('scales in any task of the fullest zone, not always the newest', async () => {
    const newestGone = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => goesNewest(answersOf([], seed))));
    expect(new Set(newestGone)).toEqual(new Set([true, false]));
  });

  it('scales in the newest healthy task when that is played', async () => {
    const answers = [1, 2, 3].map((seed) => answersOf(['scale-in-healthy'], seed));
    expect(await Promise.all(answers.map(goesNewest))).toEqual([true, true, true]);
  });

  it.each([
    { played: [] as AnswerName[], state: 'unused' },
    { played: ['registers-again'] as AnswerName[], state: 'healthy' },
  ])('leaves a target that was deregistered by hand $state with $played', async ({ played, state }) => {
    const lab = virtualEcs(0, answersOf(played));
    await lab.create({});
    const target = { id: lab.task().privateIp, port: TARGET_PORT };
    lab.targets.deregister(lab.group.arn, target);
    await lab.clock.advance(60_000);
    expect(lab.targets.state(lab.group.arn, target)).toBe(state);
  });

  it.each([
    { played: [] as AnswerName[], status: 'STOPPED' },
    { played: ['stop-task-drains'] as AnswerName[], status: 'DEACTIVATING' },
  ])('shows a task $status soon after StopTask with $played', async ({ played, status }) => {
    const lab = virtualEcs(0, answersOf(played));
    await lab.create({});
    const task = lab.task();
    lab.call('StopTask', { task: task.arn });
    await lab.clock.advance(5_000);
    expect(task.lastStatus).toBe(status);
  });

  it.each([
    { played: 'configuration-kept' as const, becomes: { minimumHealthyPercent: 50, maximumPercent: 150 } },
    { played: 'configuration-reset' as const, becomes: { minimumHealthyPercent: 100, maximumPercent: 150 } },
  ])('makes $becomes of a part of the configuration with $played', async ({ played, becomes }) => {
    const lab = virtualEcs(0, answersOf([played]));
    await lab.create({ minimumHealthyPercent: 50 });
    lab.call('UpdateService', { service: 'web', deploymentConfiguration: { maximumPercent: 150 } });
    expect(lab.service()).toMatchObject(becomes);
  });

  it('refuses a part of the configuration where neither answer is played', async () => {
    const lab = virtualEcs();
    await lab.create({});
    const input = { service: 'web', deploymentConfiguration: { maximumPercent: 150 } };
    expect(() => lab.call('UpdateService', input)).toThrow(/minimumHealthyPercent.* left out/);
  });
});

describe('CloudWatch', () => {
  const metric = { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: { ServiceName: 'web' } };
  const periods = Array.from({ length: 500 }, (_, index) => index * 10_000);
  const lateness = (...played: AnswerName[]) =>
    periods.map((startMs) => periodsLate(answersOf(played), metric, startMs));

  it('has most periods at once and some one to three periods late', () => {
    const late = lateness();
    expect(new Set(late)).toEqual(new Set([0, 1, 2, 3]));
    expect(late.filter((count) => count > 0).length / late.length).toBeLessThan(0.2);
  });

  it('has every period of AWS one to three periods late when that is played, and nothing else', () => {
    expect(new Set(lateness('late-metrics'))).toEqual(new Set([1, 2, 3]));
    const own = { ...metric, namespace: 'Shop' };
    expect(periods.filter((at) => periodsLate(answersOf(['late-metrics']), own, at) > 0)).toEqual([]);
  });

  it('answers with what has arrived', () => {
    let now = 5_000;
    const answers = answersOf(['late-metrics']);
    const store = metricStore({ now: () => now, answers });
    store.put(metric, [50], 1_000);
    const seen = (at: number): number => {
      now = at;
      return store.query(metric, 'Average', { startMs: 0, periodMs: 10_000, count: 1 }).size;
    };
    const arrives = 10_000 * (1 + periodsLate(answers, metric, 0));
    expect([seen(10_000), seen(arrives - 1), seen(arrives)]).toEqual([0, 0, 1]);
  });
});

describe('EventBridge', () => {
  const event = awsEvent(0, { source: 'aws.ecs', type: 'X', resource: 'r' }, {});
  it.each([
    { played: [] as AnswerName[], least: [0], most: [0] },
    { played: ['events-twice'] as AnswerName[], least: [0, 4_000], most: [0, 4_000] },
    { played: ['events-late'] as AnswerName[], least: [10_000], most: [30_000] },
    { played: ['events-disordered'] as AnswerName[], least: [0], most: [6_000] },
  ])('delivers after $least to $most ms with $played', ({ played, least, most }) => {
    const answers = answersOf(played);
    const all = Array.from({ length: 50 }, () => arrivalsMs(event, answers));
    expect(all.every((one) => one.length === least.length)).toBe(true);
    expect(all.flat().every((ms) => ms >= Math.min(...least) && ms <= Math.max(...most))).toBe(true);
    expect(arrivalsMs({ ...event, source: 'shop' }, answers)).toEqual([0]);
  });
});

describe('request limits', () => {
  it('let the burst pass, then the rate of the account, every caller', () => {
    let now = 0;
    const refusals: string[] = [];
    const throttle = createThrottle(() => now, answersOf());
    const passed = (calls: number): number => {
      let count = 0;
      for (let call = 0; call < calls; call += 1) {
        try {
          throttle('ecs', 'UpdateService');
          count += 1;
        } catch (error) {
          refusals.push(String(error));
        }
      }
      return count;
    };
    expect(passed(60)).toBe(50);
    now = 1_000;
    expect(passed(60)).toBe(5);
    expect(new Set(refusals)).toEqual(new Set(['ThrottlingException: Rate exceeded']));
  });

  it('leave a tenth where other applications use the rest, and are shared by the calls of one bucket', () => {
    const throttle = createThrottle(() => 0, answersOf(['throttled']));
    for (let call = 0; call < 4; call += 1) throttle('ssm', call % 2 === 0 ? 'GetParameter' : 'PutParameter');
    expect(() => throttle('ssm', 'GetParameters')).toThrow(/Rate exceeded/);
    expect(() => throttle('sns', 'Publish')).not.toThrow();
  });
});

describe('DynamoDB', () => {
  it('cancels transactions for a conflict, and writes nothing then', async () => {
    const cloud = await startCloud({ clock: virtualClock(0), answers: answersOf(['transaction-conflicts']) });
    try {
      await cloud.services.dynamodb.createTable({
        TableName: 'things',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      });
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, index) => putInTransaction(cloud.endpoint, index)),
      );
      const conflicts = outcomes.filter(({ codes }) => codes.includes('TransactionConflict'));
      expect(conflicts.length).toBeGreaterThan(0);
      expect(conflicts.length).toBeLessThan(12);
      expect(conflicts.every(({ written, codes }) => !written && codes.length === 1)).toBe(true);
      expect(outcomes.filter(({ codes }) => codes.length === 0).every(({ written }) => written)).toBe(true);
    } finally {
      await cloud.close();
    }
  });
});

async function putInTransaction(endpoint: string, index: number) {
  const pk = { S: String(index) };
  const Put = { TableName: 'things', Item: { pk } };
  const { body } = await jsonCall(endpoint, 'DynamoDB_20120810.TransactWriteItems', { TransactItems: [{ Put }] });
  const { body: read } = await jsonCall(endpoint, 'DynamoDB_20120810.GetItem', { TableName: 'things', Key: { pk } });
  const reasons = (body['CancellationReasons'] ?? []) as readonly { readonly Code: string }[];
  return { codes: reasons.map(({ Code }) => Code), written: read['Item'] !== undefined };
}

function rolloutOf(lab: ReturnType<typeof virtualEcs>): unknown {
  const answer = lab.call('DescribeServices', { services: ['web'] }) as {
    readonly services: readonly { readonly deployments: readonly { readonly rolloutState: string }[] }[];
  };
  return answer.services[0]?.deployments[0]?.rolloutState;
}

/** Whether the newest of four tasks is stopped when one goes. */
async function goesNewest(answers: ReturnType<typeof answersOf>): Promise<boolean> {
  const lab = virtualEcs(0, answers);
  await lab.create({ desiredCount: 3 });
  lab.call('UpdateService', { service: 'web', desiredCount: 4 });
  await lab.clock.advance(40_000);
  const newest = lab.running().at(-1);
  lab.call('UpdateService', { service: 'web', desiredCount: 3 });
  await lab.clock.advance(3_000);
  return newest?.desiredStatus === 'STOPPED';
}
