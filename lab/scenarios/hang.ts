/**
 * A task hangs behind a health check that stays green: neither its target group nor ECS sees anything. What sees it is what
 * the load balancer answers in its place.
 */
import { incidentsOf, type Check, type Scenario } from './scenario.ts';

const seenByTheBalancer: Check = (world) =>
  incidentsOf(world, 'payment').some(({ alarms }) => alarms.some(({ alarmName }) => alarmName.endsWith('-unanswered')))
    ? undefined
    : 'payment: the alarm on requests that no task answered is in no incident';

export const hang: Scenario = {
  name: 'hang',
  title:
    'a task of payment hangs and its health check stays green; what the load balancer answers in its place is seen',
  breaks: [{ service: 'payment', breakage: 'stuck' }],
  expected: [{ service: 'payment', outcome: 'healed', remedy: 'replaceTasks' }],
  secondsMax: 900,
  checks: [seenByTheBalancer],
};
