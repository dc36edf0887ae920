/**
 * How each metric a runbook may name is read from CloudWatch, as plain data. The construct makes alarms of it and the
 * Lambdas make queries of it, so an alarm and its verification can never watch different things. No I/O here.
 */
import type { ServiceEntry } from './catalog.ts';
import type { MetricName } from './vocabulary.ts';

/** One element of a CloudWatch metric data query; the last element of a list is the one whose value counts. */
export type MetricElement =
  | {
      readonly id: string;
      readonly namespace: string;
      readonly name: string;
      readonly dimensions: Readonly<Record<string, string>>;
      readonly statistic: string;
    }
  | { readonly id: string; readonly expression: string };

/** Requests per period below which an error rate is noise: one failed request of three is not 33 %. */
const ERROR_RATE_REQUESTS_MIN = 10;

/**
 * The elements of a metric of a service, the returned one last.
 * @returns undefined when the service does not have it: load balancer metrics without a target group.
 */
export function metricElements(metric: MetricName, service: ServiceEntry): readonly MetricElement[] | undefined {
  const ecs = { ClusterName: service.cluster, ServiceName: service.ecsService };
  switch (metric) {
    // Maximum, not Average: the average of a service hides its one sick task.
    case 'cpuPercent':
      return [{ id: 'value', namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: ecs, statistic: 'Maximum' }];
    case 'memoryPercent':
      return [{ id: 'value', namespace: 'AWS/ECS', name: 'MemoryUtilization', dimensions: ecs, statistic: 'Maximum' }];
    default:
      return loadBalancerElements(metric, service);
  }
}

type LoadBalancerMetric = Exclude<MetricName, 'cpuPercent' | 'memoryPercent'>;

function loadBalancerElements(metric: LoadBalancerMetric, service: ServiceEntry): readonly MetricElement[] | undefined {
  if (service.targetGroup === undefined) return undefined;
  const dimensions = {
    LoadBalancer: service.targetGroup.loadBalancerDimension,
    TargetGroup: service.targetGroup.targetGroupDimension,
  };
  const alb = (id: string, name: string, statistic: string): MetricElement => ({
    id,
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions,
    statistic,
  });
  switch (metric) {
    case 'requestCount':
      return [alb('value', 'RequestCount', 'Sum')];
    case 'unhealthyHosts':
      return [alb('value', 'UnHealthyHostCount', 'Maximum')];
    case 'p99LatencyMilliseconds':
      return [alb('seconds', 'TargetResponseTime', 'p99'), { id: 'value', expression: '1000 * seconds' }];
    case 'errorRatePercent':
      // The load balancer publishes no 5XX datapoint at zero, hence FILL; and too few requests are no rate.
      return [
        alb('errors', 'HTTPCode_Target_5XX_Count', 'Sum'),
        alb('requests', 'RequestCount', 'Sum'),
        {
          id: 'value',
          expression: `IF(requests >= ${ERROR_RATE_REQUESTS_MIN}, 100 * FILL(errors, 0) / requests, 0)`,
        },
      ];
  }
}

/** The per-task counterpart of a metric, from Container Insights; undefined where tasks cannot be told apart by it. */
export function taskMetricElements(
  metric: MetricName,
  service: ServiceEntry,
  taskId: string,
): readonly MetricElement[] | undefined {
  const dimensions = { ClusterName: service.cluster, ServiceName: service.ecsService, TaskId: taskId };
  const insights = (id: string, name: string): MetricElement => ({
    id,
    namespace: 'ECS/ContainerInsights',
    name,
    dimensions,
    statistic: 'Maximum',
  });
  if (metric === 'cpuPercent') return [insights('value', 'ContainerCpuUtilization')];
  if (metric === 'memoryPercent') {
    return [
      insights('used', 'MemoryUtilized'),
      insights('reserved', 'MemoryReserved'),
      { id: 'value', expression: '100 * used / reserved' },
    ];
  }
  return undefined;
}
