/**
 * The services of the lab, one of which is watched by an alarm that its owner made and by no other: what a user has who
 * brings alarms of their own. All else is as in the lab's own configuration.
 */
import { defineConfig } from '../core/config/config.ts';
import config from './healer.config.ts';

const user = config.services.find(({ name }) => name === 'user');
/** An ARN as the dimensions of a metric have it: what follows its first `kind/`. */
const suffix = (arn = '', kind: 'loadbalancer/' | ':') => arn.slice(arn.lastIndexOf(kind) + kind.length);

/** The metric that a crowd of the lab shows in, by another statistic than the healer's own alarm reads. */
export const BROUGHT_ALARM = {
  AlarmName: 'user-slow',
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'TargetResponseTime',
  Dimensions: [
    { Name: 'LoadBalancer', Value: suffix(user?.targetGroup?.loadBalancerArn, 'loadbalancer/') },
    { Name: 'TargetGroup', Value: suffix(user?.targetGroup?.targetGroupArn, ':') },
  ],
  ExtendedStatistic: 'p90',
  Period: 10,
  EvaluationPeriods: 3,
  Threshold: 0.6,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
} as const;

export default defineConfig({
  ...config,
  services: config.services.map((service) =>
    service === user
      ? {
          ...service,
          toggles: [],
          // No runbook that is left takes signals of applications.
          signals: [],
          runbooks: [{ failureType: 'high-latency', off: ['p99'] }],
          alarms: [{ alarmName: BROUGHT_ALARM.AlarmName, failureType: 'high-latency' }],
        }
      : service,
  ),
});
