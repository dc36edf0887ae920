/**
 * Services of other kinds than those of the shop, each for a scenario of its own: what differs from the lab's usual
 * configuration is what the scenario is about.
 */
import { defineConfig } from '../core/config/config.ts';

const ROLES = 'arn:aws:iam::123456789012:role/shop';

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
      cluster: 'lab',
      group: 'mail',
      tier: 'standard',
      periodSeconds: 10,
      taskMetrics: true,
      taskRoles: [`${ROLES}/mailer-task`, `${ROLES}/task-execution`],
      runbooks: ['all'],
    },
  ],
});
