/**
 * The services of the lab, as a user would list theirs. Everything is as short as CloudWatch allows, because no person
 * wants to watch a demonstration for an hour: ten-second periods, and one bad period is enough for most alarms.
 */
import { defineConfig } from '../core/config/config.ts';

const ROLES = 'arn:aws:iam::123456789012:role/shop';
const ELB = 'arn:aws:elasticloadbalancing:us-east-1:123456789012';

/** The fleet numbers its target groups in the order in which it starts its services. */
function targetGroup(name: string, number: number) {
  const id = String(number).padStart(16, '0');
  return {
    targetGroupArn: `${ELB}:targetgroup/${name}/${id}`,
    loadBalancerArn: `${ELB}:loadbalancer/app/${name}/${id}`,
  };
}

/** What a service's tasks run as, and what starts them. */
function taskRoles(name: string) {
  return [`${ROLES}/${name}-task`, `${ROLES}/task-execution`];
}

/** A task that burns its CPU share shows 90 to 100 % of it; a laptop that is busy with other things shows less. */
const CPU = { failureType: 'high-cpu', thresholds: { cpu: '80 %' }, breaching: { cpu: '1 of 1' } };
/** A leak of minutes needs the time a leak of hours leaves anyway: a replacement must be in service before the kernel kills. */
const MEMORY = {
  failureType: 'memory-leak',
  thresholds: { memory: '75 %' },
  // Half an hour's warning says nothing about a leak that takes a minute.
  off: ['early'],
};
/** A laptop that is busy for a moment answers late for a moment; waiting is real time, however fast the lab's runs. */
const LATENCY = { failureType: 'high-latency', thresholds: { p99: '600 ms' }, breaching: { p99: '3 of 3' } };

/** With ten-second periods, readings of one task come often enough to tell the sick from the well. */
const lab = {
  cluster: 'lab',
  group: 'shop',
  periodSeconds: 10,
  taskMetrics: true,
  ownLoadBalancer: true,
  signals: [{ source: 'shop.user' }],
};

export default defineConfig({
  name: 'healer',
  // A demonstration acts at once; a real one begins by watching.
  initialMode: 'auto',
  // The lab publishes every second.
  resolutionSeconds: 1,
  notifications: { chat: true },
  services: [
    {
      ...lab,
      name: 'payment',
      taskRoles: taskRoles('payment'),
      tier: 'critical',
      targetGroup: targetGroup('payment', 3),
      runbooks: [
        'all',
        CPU,
        MEMORY,
        LATENCY,
        // Longer than a release of the lab takes: while one is in progress, nothing may be rolled back. Requests that are never
        // answered go on, and one period of them that comes late must not look like their end.
        { failureType: 'high-error-rate', breaching: { errors: '2 of 2', unanswered: '2 of 3' } },
      ],
    },
    {
      ...lab,
      name: 'order',
      taskRoles: taskRoles('order'),
      tier: 'critical',
      dependencies: ['payment'],
      targetGroup: targetGroup('order', 2),
      toggles: [
        {
          name: 'pay-at-once',
          parameter: '/shop/order/pay-at-once',
          on: 'on',
          off: 'off',
          helps: ['dependency-failure'],
          losesFeature: 'paying at once: orders are taken, and charged when payment is back',
        },
        // A promise that is not kept: the database cannot bear what the cache spares it. The lab shows what becomes of it.
        {
          name: 'price-cache',
          parameter: '/shop/order/price-cache',
          on: 'on',
          off: 'off',
          helps: ['high-error-rate'],
          losesFeature: 'the cache of prices: each is read from the database',
        },
      ],
      runbooks: [
        'all',
        CPU,
        MEMORY,
        // Half a second without its cache is not what it is slow by.
        { ...LATENCY, thresholds: { p99: '750 ms' }, breaching: { p99: '4 of 4' } },
        // It fails with everything it depends on, so what it depends on is heard first: also where that is known only once
        // requests have timed out.
        { failureType: 'high-error-rate', breaching: { errors: '4 of 4', unanswered: '4 of 4' } },
      ],
    },
    {
      ...lab,
      name: 'user',
      taskRoles: taskRoles('user'),
      tier: 'standard',
      targetGroup: targetGroup('user', 1),
      toggles: [
        {
          name: 'recommendations',
          parameter: '/shop/user/recommendations',
          on: 'on',
          off: 'off',
          helps: ['high-error-rate'],
          losesFeature: 'recommendations on the start page',
        },
      ],
      runbooks: ['all', CPU, MEMORY, LATENCY, { failureType: 'high-error-rate', breaching: { errors: '1 of 1' } }],
    },
  ],
});
