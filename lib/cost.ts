/** Counts the resources below a construct that AWS charges for by the month. The prices are elsewhere. */
import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { idleCost, type BilledResource, type IdleCost } from '../core/cost/idle-cost.ts';
import { HEARTBEAT_MINUTES, SWEEP_MINUTES } from '../core/vocabulary.ts';
import { ALARMS_ID } from './alarms.ts';
import { SCHEDULES_ID } from './schedules.ts';

/** The monthly cost of everything below the construct while nothing fails; complete after synthesis. */
export function idleCostOf(scope: IConstruct): IdleCost {
  const resources = scope.node.findAll().filter((one) => CfnResource.isCfnResource(one));
  return idleCost([...resources.flatMap((resource) => billed(resource) ?? []), ...keysOf(resources)]);
}

/** The keys that encrypt topics, each once. They belong to the user, but the healer needs them. */
function keysOf(resources: readonly CfnResource[]): readonly BilledResource[] {
  const topics = resources.filter((one) => one instanceof CfnTopic);
  const encrypted = topics.filter(({ kmsMasterKeyId: key }) => key !== undefined);
  const keys = new Set(encrypted.map((topic) => JSON.stringify(Stack.of(topic).resolve(topic.kmsMasterKeyId))));
  return [...keys].map(() => ({ kind: 'key' }));
}

function billed(resource: CfnResource): BilledResource | undefined {
  const of = resource.node.scopes.some(({ node }) => node.id === ALARMS_ID) ? 'services' : 'healer';
  switch (resource.cfnResourceType) {
    case 'AWS::CloudWatch::Alarm':
      return resource instanceof CfnAlarm ? { kind: 'alarm', of, ...readBy(resource) } : undefined;
    case 'AWS::CloudWatch::CompositeAlarm':
      return { kind: 'compositeAlarm', of };
    case 'AWS::CloudWatch::Dashboard':
      return { kind: 'dashboard' };
    case 'AWS::DynamoDB::GlobalTable':
      return { kind: 'table' };
    case 'AWS::Events::Rule':
      return scheduleOf(resource);
    default:
      return undefined;
  }
}

/** Schedules; a rule for events costs nothing while there are none. */
function scheduleOf({ node }: CfnResource): BilledResource | undefined {
  const [name = '', parent = ''] = node.path.split('/').toReversed().slice(1);
  if (parent !== SCHEDULES_ID) return undefined;
  return name === 'Sweep' ? SWEEPS : CANARIES;
}

interface Query {
  readonly expression?: string;
  readonly metricStat?: { readonly period: number };
}

/** CloudWatch keeps a band of two series for a metric with anomaly detection. */
const SERIES_OF_A_BAND = 2;
const BAND = /^ANOMALY_DETECTION_BAND\(/;

function readBy(alarm: CfnAlarm): { readonly metrics: number; readonly periodSeconds: number } {
  const queries = Stack.of(alarm).resolve(alarm.metrics) as readonly Query[] | undefined;
  if (queries === undefined) return { metrics: 1, periodSeconds: alarm.period ?? DEFAULT_PERIOD_SECONDS };
  const stats = queries.flatMap(({ metricStat }) => (metricStat === undefined ? [] : [metricStat]));
  const bands = queries.filter(({ expression }) => BAND.test(expression ?? '')).length;
  return {
    metrics: stats.length + bands * SERIES_OF_A_BAND,
    periodSeconds: Math.min(...stats.map(({ period }) => period)),
  };
}

/** CloudWatch's default where an alarm names no period. */
const DEFAULT_PERIOD_SECONDS = 60;

const MINUTES_OF_A_MONTH = 730 * 60;

/** While all is calm five of six sweeps read one item. The figure counts a sixth of a sweep over ten services. */
const SWEEPS: BilledResource = {
  kind: 'schedule',
  what: 'sweeps, nearly all at rest',
  monthly: MINUTES_OF_A_MONTH / SWEEP_MINUTES,
  uses: { lambdaInvocations: 1, lambdaGbSeconds: 0.1, readUnits: 5, writeUnits: 0.5, alarmReads: 0.2 },
};

/** Five states, two Lambdas, the reads of a decision, and the metric of the arrival. */
const CANARIES: BilledResource = {
  kind: 'schedule',
  what: 'heartbeats',
  monthly: MINUTES_OF_A_MONTH / HEARTBEAT_MINUTES,
  uses: {
    transitions: 5,
    lambdaInvocations: 2,
    lambdaGbSeconds: 0.5,
    readUnits: 20,
    writeUnits: 1,
    metricReads: 10,
    customMetricHours: 1,
  },
};
