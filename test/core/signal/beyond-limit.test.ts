/** Which readings of an alarm's metric fail, and that an alarm's own operator says whether the limit does. */
import { describe, expect, it } from 'vitest';
import { isBeyond } from '../../../core/signal/beyond-limit.ts';
import { alarmSnapshot } from '../../../lambdas/adapters/cloudwatch-alarms.ts';

/** As `DescribeAlarms` answers it. */
function measured(operator: string) {
  const alarm = {
    AlarmName: 'unhealthy',
    StateValue: 'OK',
    StateTransitionedTimestamp: new Date(0),
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'UnHealthyHostCount',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 2,
    ComparisonOperator: operator,
  } as const;
  const measure = alarmSnapshot(alarm)?.measure;
  if (measure === undefined) throw new Error(`${operator} cannot be read`);
  return measure;
}

describe('a reading of an alarm that compares with', () => {
  it.each([
    { operator: 'GreaterThanThreshold', fails: [3] },
    { operator: 'GreaterThanOrEqualToThreshold', fails: [2, 3] },
    { operator: 'LessThanThreshold', fails: [1] },
    { operator: 'LessThanOrEqualToThreshold', fails: [1, 2] },
  ])('$operator 2 fails at $fails', ({ operator, fails }) => {
    expect([1, 2, 3, NaN].filter((value) => isBeyond(measured(operator), value))).toEqual(fails);
  });
});
