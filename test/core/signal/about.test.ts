/** What a signal is about, however it was made: recognised, declared, implied, or honestly unknown. */
import { describe, expect, it } from 'vitest';
import { runbookFor, type Catalog } from '../../../core/catalog/catalog.ts';
import type { AlarmSnapshot } from '../../../core/world/alarm.ts';
import { aboutIncident, described } from '../../../core/signal/about.ts';
import { watchedAlarm } from '../../../core/intake/admit.ts';
import { recognise, sameMetric } from '../../../core/signal/recognise.ts';
import { METRIC_NAMES } from '../../../core/vocabulary.ts';
import { metricElements } from '../../../core/catalog/metrics.ts';
import { aCatalog, aService } from '../../support/catalog.ts';
import { anIncident } from '../verify/judging.ts';

const service = aService();
const OURS = { ClusterName: 'shop', ServiceName: 'user' };
const BALANCED = { LoadBalancer: 'app/shop/0123456789abcdef', TargetGroup: 'targetgroup/user/0123456789abcdef' };
const ecs = (name: string, statistic = 'Average', dimensions: Readonly<Record<string, string>> = OURS) => ({
  id: 'm1',
  namespace: 'AWS/ECS',
  name,
  dimensions,
  statistic,
});
const alb = (name: string, statistic = 'Sum', dimensions: Readonly<Record<string, string>> = BALANCED) => ({
  id: name.toLowerCase(),
  namespace: 'AWS/ApplicationELB',
  name,
  dimensions,
  statistic,
});
const queue = {
  id: 'q',
  namespace: 'AWS/SQS',
  name: 'ApproximateAgeOfOldestMessage',
  dimensions: { QueueName: 'orders' },
  statistic: 'Maximum',
};
const own = { ...queue, namespace: 'Shop', name: 'CheckoutFailures' };
const math = (expression: string) => ({ id: 'e1', expression });

describe('an alarm is recognised by its metrics', () => {
  it.each([
    { case: 'the average of CPU', elements: [ecs('CPUUtilization')], symptoms: ['cpu'] },
    { case: 'memory', elements: [ecs('MemoryUtilization', 'p90')], symptoms: ['memory'] },
    { case: 'errors of the target', elements: [alb('HTTPCode_Target_5XX_Count')], symptoms: ['errors'] },
    {
      case: 'errors the load balancer answers itself',
      elements: [alb('HTTPCode_ELB_502_Count', 'Sum', { LoadBalancer: BALANCED.LoadBalancer })],
      symptoms: ['errors'],
    },
    { case: 'latency', elements: [alb('TargetResponseTime', 'p99')], symptoms: ['latency'] },
    {
      case: 'how often latency was measured',
      elements: [alb('TargetResponseTime', 'SampleCount')],
      symptoms: ['load'],
    },
    { case: 'the age of a queue', elements: [queue], symptoms: ['backlog'] },
    {
      case: 'a rate of errors by math',
      elements: [alb('HTTPCode_Target_5XX_Count'), alb('RequestCount'), math('100 * a / b')],
      symptoms: ['errors'],
    },
    {
      case: 'a backlog per task',
      elements: [queue, { ...ecs('RunningTaskCount'), namespace: 'ECS/ContainerInsights' }, math('a / b')],
      symptoms: ['backlog'],
    },
    {
      case: 'the worse of two things',
      elements: [ecs('CPUUtilization'), ecs('MemoryUtilization'), math('MAX([a, b])')],
      symptoms: ['cpu', 'memory'],
    },
    { case: 'a band', elements: [ecs('CPUUtilization'), math('ANOMALY_DETECTION_BAND(m1, 2)')], symptoms: ['cpu'] },
  ])('as $case', ({ elements, symptoms }) => {
    expect(recognise(elements, service)).toEqual({ kind: 'known', symptoms });
  });

  it.each([
    { case: 'another service', elements: [ecs('CPUUtilization', 'Maximum', { ...OURS, ServiceName: 'order' })] },
    {
      case: 'the same name in another cluster',
      elements: [ecs('CPUUtilization', 'Maximum', { ...OURS, ClusterName: 'x' })],
    },
    { case: 'a whole cluster', elements: [ecs('CPUUtilization', 'Maximum', { ClusterName: 'shop' })] },
    {
      case: "another service's target group",
      elements: [alb('RequestCount', 'Sum', { ...BALANCED, TargetGroup: 'targetgroup/order/1' })],
    },
    { case: 'another load balancer', elements: [alb('HTTPCode_ELB_5XX_Count', 'Sum', { LoadBalancer: 'app/x/1' })] },
    {
      case: 'ours and another together',
      elements: [
        ecs('CPUUtilization'),
        ecs('CPUUtilization', 'Average', { ...OURS, ServiceName: 'order' }),
        math('a+b'),
      ],
    },
  ])('as about another: $case', ({ elements }) => {
    expect(recognise(elements, service)).toEqual({ kind: 'elsewhere' });
  });

  it.each([
    { case: "a metric of the user's own", elements: [own] },
    { case: 'math over one of them', elements: [ecs('CPUUtilization'), own, math('m1 + q')] },
    { case: 'a search', elements: [ecs('CPUUtilization'), math("SUM(SEARCH('x', 'Sum', 60))")] },
    { case: 'how often CPU was reported', elements: [ecs('CPUUtilization', 'SampleCount')] },
    {
      case: 'a name that every object has',
      elements: [{ ...own, namespace: 'AWS/ECS', name: 'constructor', dimensions: OURS }],
    },
    { case: 'nothing to read', elements: [] },
  ])('or not at all: $case', ({ elements }) => {
    expect(recognise(elements, service)).toEqual({ kind: 'unknown' });
  });

  it('does not guess whose a target group is where the service has none registered', () => {
    const { targetGroup: _group, ...worker } = service;
    expect(recognise([alb('HTTPCode_Target_5XX_Count')], worker)).toEqual({ kind: 'unknown' });
  });

  it('recognises every metric of the catalog as it reads them itself', () => {
    for (const metric of METRIC_NAMES) {
      expect(recognise(metricElements(metric, service) ?? [], service), metric).toMatchObject({ kind: 'known' });
    }
  });

  it('takes a metric for the same only with the same statistic and dimensions', () => {
    expect(sameMetric([ecs('CPUUtilization', 'Maximum')], service)).toBe('cpuPercent');
    expect(sameMetric([ecs('CPUUtilization', 'Average')], service)).toBeUndefined();
    expect(sameMetric([ecs('CPUUtilization', 'Maximum', { ...OURS, ServiceName: 'order' })], service)).toBeUndefined();
    expect(sameMetric([ecs('CPUUtilization', 'Maximum'), math('m1 * 2')], service)).toBeUndefined();
  });
});

