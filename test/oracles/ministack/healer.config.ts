/**
 * What the emulator can run in a minute or two: a service without a load balancer at the shortest period there is, which
 * is healed, and one with a load balancer, because only that can be verified after a signal of an application.
 */
import { defineConfig, type HealerConfig } from '../../../core/config/config.ts';

const ELB = 'arn:aws:elasticloadbalancing:us-east-1:000000000000';

export const SETTINGS: HealerConfig = {
  name: 'healer',
  initialMode: 'auto',
  serviceAlarms: false,
  // The emulator has what was put into it.
  resolutionSeconds: 10,
  services: [
    // The emulator does not say whether a task is protected, and the healer does not touch what may be.
    { name: 'user', cluster: 'shop', group: 'shop', periodSeconds: 10, replaceProtectedTasks: true },
    {
      name: 'payment',
      cluster: 'shop',
      group: 'money',
      signals: [{ source: 'shop.payment' }],
      periodSeconds: 10,
      targetGroup: {
        targetGroupArn: `${ELB}:targetgroup/payment/943f017f100becff`,
        loadBalancerArn: `${ELB}:loadbalancer/app/shop/50dc6c495c0c9188`,
      },
    },
  ],
};

export default defineConfig(SETTINGS);
