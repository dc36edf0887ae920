/** What the check of an account says of alarms that are silent when all is well. */
import { type MetricAlarm, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { alarmsHaveData } from '../../cli/checks/alarms-have-data.ts';
import type { World } from '../../cli/world.ts';
import { aCatalog } from '../support/catalog.ts';

const NAME = 'WebServerErrors';
const AT = Date.UTC(2026, 0, 15, 3);
const COUNT = { Namespace: 'AWS/ApplicationELB', MetricName: 'HTTPCode_Target_5XX_Count', Statistic: 'Sum' } as const;
const GAUGE = { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Statistic: 'Maximum' } as const;

/** An account with this alarm, whose metric has had readings. */
function accountWith(alarm: Partial<MetricAlarm>): World {
  const described = {
    AlarmName: NAME,
    StateValue: 'OK',
    StateUpdatedTimestamp: new Date(0),
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    ...alarm,
  };
  const readings = { StatusCode: 'Complete', Timestamps: [new Date(AT - 60_000)], Values: [1] };
  const send = async (command: unknown) => {
    if (command instanceof DescribeAlarmsCommand) return { MetricAlarms: [described] };
    const { MetricDataQueries } = (command as { input: { MetricDataQueries: { Id: string; ReturnData?: boolean }[] } })
      .input;
    return { MetricDataResults: MetricDataQueries.map(({ Id }) => ({ ...readings, Id })) };
  };
  const catalog = { ...aCatalog(), alarms: { [NAME]: { service: 'user', failureType: 'high-error-rate' } } };
  return { stack: { catalog }, clients: { cloudwatch: { send } }, now: () => AT } as unknown as World;
}

describe('The check of what alarms see', () => {
  it('warns of one that counts failures and keeps its state without data', async () => {
    const finding = await alarmsHaveData.run(accountWith({ ...COUNT, TreatMissingData: 'ignore' }));
    expect(finding.status).toBe('warning');
    expect(finding.detail).toContain(`${NAME} keeps its state without data`);
    expect(finding.fix).toBe('set its missing data treatment to notBreaching');
  });

  it.each([
    { case: 'one that treats missing data as well', alarm: { ...COUNT, TreatMissingData: 'notBreaching' } },
    { case: 'one that has no data then', alarm: COUNT },
    { case: 'one whose metric is always there', alarm: { ...GAUGE, TreatMissingData: 'ignore' } },
  ])('says nothing of $case', async ({ alarm }) => {
    expect(await alarmsHaveData.run(accountWith(alarm))).toMatchObject({ status: 'ok' });
  });
});
