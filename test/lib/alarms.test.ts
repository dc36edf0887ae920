/** The alarms the healer answers to: what they measure, when they fire, and what they tell a person. */
import { describe, expect, it } from 'vitest';
import { shopStack } from './support/shop.ts';
import { propertiesOf, resourcesOf, templateOf } from './support/templates.ts';

const template = templateOf(shopStack());

function alarm(name: string): Readonly<Record<string, unknown>> {
  return propertiesOf(template, 'AWS::CloudWatch::Alarm', ({ AlarmName }) => AlarmName === name);
}

const names = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['AlarmName']);

describe('the alarms of a service', () => {
  it('are one for each watch of its runbooks that can be read there', () => {
    expect(names.filter((name) => String(name).startsWith('healer-checkout-'))).toEqual([
      'healer-checkout-high-cpu-cpu',
      'healer-checkout-high-error-rate-errors',
      'healer-checkout-high-latency-p99',
      'healer-checkout-memory-leak-memory',
    ]);
    expect(names.filter((name) => String(name).startsWith('healer-search-'))).toEqual([
      'healer-search-memory-leak-memory',
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
          Period: 20,
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
    expect(names.map(String).filter((name) => !name.startsWith('healer-'))).toEqual(['dead-letters-of-healer']);
  });

  it('have no actions: their events are what is listened to', () => {
    const acting = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) => 'AlarmActions' in Properties,
    );
    expect(acting.map(({ Properties }) => Properties['Namespace'])).toEqual(['AWS/SQS']);
  });
});
