/** The dashboard: that it names only metrics that are emitted, for everything in the catalog, within CloudWatch's limits. */
import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine, DefinitionBody } from 'aws-cdk-lib/aws-stepfunctions';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import {
  HEALER_DIMENSION,
  TELEMETRY_METRICS,
  TELEMETRY_NAMESPACE,
  type TelemetryMetricName,
} from '../../core/telemetry/metrics.ts';
import { createDashboard, type DashboardProps } from '../../lib/dashboard.ts';
import { healerMetric } from '../../lib/healer-metrics.ts';
import { createSelfAlarms } from '../../lib/self-alarms.ts';
import { aCatalog, aService } from '../support/catalog.ts';
import { flat } from './support/templates.ts';
import { newStack } from './support/user-app.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly endpoint?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

const DEFINITION = JSON.stringify({ StartAt: 'End', States: { End: { Type: 'Succeed' } } });
const CATALOG = aCatalog([aService(), aService({ name: 'order', ecsService: 'order' })]);

function dashboardOf(props: Partial<DashboardProps> = {}): {
  readonly name: unknown;
  readonly widgets: readonly Widget[];
} {
  const stack = newStack(undefined, 'Stack');
  const queue = new Queue(stack, 'Queue');
  const stateMachine = new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromString(DEFINITION) });
  const topic = new Topic(stack, 'Topic');
  const widget = new Lambda(stack, 'Widget', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => "";'),
  });
  const selfAlarms = createSelfAlarms(stack, { healer: CATALOG.healer, queue, topic, stateMachine });
  createDashboard(stack, { catalog: CATALOG, widget, stateMachine, queue, selfAlarms, serviceAlarms: true, ...props });
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const { DashboardBody: body, DashboardName: name } = flat(dashboard?.['Properties']) as Record<string, unknown>;
  return { name, widgets: (JSON.parse(String(body)) as { readonly widgets: readonly Widget[] }).widgets };
}

const { name, widgets } = dashboardOf();
const rows = widgets.flatMap(({ properties }) => properties.metrics ?? []);

/** Plain metrics of the healer: name and dimensions. */
const plain = rows
  .filter(([namespace]) => namespace === TELEMETRY_NAMESPACE)
  .map((row) => row.filter((part) => typeof part === 'string').slice(1))
  .map(([metric = '', ...dimensions]) => ({
    metric,
    dimensions: dimensions.filter((_, index) => index % 2 === 0),
    values: dimensions.filter((_, index) => index % 2 === 1),
  }));

