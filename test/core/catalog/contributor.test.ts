/** One series of an alarm over several: which service it is of, and that the alarm's own event is of none. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../core/catalog/catalog.ts';
import { contributorIn, contributorName } from '../../../core/catalog/contributor.ts';
import { serviceOfContributor } from '../../../core/signal/contributor-service.ts';
import { decode } from '../../../core/signal/decode.ts';
import { insightsQuery, isGrouped } from '../../../core/signal/insights-query.ts';
import { redAlarmStart } from '../../../core/sweep/events.ts';
import { aCatalog, aService } from '../../support/catalog.ts';

const AT = Date.parse('2026-05-23T12:31:14.919Z');
const ALARM = 'EcsCpuAllServices';

type Event = Record<string, unknown> & { readonly detail: Record<string, unknown> };

function caseOf(name: string): Event {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, `../../cases/${name}.json`), 'utf8')) as Event;
}

const web = aService({ name: 'web', ecsService: 'web', cluster: 'default' });
const worker = aService({ name: 'worker', ecsService: 'worker', cluster: 'default' });

/** The alarm is registered for `web`, and one of its series is the worker's. */
function registered(services = [web, worker]): Catalog {
  const catalog = aCatalog(services);
  return { ...catalog, alarms: { ...catalog.alarms, [ALARM]: { service: 'web', failureType: 'high-cpu' } } };
}

function changed(event: Event, detail: Record<string, unknown>): Event {
  return { ...event, detail: { ...event.detail, ...detail } };
}

describe('an alarm over all services', () => {
  it('heals the service of the series that is red, whichever it is registered for', () => {
    expect(decode(caseOf('metrics-insights-contributor'), registered(), AT)).toMatchObject({
      kind: 'signal',
      signal: {
        kind: 'alarm',
        service: 'worker',
        failureType: 'high-cpu',
        state: 'ALARM',
        alarmName: `${ALARM} {"ServiceName":"worker"}`,
      },
    });
  });

  it.each(['ALARM', 'OK'])('heals none by its own event, which names no series: %s', (value) => {
    const event = caseOf('metrics-insights-alarm');
    const state = { ...(event.detail['state'] as object), value };
    expect(decode(changed(event, { state }), registered(), AT)).toMatchObject({
      kind: 'ignored',
      reason: 'many-series',
    });
  });

  it('is known by what CloudWatch says of it where the query is not in the event', () => {
    const event = changed(caseOf('metrics-insights-alarm'), { configuration: {} });
    expect(decode(event, registered(), AT)).toMatchObject({ kind: 'ignored', reason: 'many-series' });
  });

  it.each([
    { case: 'no registered service', attributes: { ServiceName: 'stranger' }, services: [web, worker] },
    {
      case: 'a service of another cluster',
      attributes: { ServiceName: 'worker', ClusterName: 'x' },
      services: [web, worker],
    },
    {
      case: 'a service of a cluster that the query leaves out',
      attributes: { ServiceName: 'worker' },
      services: [web, aService({ name: 'worker', ecsService: 'worker', cluster: 'other' })],
    },
    { case: 'a whole cluster', attributes: { ClusterName: 'default' }, services: [web, worker] },
    { case: 'a label of its own', attributes: { svc: 'worker' }, services: [web, worker] },
    { case: 'nothing', attributes: {}, services: [web, worker] },
    { case: 'a target group that is not registered', attributes: { TargetGroup: 'targetgroup/x/1' }, services: [web] },
  ])('heals none where a series is of $case', ({ attributes, services }) => {
    const event = changed(caseOf('metrics-insights-contributor'), { alarmContributor: { id: '1', attributes } });
    expect(decode(event, registered(services), AT)).toMatchObject({ kind: 'ignored', reason: 'unmapped-contributor' });
  });

  it('heals none of two services of one name, unless the cluster is said', () => {
    const twin = aService({ name: 'twin', ecsService: 'worker', cluster: 'other' });
    const catalog = aCatalog([worker, twin]);
    expect(serviceOfContributor({ ServiceName: 'worker' }, catalog)).toMatchObject({ kind: 'none' });
    expect(serviceOfContributor({ ServiceName: 'worker', ClusterName: 'other' }, catalog)).toMatchObject({
      kind: 'one',
      service: { name: 'twin' },
    });
  });

  it('is mapped by its target group too', () => {
    const TargetGroup = web.targetGroup?.targetGroupDimension ?? '';
    const { targetGroup: _none, ...bare } = worker;
    expect(serviceOfContributor({ TargetGroup }, aCatalog([web, bare]))).toMatchObject({ service: { name: 'web' } });
  });

  it('is mapped by any of the target groups, also by the one that a blue/green deployment moves the traffic to', () => {
    const group = (name: string) => ({
      arn: `arn:${name}`,
      targetGroupDimension: `targetgroup/${name}/1`,
      loadBalancerDimension: `app/${name}/1`,
    });
    const alternate = { arn: 'arn:green', targetGroupDimension: 'targetgroup/green/1' };
    const several = { targetGroup: { ...group('blue'), alternate }, furtherTargetGroups: [group('admin')] };
    const catalog = aCatalog([aService({ ...web, ...several }), worker]);
    for (const name of ['blue', 'green', 'admin']) {
      const attributes = { TargetGroup: `targetgroup/${name}/1` };
      expect(serviceOfContributor(attributes, catalog)).toMatchObject({ service: { name: 'web' } });
    }
    // A group behind another load balancer is not one of its own.
    const mixed = { TargetGroup: 'targetgroup/admin/1', LoadBalancer: 'app/blue/1' };
    expect(serviceOfContributor(mixed, catalog)).toMatchObject({ kind: 'none', reason: 'unregistered' });
  });

  it('that is not registered is refused, and so is a name made to look like a series', () => {
    const unregistered = aCatalog([web, worker]);
    expect(decode(caseOf('metrics-insights-contributor'), unregistered, AT).kind).toBe('rejected');
    const disguised = changed(caseOf('metrics-insights-alarm'), { alarmName: `${ALARM} {"ServiceName":"worker"}` });
    expect(decode(disguised, registered(), AT).kind).toBe('rejected');
  });

  it('is muted and suppressed like any other alarm', () => {
    const event = changed(caseOf('metrics-insights-contributor'), { muteDetail: { mutedByArn: 'arn:mute' } });
    expect(decode(event, registered(), AT)).toMatchObject({ kind: 'ignored', reason: 'muted' });
  });

  it('is taken up by the sweep as CloudWatch would have told of it', () => {
    const name = `${ALARM} {"ServiceName":"worker"}`;
    const dimensions = { ServiceName: 'worker', ClusterName: 'default' };
    const elements = [{ id: 'value', namespace: 'AWS/ECS', name: 'CPUUtilization', statistic: 'Maximum', dimensions }];
    const alarm = { name, state: 'ALARM' as const, stateChangedAt: AT, looksAt: { elements } };
    const { event } = redAlarmStart(alarm, { order: AT, why: 'its event never came', now: AT });
    const other = aService({ name: 'other', ecsService: 'worker', cluster: 'other' });
    expect(decode(event, registered([web, worker, other]), AT)).toMatchObject({
      kind: 'signal',
      signal: { service: 'worker', alarmName: name, foundBySweep: true },
    });
  });
});

