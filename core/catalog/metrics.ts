/**
 * How each metric of a runbook is read from CloudWatch, as plain data. The construct makes alarms from it and the
 * Lambdas make queries, so an alarm and its verification always read the same. No I/O here.
 */
import type { ServiceEntry, TargetGroup } from './service.ts';
import type { Watch } from './runbook.ts';
import { isNetwork, singleTargetGroupsOf } from './target-groups.ts';
import type { MetricName } from '../vocabulary.ts';
import { shape, byName, text, oneOf, type Shaped } from '../shape.ts';

/** One element of a CloudWatch metric data query; the last element of a list returns the value. */
export const MetricElement = oneOf([
  shape({ id: text, namespace: text, name: text, dimensions: byName(text), statistic: text }),
  shape({ id: text, expression: text }),
]);
export type MetricElement = Shaped<typeof MetricElement>;

/** Requests per period below which an error rate is noise: one failed request of three is not 33 %. */
const ERROR_RATE_REQUESTS_MIN = 10;

/**
 * The elements of a service's metric, the returned one last and always with the id `value`.
 * @returns undefined when the service lacks it: load balancer metrics without a target group (a network load balancer
 * has only unhealthy hosts), counts of tasks without Container Insights.
 */
export function metricElements(metric: MetricName, service: ServiceEntry): readonly MetricElement[] | undefined {
  switch (metric) {
    // Maximum, not Average: the average of a service hides its one sick task.
    case 'cpuPercent':
      return [ofService(service, 'AWS/ECS', { id: 'value', name: 'CPUUtilization', statistic: 'Maximum' })];
    case 'memoryPercent':
      return [ofService(service, 'AWS/ECS', { id: 'value', name: 'MemoryUtilization', statistic: 'Maximum' })];
    case 'missingTasks':
      return (service.taskCounts ?? service.taskMetrics) ? missingTaskElements(service) : undefined;
    default:
      return loadBalancerElements(metric, service);
  }
}

/** The desired count, where Container Insights has it ("Amazon ECS Container Insights metrics"). */
export function desiredCountElements(service: ServiceEntry): readonly MetricElement[] | undefined {
  if (!(service.taskCounts ?? service.taskMetrics)) return undefined;
  const desired = { id: 'value', name: 'DesiredTaskCount', statistic: 'Maximum' };
  return [ofService(service, 'ECS/ContainerInsights', desired)];
}

/** Failed requests of a period; no reading for none. Undefined without a load balancer. */
export function failedRequestElements(service: ServiceEntry): readonly MetricElement[] | undefined {
  const groups = singleTargetGroupsOf(service).filter((group) => !isNetwork(group));
  return groups.length === 0 ? undefined : overGroups(groups, 'value', TARGET_ERRORS);
}

/** A metric under the dimensions of the ECS service. */
function ofService(
  service: ServiceEntry,
  namespace: string,
  metric: { readonly id: string; readonly name: string; readonly statistic: string },
): MetricElement {
  return { ...metric, namespace, dimensions: { ClusterName: service.cluster, ServiceName: service.ecsService } };
}

/**
 * Desired less running tasks ("Amazon ECS Container Insights metrics"). During a deployment a service may run below its
 * desired count on purpose, within `minimumHealthyPercent`, so none count as missing then. The best moment of a period
 * counts: a task that was replaced within it was not missing for long.
 */
function missingTaskElements(service: ServiceEntry): readonly MetricElement[] {
  const insights = (id: string, name: string, statistic: string): MetricElement =>
    ofService(service, 'ECS/ContainerInsights', { id, name, statistic });
  return [
    insights('desired', 'DesiredTaskCount', 'Minimum'),
    insights('running', 'RunningTaskCount', 'Maximum'),
    insights('deployments', 'DeploymentCount', 'Maximum'),
    // For a moment after scaling in, more tasks run than are desired.
    { id: 'value', expression: 'IF(deployments > 1 OR running > desired, 0, desired - running)' },
  ];
}

type LoadBalancerMetric = Exclude<MetricName, 'cpuPercent' | 'memoryPercent' | 'missingTasks'>;