/** Searches: namespace and dimensions searched, and the name of the metric. */
const searches = rows
  .flatMap((row) => row.flatMap((part) => (isExpression(part) ? [part.expression] : [])))
  .flatMap((expression) => [...expression.matchAll(/SEARCH\('\{([^}]+)\} MetricName="(\w+)" ([^']*)'/g)])
  .map(([, schema = '', metric = '', terms = '']) => ({ schema: schema.split(','), metric, terms }));

function isExpression(part: unknown): part is { readonly expression: string } {
  return typeof part === 'object' && part !== null && 'expression' in part;
}

function emitted(metric: string): readonly string[] {
  const known: Readonly<Record<string, { readonly dimensions: readonly (readonly string[])[] }>> = TELEMETRY_METRICS;
  return (known[metric]?.dimensions ?? []).map((list) => [HEALER_DIMENSION, ...list].toSorted().join());
}

describe('the dashboard', () => {
  it('names only metrics that are emitted, by the dimensions they are emitted by', () => {
    expect(plain.length).toBeGreaterThan(10);
    const unknown = plain.filter(({ metric, dimensions }) => !emitted(metric).includes(dimensions.toSorted().join()));
    expect(unknown).toEqual([]);
    expect(searches.length).toBeGreaterThan(3);
    const empty = searches.filter(({ schema: [namespace, ...dimensions], metric }) => {
      return namespace !== TELEMETRY_NAMESPACE || !emitted(metric).includes(dimensions.toSorted().join());
    });
    expect(empty).toEqual([]);
  });

  it('shows every metric there is', () => {
    const shown = new Set([...plain, ...searches].map(({ metric }) => metric));
    expect([...shown].toSorted()).toEqual(Object.keys(TELEMETRY_METRICS).toSorted());
  });

  it('shows this healer and no other one of the account', () => {
    expect(plain.filter(({ dimensions, values }) => values[dimensions.indexOf(HEALER_DIMENSION)] !== 'healer')).toEqual(
      [],
    );
    expect(searches.filter(({ terms }) => !terms.includes(`${HEALER_DIMENSION}="healer"`))).toEqual([]);
  });

  it('has success and time to recovery for every failure type of the catalog', () => {
    const types = [...new Set(Object.values(CATALOG.services).flatMap(({ runbooks }) => Object.keys(runbooks)))];
    expect(types.length).toBeGreaterThan(3);
    const timed = plain.filter(({ metric }) => metric === 'TimeToRecovery').flatMap(({ values }) => values);
    for (const type of types) {
      expect(timed).toContain(type);
      expect(searches.some(({ terms }) => terms.includes(`FailureType="${type}"`))).toBe(true);
    }
  });

  it('divides what was healed by all that had to be, in percent', () => {
    const shares = rows.flatMap((row) => row.flatMap((part) => (isExpression(part) ? [part.expression] : [])));
    const share = shares.find((expression) => expression.includes('FILL('));
    expect(share).toMatch(/^100 \* FILL\(healed0, 0\) \/ SUM\(SEARCH\('/);
    for (const outcome of ['healed', 'recurring', 'escalated', 'failed'])
      expect(share).toContain(`Outcome="${outcome}"`);
    for (const outcome of ['held', 'self-recovered']) expect(share).not.toContain(`Outcome="${outcome}"`);
  });

  it('begins with what is going on now, from the read-only Lambda, and with how to stop the healer', () => {
    expect(widgets.map(({ type }) => type).slice(0, 2)).toEqual(['text', 'custom']);
    expect(widgets[0]?.properties.markdown).toContain('put-parameter --name /healer/mode');
    expect(widgets[1]?.properties).toMatchObject({ endpoint: '<Widget.Arn>', updateOn: { refresh: true } });
  });

  it('shows the alarms of services where they are made, and the ones on the healer itself always', () => {
    const statuses = widgets.filter(({ type }) => type === 'alarm').map(({ properties }) => properties.alarms ?? []);
    expect(statuses.map(({ length }) => length)).toEqual([2, 10]);
    expect(statuses[0]?.[0]).toMatch(/:alarm:Failing-healer-user$/);
    const without = dashboardOf({ serviceAlarms: false }).widgets.filter(({ type }) => type === 'alarm');
    expect(without).toHaveLength(1);
  });

  it('has a title on everything but its introduction, overlaps nowhere, and stays within the limits of CloudWatch', () => {
    expect(widgets.filter(({ type, properties }) => type !== 'text' && (properties.title ?? '') === '')).toEqual([]);
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(widgets.length).toBeLessThanOrEqual(500);
    expect(Math.max(...widgets.map(({ properties }) => properties.metrics?.length ?? 0))).toBeLessThanOrEqual(500);
  });

  it('is called after the healer and the region, because the names of dashboards are one for all regions', () => {
    expect(name).toBe('healer-<AWS::Region>');
  });
});

describe('a metric of the healer', () => {
  it('is summed when it counts and averaged when it measures, unless asked otherwise', () => {
    expect(healerMetric('healer', 'Outcomes', { Outcome: 'healed' })).toMatchObject({
      namespace: 'Healer',
      statistic: 'Sum',
      dimensions: { HealerName: 'healer', Outcome: 'healed' },
    });
    expect(healerMetric('healer', 'TimeToRecovery', { FailureType: 'high-cpu' }).statistic).toBe('Average');
    expect(healerMetric('healer', 'DecisionLatency', {}, { statistic: 'p90' }).statistic).toBe('p90');
  });

  it.each<{ readonly case: string; readonly metric: TelemetryMetricName; readonly says: string }>([
    {
      case: 'too few',
      metric: 'Attempts',
      says: 'metric Attempts is not emitted by Outcome, but by FailureType, Remedy',
    },
    {
      case: 'too many',
      metric: 'DecisionLatency',
      says: 'metric DecisionLatency is not emitted by Outcome, but by no dimension',
    },
  ])('is refused by dimensions it never has: $case', ({ metric, says }) => {
    expect(() => healerMetric('healer', metric, { Outcome: 'healed' })).toThrow(says);
  });
});
