/** What a person reads who made a mistake in calls of the construct: the exact text, and nothing else. */
import { Duration, type Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import type { Healer } from '../../lib/healer.ts';
import { problemsOf } from './support/problems.ts';
import {
  FRANKFURT,
  FRANKFURT_OF_OTHERS,
  IRELAND,
  newCluster,
  newHealer,
  newService,
  newStack,
  newTargetGroup,
  newVpc,
} from './support/user-app.ts';

const TOGGLE = { name: 'search', on: 'on', off: 'off', helps: ['high-error-rate'], losesFeature: 'search' };

const CALLS: readonly {
  readonly case: string;
  readonly make: (healer: Healer, stack: Stack) => void;
  readonly says: readonly string[];
}[] = [
  {
    case: 'nothing to heal',
    make: () => undefined,
    says: ['[Shop/Healer] properties of Shop/Healer services: no service to heal; list one, or give one to heals()'],
  },
  {
    case: 'two services of one name',
    make: (healer) => {
      healer.heals({ cluster: 'shop', service: 'web' });
      healer.heals({ cluster: 'back', service: 'web' });
    },
    says: [
      '[Shop/Healer] heals(web) name: two services are named "web"; it was derived from the name of the ECS service: write `name` in heals()',
    ],
  },
  {
    case: 'one service twice',
    make: (healer, stack) => {
      const service = newService(stack, 'Web');
      healer.heals(service);
      healer.heals(service, { name: 'again' });
    },
    says: [
      '[Shop/Healer] heals(Shop/Web) service: "web" and "again" are the same ECS service <Shop/Cluster>/<Shop/Web>; keep one: two healers of one service undo each other',
    ],
  },
  {
    case: 'a service in another region',
    make: (healer, stack) => {
      healer.heals(newService(newStack(stack.node.root, 'Ireland', IRELAND), 'Web', { serviceName: 'web' }));
    },
    says: [
      '[Shop/Healer] heals(Ireland/Web): is in region eu-west-1, the healer in eu-central-1; create a healer in each account and each region',
    ],
  },
  {
    case: 'a service in another account, imported by its ARN',
    make: (healer, stack) => {
      const arn = `arn:aws:ecs:eu-central-1:${FRANKFURT_OF_OTHERS.account}:service/shop/web`;
      healer.heals(FargateService.fromServiceArnWithCluster(stack, 'Web', arn));
    },
    says: [
      '[Shop/Healer] heals(Shop/Web): is in account 222222222222, the healer in 111111111111; create a healer in each account and each region',
    ],
  },
  {
    case: 'a target group without a load balancer',
    make: (healer, stack) => {
      const vpc = newVpc(stack);
      const service = newService(stack, 'Web', { cluster: newCluster(stack, vpc) });
      healer.heals(service, { targetGroup: newTargetGroup(stack, vpc) });
    },
    says: [
      '[Shop/Healer] heals(Shop/Web) targetGroup: Shop/Group is not attached to a load balancer; add it to a listener, or leave targetGroup out',
    ],
  },
  {
    case: 'an imported target group without its load balancer',
    make: (healer, stack) => {
      const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:111111111111:targetgroup/web/0123456789abcdef';
      const targetGroup = ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'Group', { targetGroupArn });
      healer.heals({ cluster: 'shop', service: 'web' }, { targetGroup });
    },
    says: [
      '[Shop/Healer] heals(web) targetGroup: Shop/Group is not attached to a load balancer; give loadBalancerArns to the import, or write { targetGroupArn, loadBalancerArn }',
    ],
  },
  {
    case: 'a dependency that is not registered',
    make: (healer, stack) => {
      const cluster = newCluster(stack);
      healer.heals(newService(stack, 'Web', { cluster }), { dependencies: [newService(stack, 'Stock', { cluster })] });
    },
    says: [
      '[Shop/Healer] heals(Shop/Web) dependencies[0]: service "stock" is not listed; list that service too, or leave it out',
    ],
  },
  {
    case: 'a service that depends on itself',
    make: (healer) => healer.heals({ cluster: 'shop', service: 'web' }, { dependencies: ['web'] }),
    says: ['[Shop/Healer] heals(web) dependencies[0]: service "web" depends on itself; leave it out'],
  },
  {
    case: 'services that depend on each other',
    make: (healer) => {
      healer.heals({ cluster: 'shop', service: 'web' }, { dependencies: ['stock'] });
      healer.heals({ cluster: 'shop', service: 'stock' }, { dependencies: ['web'] });
    },
    says: [
      '[Shop/Healer] heals(web) dependencies: services depend on each other in a circle: web -> stock -> web; leave out the dependency whose failure hurts least',
    ],
  },
  {
    case: 'an unknown failure type',
    make: (healer) => healer.heals({ cluster: 'shop', service: 'web' }, { runbooks: ['memory-leek'] }),
    says: [
      '[Shop/Healer] heals(web) runbooks[0]: unknown runbook "memory-leek" (allowed: bad-deployment, connection-exhaustion, crash-loop, dependency-failure, high-cpu, high-error-rate, high-latency, memory-leak, placement-failure, unhealthy-targets); did you mean memory-leak?',
    ],
  },
  {
    case: 'a toggle that is a brake of the healer',
    make: (healer) => {
      healer.heals({ cluster: 'shop', service: 'web' }, { toggles: [{ ...TOGGLE, parameter: '/healer/mode' }] });
    },
    says: [
      '[Shop/Healer] heals(web) toggles[0].parameter: "/healer/mode" is an override parameter of the healer itself; the healer must not write below /healer/, choose another path',
    ],
  },
  {
    case: 'a toggle whose name only the deployment decides',
    make: (healer, stack) => {
      const parameter = new StringParameter(stack, 'Flag', { stringValue: 'on' });
      healer.heals({ cluster: 'shop', service: 'web' }, { toggles: [{ ...TOGGLE, parameter }] });
    },
    says: [
      '[Shop/Healer] heals(web) toggles[0].parameter: the name of Shop/Flag is not known at synth; give the parameter a parameterName of its own',
    ],
  },
  {
    case: 'a period CloudWatch does not have',
    make: (healer) => healer.heals({ cluster: 'shop', service: 'web' }, { period: Duration.seconds(45) }),
    says: [
      '[Shop/Healer] heals(web) period: 45 is not a period CloudWatch offers (allowed: multiples of 60 up to 3600; where resolutionSeconds is as short, 10, 20 and 30 too)',
    ],
  },
  {
    case: 'a limit for a watch the runbook does not have',
    make: (healer) => {
      const runbooks = [{ failureType: 'high-cpu', thresholds: { cpuu: '70 %' } }];
      healer.heals({ cluster: 'shop', service: 'web' }, { runbooks });
    },
    says: [
      '[Shop/Healer] heals(web) runbooks[0].thresholds.cpuu: runbook "high-cpu" has no watch "cpuu" (allowed: cpu); did you mean cpu?',
    ],
  },
  {
    case: 'an alarm of a service that is not healed',
    make: (healer) => {
      healer.heals({ cluster: 'shop', service: 'web' });
      healer.signalFrom('shop-database', { service: 'stock', failureType: 'high-cpu' });
    },
    says: [
      '[Shop/Healer] signalFrom(shop-database) service: service "stock" is not healed (allowed: web); call heals() for it too',
    ],
  },
  {
    case: 'an alarm that means a failure the service is not healed of',
    make: (healer, stack) => {
      healer.heals({ cluster: 'shop', service: 'web' }, { runbooks: ['high-cpu'] });
      const metric = new Metric({ namespace: 'Shop', metricName: 'Heap' });
      const alarm = new Alarm(stack, 'Heap', { metric, threshold: 1, evaluationPeriods: 1 });
      healer.signalFrom(alarm, { service: 'web', failureType: 'memory-leak' });
    },
    says: [
      `[Shop/Healer] signalFrom(Shop/Heap) failureType: runbook "memory-leak" is not among those of "web"; add 'memory-leak' to its runbooks`,
    ],
  },
  {
    case: 'an alarm named as one of the healer',
    make: (healer) => {
      healer.heals({ cluster: 'shop', service: 'web' });
      healer.signalFrom('healer-web-high-cpu-cpu', { service: 'web', failureType: 'memory-leak' });
    },
    says: [
      '[Shop/Healer] signalFrom(healer-web-high-cpu-cpu) alarmName: alarm "healer-web-high-cpu-cpu" already means high-cpu of "web"; an alarm can mean one failure of one service, remove one of the two',
    ],
  },
  {
    case: 'two healers in one stack',
    make: (healer, stack) => {
      healer.heals({ cluster: 'shop', service: 'web' });
      newHealer(stack, {}, 'Second').heals({ cluster: 'shop', service: 'stock' });
    },
    says: [
      '[Shop/Second] Shop/Healer is a healer of the same account and region; keep one and register every service with it',
    ],
  },
  {
    case: 'more names than a Lambda can be told',
    make: (healer, stack) => {
      const cluster = newCluster(stack);
      for (let index = 0; index < 40; index++) healer.heals(newService(stack, `Web${index}`, { cluster }));
    },
    says: [
      `[Shop/Healer] properties of Shop/Healer: 41 names are known only when deployed, more than a Lambda's environment holds; give clusters, services and alarms names of their own, or register services by name`,
    ],
  },
  {
    case: 'a construct whose id makes no name',
    make: (healer, stack) => healer.heals(newService(stack, 'All')),
    says: [
      '[Shop/Healer] heals(Shop/All) name: "all" means the whole fleet; it was derived from the id of Shop/All: write `name` in heals()',
    ],
  },
  {
    case: 'several mistakes in several calls, each once',
    make: (healer, stack) => {
      healer.heals(newService(stack, 'Web'), { group: 'The Shop', period: Duration.seconds(45) });
      healer.heals({ cluster: 'shop', service: 'stock' }, { name: 'Stock' });
    },
    says: [
      '[Shop/Healer] heals(Shop/Web) group: "The Shop" is not a name (allowed: a-z, 0-9 and - inside, at most 40 characters)',
      '[Shop/Healer] heals(Shop/Web) period: 45 is not a period CloudWatch offers (allowed: multiples of 60 up to 3600; where resolutionSeconds is as short, 10, 20 and 30 too)',
      '[Shop/Healer] heals(stock) name: "Stock" is not a name (allowed: a-z, 0-9 and - inside, at most 40 characters)',
    ],
  },
];

describe('a mistake in the calls', () => {
  it.each(CALLS)('$case', ({ make, says }) => {
    const stack = newStack(undefined, 'Shop', FRANKFURT);
    make(newHealer(stack), stack);
    expect(problemsOf(stack)).toEqual(says);
  });
});

describe('calls that come too late', () => {
  const stack = newStack();
  const healer = newHealer(stack);
  healer.heals({ cluster: 'shop', service: 'web' });
  problemsOf(stack);

  it('are refused at once: what they ask for could not be deployed any more', () => {
    expect(() => healer.heals({ cluster: 'shop', service: 'stock' })).toThrow(
      'Shop/Healer: heals() came after the app was synthesized; call it before',
    );
    expect(() => healer.signalFrom('database', { service: 'web', failureType: 'high-cpu' })).toThrow(
      'Shop/Healer: signalFrom() came after the app was synthesized; call it before',
    );
  });
});