function loadBalancerElements(metric: LoadBalancerMetric, service: ServiceEntry): readonly MetricElement[] | undefined {
  const all = singleTargetGroupsOf(service);
  if (metric === 'unhealthyHosts') return all.length === 0 ? undefined : overGroups(all, 'value', UNHEALTHY_HOSTS);
  // Network load balancers count flows and bytes: no requests, answers or latencies.
  const groups = all.filter((group) => !isNetwork(group));
  if (groups.length === 0) return undefined;
  switch (metric) {
    case 'requestCount':
      return overGroups(groups, 'value', REQUESTS);
    case 'p99LatencyMilliseconds':
      return [...overGroups(groups, 'seconds', LATENCY), { id: 'value', expression: '1000 * seconds' }];
    case 'unansweredPercent':
      return unansweredElements(groups, service.ownLoadBalancer === true);
    case 'errorRatePercent':
      // The load balancer publishes no 5XX datapoint at zero, hence FILL; and too few requests are no rate.
      return [
        ...overGroups(groups, 'errors', TARGET_ERRORS),
        ...overGroups(groups, 'requests', REQUESTS),
        {
          id: 'value',
          expression: `IF(requests >= ${ERROR_RATE_REQUESTS_MIN}, 100 * FILL(errors, 0) / requests, 0)`,
        },
      ];
  }
}

/** A metric of a target group, and how several groups join: of a blue/green pair only one has the traffic. */
interface GroupMetric {
  readonly name: string;
  readonly statistic: string;
  readonly joined: 'SUM' | 'MAX';
  /** What tells a period with data from one without: no group without data, and missing data is not zero. */
  readonly present: 'any' | 'above zero' | 'sampled';
}

const REQUESTS: GroupMetric = { name: 'RequestCount', statistic: 'Sum', joined: 'SUM', present: 'above zero' };
const LATENCY: GroupMetric = { name: 'TargetResponseTime', statistic: 'p99', joined: 'MAX', present: 'above zero' };
const TARGET_ERRORS: GroupMetric = {
  name: 'HTTPCode_Target_5XX_Count',
  statistic: 'Sum',
  joined: 'SUM',
  present: 'any',
};
const CONNECTION_ERRORS: GroupMetric = {
  name: 'TargetConnectionErrorCount',
  statistic: 'Sum',
  joined: 'SUM',
  present: 'any',
};
const UNHEALTHY_HOSTS: GroupMetric = {
  name: 'UnHealthyHostCount',
  statistic: 'Maximum',
  joined: 'SUM',
  present: 'sampled',
};

/**
 * One series with the id `id`, whichever group has the traffic. A group without targets has no data, hence FILL; the
 * function of a list instead of `+`, because it also works where FILL leaves a metric empty that never had data.
 */
function overGroups(groups: readonly TargetGroup[], id: string, metric: GroupMetric): readonly MetricElement[] {
  const [only, second] = groups;
  if (only !== undefined && second === undefined) return [ofGroup(only, id, metric)];
  const join = (how: string, parts: readonly MetricElement[]): string =>
    `${how}([${parts.map((part) => `FILL(${part.id}, 0)`).join(', ')}])`;
  const parts = groups.map((group, index) => ofGroup(group, `${id}_${index + 1}`, metric));
  const value = join(metric.joined, parts);
  if (metric.present === 'any') return [...parts, { id, expression: value }];
  if (metric.present === 'above zero') {
    return [...parts, { id: `${id}_all`, expression: value }, { id, expression: `IF(${id}_all > 0, ${id}_all)` }];
  }
  const samples = groups.map((group, index) =>
    ofGroup(group, `${id}_samples_${index + 1}`, { ...metric, statistic: 'SampleCount' }),
  );
  return [...parts, ...samples, { id, expression: `IF(${join('SUM', samples)} > 0, ${value})` }];
}

function ofGroup(group: TargetGroup, id: string, { name, statistic }: Pick<GroupMetric, 'name' | 'statistic'>) {
  return {
    id,
    namespace: isNetwork(group) ? 'AWS/NetworkELB' : 'AWS/ApplicationELB',
    name,
    dimensions: { LoadBalancer: group.loadBalancerDimension, TargetGroup: group.targetGroupDimension },
    statistic,
  };
}

/**
 * Share of the requests that no task answered, because it hung, refused or dropped the connection. The load balancer
 * answers those itself, and its target group counts no 5XX for them. `HTTPCode_ELB_5XX_Count` has all of them, but per
 * load balancer only; where other services share it, only failed connections are known per target group. The load
 * balancer's count may include requests that reached no target, so the share ends at 100.
 */
function unansweredElements(groups: readonly TargetGroup[], ownLoadBalancer: boolean): readonly MetricElement[] {
  const share = '100 * FILL(unanswered, 0) / requests';
  return [
    ...(ownLoadBalancer ? overLoadBalancers(groups) : overGroups(groups, 'unanswered', CONNECTION_ERRORS)),
    ...overGroups(groups, 'requests', REQUESTS),
    { id: 'value', expression: `IF(requests >= ${ERROR_RATE_REQUESTS_MIN}, IF(${share} > 100, 100, ${share}), 0)` },
  ];
}

