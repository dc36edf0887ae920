/**
 * Recognises what an alarm is about by its metrics: namespace, name, statistic and dimensions, also inside metric math.
 * A metric of another service says nothing about this one, however familiar its name is.
 */
import { singleTargetGroupsOf } from '../catalog/target-groups.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { metricElements, type MetricElement } from '../catalog/metrics.ts';
import { METRIC_NAMES, type MetricName, type Symptom } from '../vocabulary.ts';
import { symptomOf } from './known-metrics.ts';

export type Recognised =
  | { readonly kind: 'known'; readonly symptoms: readonly Symptom[] }
  /** It has a metric of another service, target group or cluster. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unknown' };

type Measured = Exclude<MetricElement, { readonly expression: string }>;
type Place = Pick<ServiceEntry, 'cluster' | 'ecsService' | 'targetGroup' | 'furtherTargetGroups' | 'taskFamily'>;

const UNKNOWN: Recognised = { kind: 'unknown' };
const ELSEWHERE: Recognised = { kind: 'elsewhere' };

/**
 * The symptoms of the service that the elements of an alarm show. Every metric must be known, because an expression
 * over an unknown one may mean anything. One metric of another service makes the whole alarm another's.
 */
export function recognise(elements: readonly MetricElement[], service: Place): Recognised {
  const measured = elements.flatMap((element) => ('expression' in element ? [] : [element]));
  if (measured.length === 0 || elements.some(queriesFurther)) return UNKNOWN;
  const owners = measured.map((element) => ownerOf(element, service));
  if (owners.includes('another')) return ELSEWHERE;
  const shown = measured.map(({ namespace, name, statistic }) => symptomOf(namespace, name, statistic));
  if (owners.includes('unknown') || !shown.every((symptom) => symptom !== undefined)) return UNKNOWN;
  return { kind: 'known', symptoms: withoutDenominators([...new Set(shown)]) };
}

/** Expressions that read metrics without naming them as elements. */
const QUERIES = /\b(SEARCH|SELECT|LAMBDA)\b/i;

function queriesFurther(element: MetricElement): boolean {
  return 'expression' in element && QUERIES.test(element.expression);
}

/** Requests and tasks are usually denominators: errors per request, backlog per task. */
function withoutDenominators(symptoms: readonly Symptom[]): readonly Symptom[] {
  const telling = symptoms.filter((symptom) => symptom !== 'load' && symptom !== 'tasks');
  if (telling.length > 0) return telling;
  return symptoms.includes('load') ? ['load'] : symptoms;
}

/** The owner of a metric. One without any dimension of a service, such as a queue's, is ours if the user says so. */
function ownerOf({ namespace, dimensions }: Measured, service: Place): 'ours' | 'another' | 'unknown' {
  const { ClusterName, ServiceName, TaskDefinitionFamily, TargetGroup, LoadBalancer } = dimensions;
  if (ServiceName !== undefined) {
    const sameCluster = ClusterName === undefined || ClusterName === service.cluster;
    return ServiceName === service.ecsService && sameCluster ? 'ours' : 'another';
  }
  if (TaskDefinitionFamily !== undefined) return TaskDefinitionFamily === service.taskFamily ? 'ours' : 'another';
  if (TargetGroup !== undefined || LoadBalancer !== undefined) {
    return behind({ TargetGroup, LoadBalancer }, service);
  }
  return namespace === 'AWS/ECS' || namespace === 'ECS/ContainerInsights' ? 'another' : 'ours';
}

interface Balanced {
  readonly TargetGroup: string | undefined;
  readonly LoadBalancer: string | undefined;
}

function behind({ TargetGroup, LoadBalancer }: Balanced, service: Place): 'ours' | 'another' | 'unknown' {
  const groups = singleTargetGroupsOf(service);
  if (groups.length === 0) return 'unknown';
  const ours = groups.some((group) =>
    TargetGroup === undefined
      ? LoadBalancer === group.loadBalancerDimension
      : TargetGroup === group.targetGroupDimension,
  );
  return ours ? 'ours' : 'another';
}

/** The catalog's name for a metric that the user's alarm reads exactly as the healer does, unit and statistic too. */
export function sameMetric(elements: readonly MetricElement[], service: ServiceEntry): MetricName | undefined {
  const [only] = elements;
  if (only === undefined || elements.length > 1 || 'expression' in only) return undefined;
  return METRIC_NAMES.find((metric) => {
    const own = metricElements(metric, service);
    return own?.length === 1 && own.every((element) => !('expression' in element) && identical(element, only));
  });
}

function identical(one: Measured, other: Measured): boolean {
  const keys = Object.keys(one.dimensions);
  return (
    one.namespace === other.namespace &&
    one.name === other.name &&
    one.statistic === other.statistic &&
    keys.length === Object.keys(other.dimensions).length &&
    keys.every((key) => one.dimensions[key] === other.dimensions[key])
  );
}
