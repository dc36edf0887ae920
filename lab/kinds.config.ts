/**
 * Services of other kinds than those of the shop, each for a scenario of its own: what differs from the lab's usual
 * configuration is what the scenario is about.
 */
import { defineConfig } from '../core/config/config.ts';

const ELB = 'arn:aws:elasticloadbalancing:us-east-1:123456789012';
const ROLES = 'arn:aws:iam::123456789012:role/shop';

const lab = { cluster: 'lab', group: 'shop', tier: 'standard', periodSeconds: 10, taskMetrics: true } as const;

export default defineConfig({
  name: 'healer',
  initialMode: 'auto',
  // The lab publishes every second.
  resolutionSeconds: 1,
  notifications: { chat: true },
  services: [
    {
      // A worker: without a load balancer nothing tells of tasks that hang but ECS itself.
      name: 'mailer',
      ...lab,
      taskRoles: [`${ROLES}/mailer-task`, `${ROLES}/task-execution`],
      runbooks: ['all'],
    },
    {
      // Its deployments are blue/green: the two groups change places with each of them.
      ...lab,
      name: 'search',
      taskRoles: [`${ROLES}/search-task`, `${ROLES}/task-execution`],
      ownLoadBalancer: true,
      targetGroup: {
        targetGroupArn: `${ELB}:targetgroup/search-blue/0000000000000001`,
        loadBalancerArn: `${ELB}:loadbalancer/app/search/0000000000000001`,
        alternateTargetGroupArn: `${ELB}:targetgroup/search-green/0000000000000002`,
      },
      runbooks: [
        'all',
        // As in the shop: a burning task shows 80 to 100 %, and a laptop that is busy for a moment answers late for a moment.
        { failureType: 'high-cpu', thresholds: { cpu: '80 %' }, breaching: { cpu: '1 of 1' } },
        { failureType: 'memory-leak', thresholds: { memory: '75 %' }, off: ['early'] },
        { failureType: 'high-latency', thresholds: { p99: '600 ms' }, breaching: { p99: '3 of 3' } },
      ],
    },
  ],
});
