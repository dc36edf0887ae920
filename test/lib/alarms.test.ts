/** The alarms the healer answers to: what they measure, when they fire, and what they tell a person. */
import { describe, expect, it } from 'vitest';
import { serviceAlarmName } from '../../core/catalog/catalog.ts';
import { compilePattern } from 'loopback-aws/events/pattern.ts';
import { SHOP, shopTemplate } from './support/shop.ts';
import { flat, propertiesOf, resourcesOf } from './support/templates.ts';

const template = shopTemplate();

function alarm(name: string): Readonly<Record<string, unknown>> {
  return propertiesOf(template, 'AWS::CloudWatch::Alarm', ({ AlarmName }) => AlarmName === name);
}

const names = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['AlarmName']);

describe('the alarms of a service', () => {
  it('are one for each watch of its runbooks that can be read there', () => {
    expect(names.filter((name) => String(name).startsWith('healer-checkout-'))).toEqual([
      'healer-checkout-high-cpu-cpu',
      'healer-checkout-high-error-rate-errors',
      'healer-checkout-high-error-rate-unanswered',
      'healer-checkout-high-latency-p99',
      'healer-checkout-memory-leak-memory',
      'healer-checkout-memory-leak-early',
      'healer-checkout-unhealthy-targets-hosts',
    ]);
    expect(names.filter((name) => String(name).startsWith('healer-search-'))).toEqual([
      'healer-search-memory-leak-memory',
      'healer-search-memory-leak-early',
    ]);
  });

  it('measure the worst task of the service at the period the service says', () => {
    expect(alarm('healer-checkout-memory-leak-memory')['Metrics']).toEqual([
      {
        Id: 'value',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/ECS',
            MetricName: 'MemoryUtilization',
            Dimensions: [
              { Name: 'ClusterName', Value: 'shop' },
              { Name: 'ServiceName', Value: 'checkout' },
            ],
          },
          Period: 120,
          Stat: 'Maximum',
        },
        ReturnData: true,
      },
    ]);
  });

  it('fire at the limit of the runbook, or at the one the service has instead', () => {
    expect(alarm('healer-checkout-memory-leak-memory')['Threshold']).toBe(70);
    expect(alarm('healer-search-memory-leak-memory')).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold' });
    expect(alarm('healer-search-memory-leak-memory')['Threshold']).not.toBe(70);
  });

  it('return the value of the last expression only', () => {
    const metrics = alarm('healer-checkout-high-error-rate-errors')['Metrics'] as readonly Record<string, unknown>[];
    expect(metrics.map(({ ReturnData }) => ReturnData)).toEqual([false, false, true]);
    expect(metrics.at(-1)).toHaveProperty('Expression');
  });

  it.each(names.map(String).filter((name) => name.startsWith('healer-')))(
    '%s says what to do with missing data and how to pause',
    (name) => {
      const { TreatMissingData: missing, AlarmDescription: description } = alarm(name);
      const [, service] = name.split('-');
      expect(missing).toMatch(/^(breaching|notBreaching|ignore|missing)$/);
      expect(description).toContain(`${service}: `);
      expect(description).toContain(`--name /healer/services/${service}/mode --type String --value off`);
    },
  );

  it('are the only ones whose names begin as theirs do: an alarm about the healer must not be one it answers to', () => {
    expect(names.map(String).filter((name) => !name.startsWith('healer-'))).toEqual([
      'Dead-letters-of-healer',
      'Failed-executions-of-healer',
      'Timed-out-executions-of-healer',
      'Aborted-executions-of-healer',
      'Slow-decisions-of-healer',
      'Undelivered-messages-of-healer',
      'Missed-heartbeats-of-healer',
      'Stuck-heals-of-healer',
      'Many-withheld-of-healer',
      'Many-executions-of-healer',
    ]);
  });

  it('have no actions: their events are what is listened to', () => {
    const acting = names.map(String).filter((name) => name.startsWith('healer-') && 'AlarmActions' in alarm(name));
    expect(acting).toEqual([]);
  });
});

