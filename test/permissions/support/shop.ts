/** A healer of four services in two clusters, with everything that can be registered: what refusals are tried on. */
import type { HealerProps } from '../../../lib/healer-props.ts';

const LOAD_BALANCING = 'arn:aws:elasticloadbalancing:us-east-1:123456789012';

export const CHECKOUT_TARGETS = `${LOAD_BALANCING}:targetgroup/checkout/0123456789abcdef`;
export const FOREIGN_TARGETS = `${LOAD_BALANCING}:targetgroup/payroll/0123456789abcdef`;

export const CHECKOUT_TASK_ROLE = 'arn:aws:iam::123456789012:role/shop/checkout-task';
export const TASK_EXECUTION_ROLE = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';

export const REGISTERED: HealerProps = {
  services: [
    {
      name: 'checkout',
      cluster: 'shop',
      taskFamily: 'checkout-task',
      taskRoles: [CHECKOUT_TASK_ROLE, TASK_EXECUTION_ROLE],
      toggles: [
        {
          name: 'recommendations',
          parameter: '/shop/flags/recommendations',
          on: 'on',
          off: 'off',
          helps: ['high-error-rate'],
          losesFeature: 'recommendations',
        },
      ],
      targetGroup: {
        targetGroupArn: CHECKOUT_TARGETS,
        loadBalancerArn: `${LOAD_BALANCING}:loadbalancer/app/shop/0123456789abcdef`,
      },
    },
    { name: 'catalog', cluster: 'shop', taskFamily: 'catalog-task', changeCalendars: ['freeze'] },
    { name: 'search', service: 'search-v2', cluster: 'back' },
    { name: 'indexer', cluster: 'back', runbooks: ['crash-loop'] },
  ],
};
