/**
 * The services of the lab, one of which is watched by an alarm that its owner made and by no other: what a user has who
 * brings alarms of their own. All else is as in the lab's own configuration.
 */
import { defineConfig } from '../core/config/config.ts';
import config from './healer.config.ts';

/** Average, as most people's alarms on CPU are: no alarm of the healer reads it so. */
export const BROUGHT_ALARM = {
  AlarmName: 'user-cpu',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: [
    { Name: 'ClusterName', Value: 'lab' },
    { Name: 'ServiceName', Value: 'user' },
  ],
  Statistic: 'Average',
  Period: 10,
  EvaluationPeriods: 1,
  Threshold: 50,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'missing',
} as const;

export default defineConfig({
  ...config,
  services: config.services.map((service) =>
    service.name === 'user'
      ? {
          ...service,
          toggles: [],
          runbooks: [{ failureType: 'high-cpu', off: ['cpu'] }],
          alarms: [{ alarmName: BROUGHT_ALARM.AlarmName, failureType: 'high-cpu' }],
        }
      : service,
  ),
});