describe('the name of a series', () => {
  it('is read as it was written, whatever it is grouped by', () => {
    const texts = fc.string({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(texts, fc.dictionary(texts, texts, { minKeys: 1, maxKeys: 4 }), (alarmName, attributes) => {
        const name = contributorName({ alarmName, attributes });
        expect(name === undefined ? undefined : contributorIn(name)?.attributes).toEqual(
          name === undefined ? undefined : attributes,
        );
      }),
    );
  });

  it('does not depend on the order CloudWatch says it in', () => {
    const one = contributorName({ alarmName: 'a', attributes: { x: '1', y: '2' } });
    expect(contributorName({ alarmName: 'a', attributes: { y: '2', x: '1' } })).toBe(one);
  });

  it.each(['an alarm', 'an alarm {', 'an alarm {}', 'an alarm {"a":1}', 'an alarm {"a":"b"} more'])(
    'is not that of a whole alarm: %s',
    (name) => {
      expect(contributorIn(name)).toBeUndefined();
    },
  );
});

describe('a query of metrics', () => {
  it.each([
    {
      expression: `SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/ECS", ClusterName, ServiceName) WHERE ClusterName = 'default' GROUP BY ServiceName`,
      query: {
        namespace: 'AWS/ECS',
        name: 'CPUUtilization',
        statistic: 'Maximum',
        groupBy: ['ServiceName'],
        fixed: { ClusterName: 'default' },
      },
    },
    {
      expression:
        'SELECT AVG("TargetResponseTime") FROM "AWS/ApplicationELB" GROUP BY TargetGroup, LoadBalancer ORDER BY AVG() DESC LIMIT 10',
      query: {
        namespace: 'AWS/ApplicationELB',
        name: 'TargetResponseTime',
        statistic: 'Average',
        groupBy: ['TargetGroup', 'LoadBalancer'],
        fixed: {},
      },
    },
    {
      expression: `select sum(RequestCount) from "AWS/ECS" where ClusterName = 'a' and ServiceName = 'b'`,
      query: {
        namespace: 'AWS/ECS',
        name: 'RequestCount',
        statistic: 'Sum',
        groupBy: [],
        fixed: { ClusterName: 'a', ServiceName: 'b' },
      },
    },
    {
      expression: `SELECT SUM(x) FROM "N" WHERE a = '1' OR b = '2' GROUP BY c`,
      query: { namespace: 'N', name: 'x', statistic: 'Sum', groupBy: ['c'], fixed: {} },
    },
    {
      expression: `SELECT SUM(x) FROM "N" WHERE a != '1' GROUP BY c`,
      query: { namespace: 'N', name: 'x', statistic: 'Sum', groupBy: ['c'], fixed: {} },
    },
  ])('says whose metric it is: $expression', ({ expression, query }) => {
    expect(insightsQuery(expression)).toEqual(query);
    expect(isGrouped(expression)).toBe(query.groupBy.length > 0);
  });

  it.each(['m1 + m2', 'SELECT MEDIAN(x) FROM "N"', ''])('is not read into what is none: %s', (expression) => {
    expect(insightsQuery(expression)).toBeUndefined();
  });
});
