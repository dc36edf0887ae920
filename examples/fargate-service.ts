/**
 * A Fargate service behind a load balancer, healed: the whole app in one file. `healer` is this package itself; in an app
 * of your own, install it and write the same. Here: `node --conditions=healer-source examples/fargate-service.ts`.
 */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import { Healer } from 'healer';

const app = new App();
const stack = new Stack(app, 'Shop');

const checkout = new ApplicationLoadBalancedFargateService(stack, 'Checkout', {
  desiredCount: 3,
  minHealthyPercent: 100,
  taskImageOptions: { image: ContainerImage.fromRegistry('nginx') },
});

const healer = new Healer(stack, 'Healer', {
  // Decide and report, touch nothing. Set the parameter /healer/mode to auto when you agree with a week of decisions.
  initialMode: 'observe',
  notifications: { emails: ['oncall@example.com'] },
});

healer.heals(checkout.service, {
  tier: 'critical',
  targetGroup: checkout.targetGroup,
  runbooks: ['all', { failureType: 'high-latency', thresholds: { p99: '900 ms' } }],
});

// An alarm of your own that means one of the failures a runbook is for.
const full = checkout.loadBalancer.metrics.rejectedConnectionCount({ period: Duration.minutes(1) });
healer.signalFrom(full.createAlarm(stack, 'Full', { threshold: 1, evaluationPeriods: 3 }), {
  service: checkout.service,
  failureType: 'connection-exhaustion',
});

app.synth();