/** Errors that the load balancers of the groups answered themselves. Both groups of a pair are behind one. */
function overLoadBalancers(groups: readonly TargetGroup[]): readonly MetricElement[] {
  const loadBalancers = [...new Set(groups.map(({ loadBalancerDimension }) => loadBalancerDimension))];
  const ids = loadBalancers.map((_one, index) =>
    loadBalancers.length === 1 ? 'unanswered' : `unanswered_${index + 1}`,
  );
  const parts = loadBalancers.map((LoadBalancer, index) => ({
    id: ids[index] ?? '',
    namespace: 'AWS/ApplicationELB',
    name: 'HTTPCode_ELB_5XX_Count',
    dimensions: { LoadBalancer },
    statistic: 'Sum',
  }));
  if (parts.length === 1) return parts;
  return [...parts, { id: 'unanswered', expression: `SUM([${ids.map((id) => `FILL(${id}, 0)`).join(', ')}])` }];
}

/**
 * The same metric per task, by the names in "Amazon ECS Container Insights with enhanced observability metrics";
 * undefined where it does not exist per task.
 */
export function taskMetricElements(
  metric: MetricName,
  service: ServiceEntry,
  taskId: string,
): readonly MetricElement[] | undefined {
  const dimensions = { ClusterName: service.cluster, ServiceName: service.ecsService, TaskId: taskId };
  const ofTask = (name: string): readonly MetricElement[] => [
    { id: 'value', namespace: 'ECS/ContainerInsights', name, dimensions, statistic: 'Maximum' },
  ];
  if (metric === 'cpuPercent') return ofTask('TaskCpuUtilization');
  if (metric === 'memoryPercent') return ofTask('TaskMemoryUtilization');
  return undefined;
}

/**
 * What the alarm of a watch compares with its limit: the metric itself, or its forecast.
 *
 * A forecast is the present value plus `RATE` for the time ahead, where that is a trend: above the floor, and with a
 * rise beyond noise. Everywhere else it is the present value, so that the alarm always has data and is OK without a
 * trend. The period is long (see `watchPeriodSeconds`) and the statistic a maximum, so the upper edge of a sawtooth is
 * extrapolated.
 * @returns undefined when the service lacks the metric.
 */
export function watchElements(
  { metric, forecast }: Pick<Watch, 'metric' | 'forecast'>,
  service: ServiceEntry,
): readonly MetricElement[] | undefined {
  const elements = metricElements(metric, service);
  if (elements === undefined || forecast === undefined) return elements;
  const trend = `present >= ${forecast.floor} AND rise >= ${forecast.riseMin}`;
  return [
    ...elements.map((element) => (element.id === 'value' ? { ...element, id: 'present' } : element)),
    { id: 'rise', expression: `RATE(present) * ${forecast.aheadMinutes * 60}` },
    { id: 'value', expression: `IF(${trend}, present + rise, present)` },
  ];
}

/** Periods into which a forecast divides its time ahead: it multiplies noise by no more than this. */
const PERIODS_AHEAD = 6;

/** A band is trained on the same time of other days; seconds mean nothing to it. */
const BAND_PERIOD_SECONDS_MIN = 60;

/**
 * Period of a watch's alarm, in seconds: the service's own, or longer where a trend has to stand out from noise, or a
 * band has to mean anything. An hour ahead is read in periods of 10 minutes.
 */
export function watchPeriodSeconds(
  { forecast, anomalyDeviations }: Pick<Watch, 'forecast' | 'anomalyDeviations'>,
  service: ServiceEntry,
): number {
  if (anomalyDeviations !== undefined) return Math.max(service.periodSeconds, BAND_PERIOD_SECONDS_MIN);
  if (forecast === undefined) return service.periodSeconds;
  return Math.max(service.periodSeconds, 60 * Math.ceil(forecast.aheadMinutes / PERIODS_AHEAD));
}

/**
 * The one CloudWatch metric for a band of normal values: CloudWatch trains a band on a single metric, and creates it
 * with the alarm. Its unit is CloudWatch's, which does not matter to a band.
 * @returns undefined where the metric is computed from several.
 */
export function bandElements(
  metric: MetricName,
  service: ServiceEntry,
  deviations: number,
): readonly MetricElement[] | undefined {
  const measured = (metricElements(metric, service) ?? []).filter((element) => !('expression' in element));
  const [only] = measured;
  if (only === undefined || measured.length > 1) return undefined;
  return [
    { ...only, id: 'value' },
    { id: 'band', expression: `ANOMALY_DETECTION_BAND(value, ${deviations})` },
  ];
}
