/** Reads of AWS that answer in pages, or take no more than so many questions: every page is read, and too much is refused. */
import { describe, expect, it } from 'vitest';
import { DescribeAlarmsCommand, GetMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ListTasksCommand, type DescribeTasksCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { ReadFailed } from '../../core/ports/errors.ts';
import type { SeriesRequest } from '../../core/world/series.ts';
import { cloudwatchMetrics } from '../../lambdas/adapters/cloudwatch-metrics.ts';
import { serviceReads } from '../../lambdas/adapters/ecs-reads.ts';
import { aService } from '../support/catalog.ts';

const START = Date.UTC(2026, 0, 15, 3, 0);
const MINUTE = 60_000;

/** Answers by the number of the call. */
function cloudwatch(answer: (call: number) => object) {
  const sent: unknown[] = [];
  const send = async (command: unknown) => {
    sent.push(command);
    return answer(sent.length - 1);
  };
  return { metrics: cloudwatchMetrics({ send } as unknown as CloudWatchClient), sent };
}

function requests(count: number): readonly SeriesRequest[] {
  const element = { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: {}, statistic: 'Average' };
  return Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    elements: [{ id: 'a', ...element }],
    periodSeconds: 60,
  }));
}

const page = (minute: number, StatusCode: string, NextToken?: string) => ({
  MetricDataResults: [{ Id: 'r0', StatusCode, Timestamps: [new Date(START + minute * MINUTE)], Values: [minute] }],
  ...(NextToken !== undefined && { NextToken }),
});

describe('series of CloudWatch', () => {
  it('are not asked for beyond a hundred', async () => {
    const { metrics, sent } = cloudwatch(() => ({}));
    await expect(metrics.series(requests(101), START, START + MINUTE)).rejects.toThrow(ReadFailed);
    expect(sent).toEqual([]);
  });

  it('are whole, whatever pages they come in', async () => {
    const { metrics, sent } = cloudwatch((call) => (call === 0 ? page(0, 'PartialData', 'more') : page(1, 'Complete')));
    const { s0 } = await metrics.series(requests(1), START, START + 5 * MINUTE);
    expect(s0?.map(({ value }) => value)).toEqual([0, 1]);
    expect(sent.every((command) => command instanceof GetMetricDataCommand)).toBe(true);
  });

  it.each(['PartialData', 'InternalError', 'Forbidden'])('that end as %s are not known', async (status) => {
    const { metrics } = cloudwatch(() => page(0, status));
    await expect(metrics.series(requests(1), START, START + 5 * MINUTE)).rejects.toThrow(ReadFailed);
  });

  it('leave out a period that is not over', async () => {
    const { metrics } = cloudwatch(() => page(4, 'Complete'));
    const { s0 } = await metrics.series(requests(1), START, START + 4.5 * MINUTE);
    expect(s0).toEqual([]);
  });

  it('that never end are not known', async () => {
    const { metrics } = cloudwatch((call) => page(call, 'PartialData', 'more'));
    await expect(metrics.series(requests(1), START, START + 60 * MINUTE)).rejects.toThrow(ReadFailed);
  });
});

describe('alarms of CloudWatch', () => {
  it('are read by name: without a name none is', async () => {
    const { metrics, sent } = cloudwatch(() => ({}));
    expect(await metrics.alarms([])).toEqual([]);
    expect(sent).toEqual([]);
    await metrics.alarms(['one']);
    expect(sent[0]).toBeInstanceOf(DescribeAlarmsCommand);
  });

  it('are not asked for beyond a hundred', async () => {
    const names = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
    await expect(cloudwatch(() => ({})).metrics.alarms(names)).rejects.toThrow(ReadFailed);
  });
});

describe('tasks of ECS', () => {
  function tasksIn(pages: number) {
    const send = async (command: ListTasksCommand | DescribeTasksCommand) => {
      if (!(command instanceof ListTasksCommand)) {
        const arns = command.input.tasks ?? [];
        const task = { lastStatus: 'RUNNING', desiredStatus: 'RUNNING', taskDefinitionArn: 'user:1' };
        return { tasks: arns.map((taskArn) => ({ ...task, taskArn })) };
      }
      const number = Number(command.input.nextToken ?? '0');
      const next = number + 1 < pages ? { nextToken: String(number + 1) } : {};
      return { taskArns: [`arn:aws:ecs:us-east-1:123456789012:task/shop/${number}`], ...next };
    };
    return serviceReads({ ecs: { send } as unknown as ECSClient, loadBalancer: {} as never });
  }

  it('are read on every page', async () => {
    expect(await tasksIn(3).tasks(aService())).toHaveLength(3);
  });

  it('are not known where there is no end of them', async () => {
    await expect(tasksIn(1_000).tasks(aService())).rejects.toThrow(ReadFailed);
  });
});
