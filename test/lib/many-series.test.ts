/** An alarm over several series that an app brings: refused at synth where its labels name no service, else explained. */
import type { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Alarm, CfnAlarm, MathExpression, Metric, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './support/problems.ts';
import { FRANKFURT, newHealer, newStack } from './support/user-app.ts';

const FROM = 'SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/ECS", ClusterName, ServiceName)';

/** The alarm of a query, as a user of the CDK writes it. */
function alarmOn(stack: Stack, expression: string): IAlarm {
  const metric = new MathExpression({ expression, usingMetrics: {} });
  return new Alarm(stack, 'Cpu', { metric, threshold: 90, evaluationPeriods: 1 });
}

/** A stack whose healer is given this alarm for the service `web`. */
function appWith(make: (stack: Stack) => IAlarm): Stack {
  const stack = newStack(undefined, 'Shop', FRANKFURT);
  const healer = newHealer(stack);
  healer.heals({ cluster: 'shop', service: 'web' });
  healer.signalFrom(make(stack), { service: 'web', failureType: 'high-cpu' });
  return stack;
}

describe('an alarm over several series', () => {
  it.each([
    { by: 'ClusterName', query: `${FROM} GROUP BY ClusterName` },
    { by: 'TaskId', query: `${FROM} WHERE ClusterName = 'shop' GROUP BY TaskId` },
  ])('is refused at synth where it is grouped by $by, which names no service', ({ by, query }) => {
    expect(problemsOf(appWith((stack) => alarmOn(stack, query)))).toEqual([
      `[Shop/Healer] signalFrom(Shop/Cpu): is over several series by ${by}: none of them names a service, so it would heal nothing; group it by ServiceName or TargetGroup, or give an alarm of one service`,
    ]);
  });

  it.each([
    { case: 'its service', query: `${FROM} GROUP BY ServiceName` },
    {
      case: 'its target group',
      query: 'SELECT AVG(TargetResponseTime) FROM "AWS/ApplicationELB" GROUP BY TargetGroup',
    },
    { case: 'its tasks, of one service', query: `${FROM} WHERE ServiceName = 'web' GROUP BY TaskId` },
  ])('is taken where it is grouped by $case, and it is said what it heals', ({ query }) => {
    const stack = appWith((scope) => alarmOn(scope, query));
    (stack.node.root as App).synth();
    const said = Annotations.fromStack(stack)
      .findInfo('/Shop/Healer', Match.stringLikeRegexp('several series'))
      .map(({ entry }) => String(entry.data));
    expect(said).toEqual([
      expect.stringMatching(/^signalFrom\(Shop\/Cpu\): .* it heals high-cpu of the registered service of each/),
    ]);
  });

  it.each([
    { case: 'one series', make: (stack: Stack): IAlarm => alarmOn(stack, `${FROM} WHERE ServiceName = 'web'`) },
    {
      case: 'a metric',
      make: (stack: Stack): IAlarm =>
        new Alarm(stack, 'Cpu', {
          metric: new Metric({ namespace: 'Shop', metricName: 'Heap' }),
          threshold: 1,
          evaluationPeriods: 1,
        }),
    },
    {
      case: 'a query that is put together when it is deployed',
      make: (stack: Stack): IAlarm => alarmOn(stack, `${FROM} WHERE Account = '${stack.stackId}' GROUP BY Account`),
    },
    {
      case: 'an alarm of elsewhere',
      make: (stack: Stack): IAlarm => Alarm.fromAlarmName(stack, 'Cpu', 'Shop: CPU'),
    },
  ])('nothing is said of $case', ({ make }) => {
    const stack = appWith(make);
    (stack.node.root as App).synth();
    expect(Annotations.fromStack(stack).findInfo('/Shop/Healer', Match.stringLikeRegexp('several series'))).toEqual([]);
  });

  it('is found below a construct of the CDK as CloudFormation will have it', () => {
    const stack = newStack(undefined, 'Shop', FRANKFURT);
    expect(alarmOn(stack, `${FROM} GROUP BY ServiceName`).node.defaultChild).toBeInstanceOf(CfnAlarm);
  });
});
