/** What the check of an account says of alarms over several series, each as CloudWatch describes it. */
import type { DescribeAlarmsCommandOutput, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alarmSeries } from '../../cli/checks/alarm-series.ts';
import type { World } from '../../cli/world.ts';
import { aCatalog, aService } from '../support/catalog.ts';

const NAME = 'EcsCpuAllServices';
const FROM = 'SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/ECS", ClusterName, ServiceName)';

const web = aService({ name: 'web', ecsService: 'web', cluster: 'default' });
const worker = aService({ name: 'worker', ecsService: 'worker', cluster: 'default' });
const twin = aService({ name: 'twin', ecsService: 'worker', cluster: 'other' });

/** The query of the public report. */
function reported(): string {
  const file = resolve(import.meta.dirname, '../cases/metrics-insights-alarm.json');
  const event = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly detail: { readonly configuration: { readonly metrics: readonly { readonly expression: string }[] } };
  };
  return event.detail.configuration.metrics[0]?.expression ?? '';
}

/** An account whose alarm is registered for `web`. */
function accountWith(alarm: Partial<MetricAlarm> | { readonly LogAlarm: object }, services = [web, worker]): World {
  const described = { AlarmName: NAME, StateValue: 'OK', StateUpdatedTimestamp: new Date(0) };
  const answer: Partial<DescribeAlarmsCommandOutput> =
    'LogAlarm' in alarm
      ? { LogAlarms: [{ ...described, ...alarm.LogAlarm, StateValue: 'OK' }] }
      : { MetricAlarms: [{ ...described, ...alarm, StateValue: 'OK' }] };
  const catalog = { ...aCatalog(services), alarms: { [NAME]: { service: 'web', failureType: 'high-cpu' } } };
  return { stack: { catalog }, clients: { cloudwatch: { send: async () => answer } } } as unknown as World;
}

function grouped(Expression: string): Partial<MetricAlarm> {
  return { Metrics: [{ Id: 'm1', Expression, ReturnData: true }] };
}

describe('The check of alarms over several series', () => {
  it.each([
    { case: 'no such alarm', alarm: {}, status: 'ok', says: 'no alarm is over several series' },
    {
      case: 'the public report',
      alarm: grouped(reported()),
      status: 'ok',
      says: `${NAME} heals web, worker by ServiceName`,
    },
    {
      case: 'target groups',
      alarm: grouped('SELECT AVG(TargetResponseTime) FROM "AWS/ApplicationELB" GROUP BY TargetGroup'),
      services: [
        web,
        aService({
          ...worker,
          targetGroup: { arn: 'a', targetGroupDimension: 'targetgroup/w/2', loadBalancerDimension: 'app/w/2' },
        }),
      ],
      status: 'ok',
      says: `${NAME} heals web, worker by TargetGroup`,
    },
    {
      case: 'a label that names no service',
      alarm: grouped(`${FROM} GROUP BY ClusterName`),
      status: 'failed',
      says: `${NAME} is over several series by ClusterName: none of them names a service, so it would heal nothing`,
      fix: 'group it by ServiceName or TargetGroup',
    },
    {
      case: 'a cluster in which nothing is registered',
      alarm: grouped(`${FROM} WHERE ClusterName = 'elsewhere' GROUP BY ServiceName`),
      status: 'failed',
      says: `${NAME}: none of its series can be of a registered service that heals high-cpu`,
      fix: 'compare its query',
    },
    {
      case: 'a failure that none of its services heals',
      alarm: grouped(`${FROM} GROUP BY ServiceName`),
      services: [aService({ ...web, runbooks: {} })],
      status: 'failed',
      says: 'none of its series can be of a registered service that heals high-cpu',
    },
    {
      case: 'two services of one name',
      alarm: grouped(`${FROM} GROUP BY ServiceName`),
      services: [web, worker, twin],
      status: 'failed',
      says: `${NAME}: its series of worker may be of another service; ${NAME}: its series of twin`,
      fix: 'group it by ClusterName too',
    },
    {
      case: 'the same two, told apart',
      alarm: grouped(`${FROM} GROUP BY ServiceName, ClusterName`),
      services: [web, worker, twin],
      status: 'ok',
      says: `${NAME} heals web, worker, twin by ServiceName, ClusterName`,
    },
    {
      case: 'a language that is not read',
      alarm: { EvaluationCriteria: {} } as Partial<MetricAlarm>,
      status: 'warning',
      says: 'in a language that the healer does not read',
    },
    {
      case: 'logs by a field',
      alarm: { LogAlarm: { ScheduledQueryConfiguration: { AggregationExpression: 'count(*) by svc' } } },
      status: 'failed',
      says: 'is over several series by svc: none of them names a service',
    },
    {
      case: 'logs by the service',
      alarm: { LogAlarm: { ScheduledQueryConfiguration: { AggregationExpression: 'count(*) by ServiceName' } } },
      status: 'ok',
      says: `${NAME} heals web, worker by ServiceName`,
    },
  ])('is $status of $case', async ({ alarm, services, status, says, fix = '' }) => {
    const finding = await alarmSeries.run(accountWith(alarm, services));
    expect(finding).toMatchObject({ status, detail: expect.stringContaining(says) });
    expect(finding.fix ?? '').toContain(fix);
  });
});
