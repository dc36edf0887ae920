/**
 * Checks that Container Insights reports single tasks under the names that the healer reads, if the configuration relies
 * on it. Otherwise the healer cannot tell the failing task from healthy ones, and replaces any of them first.
 */
import { ListTasksCommand } from '@aws-sdk/client-ecs';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { taskMetricElements } from '../../core/catalog/metrics.ts';
import { cloudwatchMetrics } from '../../lambdas/adapters/cloudwatch-metrics.ts';
import { failed, findingOf, warning, type Finding, type Problem } from '../check.ts';
import { servicesOf } from '../deployed-stack.ts';
import type { AccountCheck, World } from '../world.ts';

/** The metrics of single tasks that the healer reads. */
const METRICS = ['cpuPercent', 'memoryPercent'] as const;
/** In periods of the service; a task that has just started may have no data yet. */
const PERIODS = 15;

export const taskMetricsPresent: AccountCheck = {
  id: 'task-metrics',
  title: 'Container Insights reports single tasks',
  run: async (world): Promise<Finding> => {
    const counted = servicesOf(world.stack).filter(({ taskMetrics }) => taskMetrics);
    if (counted.length === 0) return { status: 'skipped', detail: 'no service is configured with taskMetrics' };
    const problems: Problem[] = [];
    for (const service of counted) problems.push(...(await problemsOf(world, service)));
    return findingOf(problems, `${METRICS.join(' and ')} of a task of ${counted.map(({ name }) => name).join(', ')}`);
  },
};

async function problemsOf(world: World, service: ServiceEntry): Promise<readonly Problem[]> {
  const { cluster, ecsService, name } = service;
  const running = { cluster, serviceName: ecsService, desiredStatus: 'RUNNING' as const, maxResults: 1 };
  const { taskArns = [] } = await world.clients.ecs.send(new ListTasksCommand(running));
  const taskId = taskArns[0]?.split('/').at(-1);
  if (taskId === undefined) {
    return [warning(`${name} runs no task whose metrics could be checked`, 'start the service and run this again')];
  }
  const silent = await withoutPoints(world, service, taskId);
  const fix = `switch on enhanced observability: aws ecs update-cluster-settings --cluster ${cluster} --settings name=containerInsights,value=enhanced; or remove taskMetrics from the configuration`;
  return silent.map((metric) => failed(`${name}: no ${metric} of task ${taskId}`, fix));
}

async function withoutPoints(
  { clients, now }: World,
  service: ServiceEntry,
  taskId: string,
): Promise<readonly string[]> {
  const { periodSeconds } = service;
  const requests = METRICS.flatMap((id) => {
    const elements = taskMetricElements(id, service, taskId);
    return elements === undefined ? [] : [{ id, elements, periodSeconds }];
  });
  const from = now() - PERIODS * periodSeconds * 1000;
  const series = await cloudwatchMetrics(clients.cloudwatch).series(requests, from, now());
  return METRICS.filter((metric) => (series[metric] ?? []).length === 0);
}