describe('a brought alarm is about', () => {
  const withAlarm = (failureType: string, about?: 'errors' | 'memory'): Catalog => {
    const catalog = aCatalog([service]);
    const entry = { service: 'user', failureType, ...(about !== undefined && { about }) };
    return { ...catalog, alarms: { ...catalog.alarms, brought: entry } };
  };
  const red = (change: Partial<AlarmSnapshot>): AlarmSnapshot => ({
    name: 'brought',
    state: 'ALARM',
    stateChangedAt: 0,
    ...change,
  });
  const limit = { periodSeconds: 60, comparison: 'above' as const, threshold: 90 };
  const aboutOf = (catalog: Catalog, snapshot: AlarmSnapshot, children: readonly AlarmSnapshot[] = []) =>
    described(watchedAlarm('brought', catalog, service), snapshot, service, children).about;

  it.each([
    {
      case: 'what its metrics say, whatever was declared',
      catalog: withAlarm('high-cpu', 'memory'),
      snapshot: red({ measure: { ...limit, elements: [alb('TargetResponseTime', 'p99')] } }),
      about: { symptoms: ['latency'], by: 'metric', side: 'above' },
    },
    {
      case: 'what was declared, where they say nothing',
      catalog: withAlarm('high-cpu', 'errors'),
      snapshot: red({ measure: { ...limit, elements: [own] } }),
      about: { symptoms: ['errors'], by: 'declared' },
    },
    {
      case: 'what its failure type watches, where nothing was declared',
      catalog: withAlarm('high-cpu'),
      snapshot: red({ measure: { ...limit, elements: [own] } }),
      about: { symptoms: ['cpu'], by: 'failureType', side: 'above' },
    },
    {
      case: 'what must be well again, where the failure type watches nothing',
      catalog: withAlarm('dependency-failure'),
      snapshot: red({}),
      about: { symptoms: ['errors'], by: 'failureType' },
    },
    {
      case: 'nothing known, where its metrics are those of another service',
      catalog: withAlarm('high-cpu'),
      snapshot: red({ measure: { ...limit, elements: [ecs('CPUUtilization', 'Maximum', { ClusterName: 'shop' })] } }),
      about: { symptoms: [], by: 'elsewhere' },
    },
    {
      case: 'what was declared of the metrics of another',
      catalog: withAlarm('high-cpu', 'errors'),
      snapshot: red({ measure: { ...limit, elements: [ecs('CPUUtilization', 'Maximum', { ClusterName: 'shop' })] } }),
      about: { symptoms: ['errors'], by: 'declared' },
    },
    {
      case: 'nothing known, where a failed deployment has no metric',
      catalog: withAlarm('bad-deployment'),
      snapshot: red({}),
      about: { symptoms: [], by: 'nothing' },
    },
    {
      case: 'the metric under a band',
      catalog: withAlarm('high-latency'),
      snapshot: red({
        looksAt: { elements: [ecs('CPUUtilization'), math('ANOMALY_DETECTION_BAND(m1, 2)')], side: 'above' },
      }),
      about: { symptoms: ['cpu'], by: 'metric', side: 'above' },
    },
  ])('$case', ({ catalog, snapshot, about }) => {
    expect(aboutOf(catalog, snapshot)).toMatchObject(about);
  });

  it('what its children are, where it is a composite of known ones', () => {
    const cpu = red({ name: 'a', measure: { ...limit, elements: [ecs('CPUUtilization')] } });
    const latency = red({ name: 'b', measure: { ...limit, elements: [alb('TargetResponseTime', 'p99')] } });
    const composite = red({ children: ['a', 'b'] });
    const catalog = withAlarm('memory-leak');
    expect(aboutOf(catalog, composite, [cpu, latency])).toEqual({
      symptoms: ['cpu', 'latency'],
      by: 'children',
      side: 'above',
    });
    expect(aboutOf(catalog, composite, [cpu])).toMatchObject({ symptoms: ['memory'], by: 'failureType' });
    const elsewhere = red({ name: 'b', measure: { ...limit, elements: [ecs('CPUUtilization', 'Average', {})] } });
    expect(aboutOf(catalog, composite, [cpu, elsewhere])).toEqual({ symptoms: [], by: 'elsewhere' });
  });

  it('measured as the healer measures, where it reads the same metric', () => {
    const snapshot = red({ measure: { ...limit, elements: [ecs('CPUUtilization', 'Maximum')] } });
    const alarm = described(watchedAlarm('brought', withAlarm('high-cpu'), service), snapshot, service);
    expect(alarm.measure).toMatchObject({ metric: 'cpuPercent', threshold: 90 });
  });
});

