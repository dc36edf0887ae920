/**
 * The services this healer looks after. Everything with a default may be left out; a mistake is reported by
 * `npm run synth` with what is allowed. Thresholds and remedies are in `runbooks/*.yaml`.
 */
import { defineConfig } from './core/config/config.ts';

export default defineConfig({
  // First part of the name of every alarm. An account has one healer in a region: a second would share `/healer/mode`.
  name: 'healer',

  // Decide and report, touch nothing: what `/healer/mode` is created with, and what each service begins in. See a week of
  // its decisions first, then put it in charge by the parameters, as docs/operating.md says.
  initialMode: 'observe',

  // Each address gets a mail with a link to confirm; until then nothing is sent to it.
  notifications: { emails: ['oncall@example.com'] },

  services: [
    {
      // A service behind a load balancer: every runbook fits it.
      name: 'checkout',
      cluster: 'production',
      // The ECS service, when it is not called `checkout` itself.
      service: 'checkout-web',
      // The family of its task definitions, where it has one of its own: a rollback may then deploy nothing else to it.
      taskFamily: 'checkout-web',
      // What its tasks run as, and what starts them: ECS lets nobody deploy a revision who may not pass its roles. Without
      // them it is never rolled back; `npm run verify` names the ones that are missing.
      taskRoles: [
        'arn:aws:iam::123456789012:role/checkout-task',
        'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
      ],
      // critical | standard | batch: how much a minute of disruption weighs, and how soon a person is asked.
      tier: 'critical',
      // Services of one group are healed one at a time. Put those that share a database into one.
      group: 'shop',
      // The services it calls, by their names here. Not in a circle.
      dependencies: ['catalog'],
      // Without it there are no error rate, no latency and no drained targets.
      targetGroup: {
        targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/checkout/943f017f100becff',
        loadBalancerArn:
          'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188',
      },
      // The most tasks the healer may ask for under load; the same as the maximum of autoscaling, where there is one.
      maxTasks: 12,
      // `peakHours`, `changeCalendars` and `slo` make the choice more careful: docs/decisions.md says how.
      // What the service can do without. The application has to read the parameter again while it runs.
      toggles: [
        {
          name: 'recommendations',
          parameter: '/shop/checkout/recommendations',
          on: 'on',
          off: 'off',
          helps: ['high-error-rate', 'high-latency', 'high-cpu'],
          losesFeature: 'recommendations on the checkout page',
          // It takes work off the service: tried first while more is asked of it than usual.
          shedsLoad: true,
        },
        {
          name: 'second-provider',
          parameter: '/shop/checkout/payment-provider',
          on: 'first',
          off: 'second',
          helps: ['dependency-failure'],
          losesFeature: 'payment by invoice',
        },
      ],
      // `all` stands for every runbook that fits; an object changes the alarms of one, by the id of its watch (docs/alarms.md).
      runbooks: ['all', { failureType: 'high-latency', thresholds: { p99: '900 ms' } }],
      // Alarms you have already, with the failure each of them means.
      alarms: [{ alarmName: 'shop-database-connections', failureType: 'connection-exhaustion' }],
      // Applications that may report failures of it by events: a claim, until a measure agrees (docs/signals.md).
      signals: [{ source: 'shop.checkout' }],
    },
    {
      // A worker without a load balancer: runbooks that need one are left out.
      name: 'catalog',
      cluster: 'production',
      group: 'shop',
    },
  ],
});