describe('what a service changes of its alarms', () => {
  const [checkout] = SHOP.services;
  if (checkout === undefined) throw new Error('the shop has no service');
  const changed = shopTemplate({
    services: [
      {
        ...checkout,
        taskCounts: true,
        runbooks: [
          { failureType: 'memory-leak', thresholds: { memory: '70 %' }, missingData: { memory: 'breaching' } },
          { failureType: 'high-latency', anomaly: { p99: 3 } },
          { failureType: 'crash-loop', off: ['missing'] },
        ],
        alarms: [],
        signals: [],
        toggles: [],
      },
    ],
  });
  const of = (name: string) => propertiesOf(changed, 'AWS::CloudWatch::Alarm', ({ AlarmName }) => AlarmName === name);

  it('may be what a period without data counts as', () => {
    expect(of('healer-checkout-memory-leak-memory')['TreatMissingData']).toBe('breaching');
  });

  it('moves the early warning together with the limit it warns of', () => {
    expect(of('healer-checkout-memory-leak-early')).toMatchObject({ Threshold: 70 });
    expect(of('healer-checkout-memory-leak-early')['AlarmDescription']).toContain('above 70 within 60 minutes');
  });

  it('may be a band in place of a limit', () => {
    const latency = of('healer-checkout-high-latency-p99');
    expect(latency).toMatchObject({
      ThresholdMetricId: 'band',
      ComparisonOperator: 'GreaterThanUpperThreshold',
      Metrics: [
        { Id: 'value', ReturnData: true, MetricStat: { Period: 120, Stat: 'p99' } },
        { Id: 'band', ReturnData: true, Expression: 'ANOMALY_DETECTION_BAND(value, 3)' },
      ],
    });
    expect(latency).not.toHaveProperty('Threshold');
  });

  it('may be that there is none', () => {
    const all = resourcesOf(changed, 'AWS::CloudWatch::Alarm').map(({ Properties }) => String(Properties['AlarmName']));
    expect(all.filter((name) => name.includes('crash-loop'))).toEqual([]);
  });
});

describe('the alarm of a service as a whole', () => {
  const composite = propertiesOf(
    template,
    'AWS::CloudWatch::CompositeAlarm',
    ({ AlarmName }) => AlarmName === serviceAlarmName('healer', 'search'),
  );

  it('is red while any alarm of the service is', () => {
    expect(flat(composite['AlarmRule'])).toMatch(
      /^ALARM\("<[^>]*searchmemoryleakmemory>"\) OR ALARM\("<[^>]*early>"\)$/,
    );
    expect(composite).not.toHaveProperty('AlarmActions');
  });

  it('never starts a heal: no rule takes its events, whatever the healer is called', () => {
    for (const name of ['healer', 'failing', 'f']) {
      const stack = shopTemplate({ name });
      const named = resourcesOf(stack, 'AWS::CloudWatch::CompositeAlarm').map(
        ({ Properties }) => Properties['AlarmName'],
      );
      const rules = resourcesOf(stack, 'AWS::Events::Rule')
        .map(({ Properties }) => flat(Properties['EventPattern']))
        .filter((pattern) => pattern !== undefined);
      expect(named).toHaveLength(2);
      for (const alarmName of named) {
        const event = {
          source: 'aws.cloudwatch',
          account: '<AWS::AccountId>',
          region: '<AWS::Region>',
          'detail-type': 'CloudWatch Alarm State Change',
          detail: { alarmName, state: { value: 'ALARM' } },
        };
        expect(rules.filter((pattern) => compilePattern(pattern as object)(event))).toEqual([]);
      }
    }
  });

  it('is left out where it is not wanted', () => {
    expect(resourcesOf(shopTemplate({ serviceAlarms: false }), 'AWS::CloudWatch::CompositeAlarm')).toEqual([]);
  });
});