describe('an incident is about', () => {
  const runbook = (failureType: string, of = service) => {
    const found = runbookFor(aCatalog([of]), of, failureType);
    if (found === undefined) throw new Error(`there is no runbook ${failureType}`);
    return found;
  };
  const trigger = { key: { subject: 'x', order: 0 }, service: 'user', at: 0, summary: 'x' };

  it('what its alarms say that were stored before anything was said about them', () => {
    const elements = metricElements('cpuPercent', service) ?? [];
    const measure = {
      elements,
      periodSeconds: 60,
      comparison: 'above' as const,
      threshold: 80,
      metric: 'cpuPercent' as const,
    };
    const incident = anIncident({ alarms: [{ alarmName: 'own', measure }] });
    expect(aboutIncident({ incident, runbook: runbook('memory-leak') })).toEqual({ symptoms: ['cpu'], unknown: false });
  });

  it('what the failure type is about, for a signal of an application', () => {
    const incident = anIncident({
      alarms: [],
      trigger: { ...trigger, kind: 'custom', state: 'ALARM', failureType: 'connection-exhaustion' },
    });
    const about = aboutIncident({ incident, runbook: runbook('connection-exhaustion') });
    expect(about).toEqual({ symptoms: ['errors', 'latency'], unknown: false });
  });

  it('tasks, for what ECS reports of a deployment', () => {
    const incident = anIncident({ alarms: [], trigger: { ...trigger, kind: 'deploymentFailed', deploymentId: 'x' } });
    expect(aboutIncident({ incident, runbook: runbook('bad-deployment') })).toEqual({
      symptoms: ['tasks'],
      unknown: false,
    });
  });

  it('the same where the service turned the watch off, to bring its own alarm', () => {
    const without = aService({ runbooks: { 'high-cpu': { thresholds: {}, off: ['cpu'] } } });
    const incident = anIncident({ alarms: [{ alarmName: 'brought' }] });
    expect(aboutIncident({ incident, runbook: runbook('high-cpu', without) })).toEqual({
      symptoms: ['cpu'],
      unknown: false,
    });
  });
});
