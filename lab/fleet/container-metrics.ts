/**
 * Publishes what the processes use, as ECS and Container Insights would: one sample per task into the service's
 * metrics, so that Maximum shows one bad task, and the same per task id. Every lab second, for ten-second alarms.
 */
import type { Cancel, Clock } from 'loopback-aws/clock.ts';
import type { MetricStore } from 'loopback-aws/cloudwatch/metric-store.ts';
import { type EcsState, type Task, tasksOf } from 'loopback-aws/ecs/state.ts';
import type { ProcessRuntime } from './process-runtime.ts';

/** As often as the CloudWatch agent collects at high resolution. A sample belongs to the period it is published in. */
const PUBLISH_MS = 1_000;
const MIB = 1024 * 1024;

interface Sample {
  readonly taskId: string;
  readonly cpuPercent: number;
  readonly usedMiB: number;
  readonly reservedMiB: number;
}

export interface ContainerMetricsOptions {
  readonly clock: Clock;
  readonly metrics: MetricStore;
  readonly state: EcsState;
  readonly runtime: ProcessRuntime;
}

/** Publishes until the returned function is called. */
export function publishContainerMetrics(options: ContainerMetricsOptions): Cancel {
  return options.clock.every(PUBLISH_MS, () => {
    for (const service of options.state.services.keys()) publish(options, service);
  });
}

function publish({ clock, metrics, state, runtime }: ContainerMetricsOptions, service: string): void {
  const dimensions = { ClusterName: state.cluster, ServiceName: service };
  const running = tasksOf(state, service).filter((task) => task.lastStatus === 'RUNNING');
  const samples = running.flatMap((task) => sample(runtime, task));
  const put = (
    namespace: string,
    name: string,
    values: readonly number[],
    more: Readonly<Record<string, string>> = {},
  ): void => {
    if (values.length > 0)
      metrics.put({ namespace, name, dimensions: { ...dimensions, ...more } }, values, clock.now());
  };
  put(
    'AWS/ECS',
    'CPUUtilization',
    samples.map(({ cpuPercent }) => cpuPercent),
  );
  put(
    'AWS/ECS',
    'MemoryUtilization',
    samples.map(({ usedMiB, reservedMiB }) => (usedMiB / reservedMiB) * 100),
  );
  const { desiredCount = 0, deployments = [] } = state.services.get(service) ?? {};
  put('ECS/ContainerInsights', 'DesiredTaskCount', [desiredCount]);
  put('ECS/ContainerInsights', 'RunningTaskCount', [running.length]);
  put('ECS/ContainerInsights', 'DeploymentCount', [deployments.length]);
  for (const { taskId, cpuPercent, usedMiB, reservedMiB } of samples) {
    put('ECS/ContainerInsights', 'TaskCpuUtilization', [cpuPercent], { TaskId: taskId });
    put('ECS/ContainerInsights', 'TaskMemoryUtilization', [(usedMiB / reservedMiB) * 100], { TaskId: taskId });
  }
}

function sample(runtime: ProcessRuntime, task: Task): readonly Sample[] {
  const { launch, usage } = runtime.processes.get(task.id) ?? {};
  if (launch === undefined || usage === undefined) return [];
  return [
    { taskId: task.id, cpuPercent: usage.cpuPercent, usedMiB: usage.rssBytes / MIB, reservedMiB: launch.memoryMiB },
  ];
}
