/** Registrations that read well and would never be heard of again: what their constructs tell is said at synth. */
import type { App, Stack } from 'aws-cdk-lib';
import { Alarm, Metric, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  DeploymentControllerType,
  Ec2Service,
  Ec2TaskDefinition,
  FargateService,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import { ApplicationTargetGroup, NetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import type { Healer } from '../../lib/healer.ts';
import { problemsOf } from './support/problems.ts';
import {
  attach,
  FRANKFURT,
  newCluster,
  newHealer,
  newService,
  newStack,
  newTargetGroup,
  newVpc,
} from './support/user-app.ts';

const WEB = { cluster: 'shop', service: 'web' };
const HIGH_CPU = { service: 'web', failureType: 'high-cpu' };
const PLACES = 'create a healer in each account and each region';
const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111';
const ARNS = {
  targetGroupArn: `${ELB}:targetgroup/web/0123456789abcdef`,
  loadBalancerArn: `${ELB}:loadbalancer/app/shop/0123456789abcdef`,
};

function alarmArn(region: string, account: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:Shop: queue is full`;
}

function newAlarm(scope: Stack | Healer): Alarm {
  const metric = new Metric({ namespace: 'Shop', metricName: 'Heap' });
  return new Alarm(scope, 'Heap', { metric, threshold: 1, evaluationPeriods: 1 });
}

function clusterWith(stack: Stack, containerInsightsV2?: ContainerInsights): ICluster {
  const insights = containerInsightsV2 === undefined ? {} : { containerInsightsV2 };
  return new Cluster(stack, 'Cluster', { vpc: newVpc(stack), ...insights }) as unknown as ICluster;
}

function deployedBy(stack: Stack, type: DeploymentControllerType): FargateService {
  const { cluster, taskDefinition } = newService(stack, 'Other');
  return new FargateService(stack, 'Web', { cluster, taskDefinition, deploymentController: { type } });
}

const DEAF: readonly {
  readonly case: string;
  readonly make: (healer: Healer, stack: Stack) => void;
  readonly says: readonly string[];
}[] = [
  {
    case: 'the ARN of an alarm in another region',
    make: (healer) => {
      healer.heals(WEB);
      healer.signalFrom(alarmArn('eu-west-1', '111111111111'), HIGH_CPU);
    },
    says: [
      `signalFrom(${alarmArn('eu-west-1', '111111111111')}): is in region eu-west-1, the healer in eu-central-1; ${PLACES}`,
    ],
  },
  {
    case: 'an alarm imported by the ARN it has in another account',
    make: (healer, stack) => {
      healer.heals(WEB);
      healer.signalFrom(Alarm.fromAlarmArn(stack, 'Full', alarmArn('eu-central-1', '222222222222')), HIGH_CPU);
    },
    says: [`signalFrom(Shop/Full): is in account 222222222222, the healer in 111111111111; ${PLACES}`],
  },
  {
    case: 'the ARN of something else',
    make: (healer) => {
      healer.heals(WEB);
      healer.signalFrom('arn:aws:sns:eu-central-1:111111111111:pager', HIGH_CPU);
    },
    says: [
      'signalFrom(arn:aws:sns:eu-central-1:111111111111:pager): is not the ARN of an alarm (allowed: arn:aws:cloudwatch:<region>:<account>:alarm:<name>); give the name of the alarm, or the construct',
    ],
  },
  {
    case: 'the ARN of an alarm of the app instead of the alarm',
    make: (healer, stack) => {
      healer.heals(WEB);
      healer.signalFrom(newAlarm(stack).alarmArn, HIGH_CPU);
    },
    says: [
      'signalFrom(name known when deployed): is an ARN, but events carry the name of the alarm; give the name of the alarm, or the construct',
    ],
  },
  {
    case: 'an alarm inside the healer',
    make: (healer) => {
      healer.heals(WEB);
      healer.signalFrom(newAlarm(healer), HIGH_CPU);
    },
    says: [
      "signalFrom(Shop/Healer/Heap): is one of the healer's own alarms; leave it out: the healer would answer to itself",
    ],
  },
  {
    case: 'the composite alarm of a service',
    make: (healer) => {
      healer.heals(WEB);
      healer.signalFrom('Failing-healer-web', HIGH_CPU);
    },
    says: [
      `signalFrom(Failing-healer-web) alarmName: alarm "Failing-healer-web" is the healer's own, red while others of the service are; leave it out, the healer answers to those others`,
    ],
  },
  {
    case: 'an alarm on the healer itself, by its name',
    make: (healer) => {
      healer.heals(WEB);
      healer.signalFrom('Dead-letters-of-healer', HIGH_CPU);
    },
    says: [
      `properties of Shop/Healer: alarm "Dead-letters-of-healer" is one of the healer's own; leave it out: the healer would answer to itself`,
    ],
  },
  {
    case: 'a target group of another region',
    make: (healer) => healer.heals(WEB, { targetGroup: ARNS }),
    says: ['targetGroupArn', 'loadBalancerArn'].map(
      (key) => `heals(web) targetGroup.${key}: is in region eu-west-1, the healer in eu-central-1; ${PLACES}`,
    ),
  },
  {
    case: 'a target group imported from another region',
    make: (healer, stack) => {
      const { targetGroupArn, loadBalancerArn: loadBalancerArns } = ARNS;
      const attributes = { targetGroupArn, loadBalancerArns };
      const targetGroup = ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'Group', attributes);
      healer.heals(WEB, { targetGroup });
    },
    says: [`heals(web) targetGroup: is in region eu-west-1, the healer in eu-central-1; ${PLACES}`],
  },
  {
    case: 'the target group of another service',
    make: (healer, stack) => {
      const vpc = newVpc(stack);
      const cluster = newCluster(stack, vpc);
      const targetGroup = newTargetGroup(stack, vpc);
      newService(stack, 'Stock', { cluster }).attachToApplicationTargetGroup(targetGroup);
      attach(stack, vpc, targetGroup);
      healer.heals(newService(stack, 'Web', { cluster }), { targetGroup });
    },
    says: [
      'heals(Shop/Web) targetGroup: Shop/Group has the tasks of Shop/Stock, not of this service; give the target group this service is attached to',
    ],
  },
  {
    case: 'a target group of no network load balancer',
    make: (healer, stack) => {
      const targetGroup = new NetworkTargetGroup(stack, 'Group', { vpc: newVpc(stack), port: 80 });
      healer.heals(WEB, { targetGroup });
    },
    says: [
      'heals(web) targetGroup: Shop/Group is not attached to a load balancer; add it to a listener, or leave targetGroup out',
    ],
  },
  {
    case: 'a daemon service',
    make: (healer, stack) => {
      const taskDefinition = new Ec2TaskDefinition(stack, 'Task');
      taskDefinition.addContainer('agent', { image: ContainerImage.fromRegistry('nginx'), memoryLimitMiB: 64 });
      const cluster = new Cluster(stack, 'Cluster', { vpc: newVpc(stack) });
      healer.heals(
        new Ec2Service(stack, 'Agent', { cluster: cluster as unknown as ICluster, taskDefinition, daemon: true }),
      );
    },
    says: [
      'heals(Shop/Agent): is a DAEMON service: ECS runs one task on each instance, so there is no desired count to raise before one stops; list a toggle that helps, or leave the service out',
    ],
  },
  {
    case: 'a service that an external controller deploys',
    make: (healer: Healer, stack: Stack) => healer.heals(deployedBy(stack, DeploymentControllerType.EXTERNAL)),
    says: [
      'heals(Shop/Web): is deployed by an EXTERNAL controller: that controller says what runs, and how many; list a toggle that helps, or leave the service out',
    ],
  },
  {
    case: 'readings of tasks where Container Insights is not asked for',
    make: (healer, stack) => healer.heals(newService(stack, 'Web'), { taskMetrics: true }),
    says: [
      'heals(Shop/Web) taskMetrics: Container Insights of Shop/Cluster is not set (allowed: enhanced); write containerInsightsV2: ContainerInsights.ENHANCED at the cluster, or leave taskMetrics out',
    ],
  },
  {
    case: 'readings of tasks where Container Insights knows services only',
    make: (healer, stack) => {
      const cluster = clusterWith(stack, ContainerInsights.ENABLED);
      healer.heals(newService(stack, 'Web', { cluster }), { taskMetrics: true });
    },
    says: [
      'heals(Shop/Web) taskMetrics: Container Insights of Shop/Cluster is enabled (allowed: enhanced); write containerInsightsV2: ContainerInsights.ENHANCED at the cluster, or leave taskMetrics out',
    ],
  },
  {
    case: 'counts of tasks where Container Insights is off, of a service that is only named',
    make: (healer, stack) => {
      healer.heals({ cluster: clusterWith(stack, ContainerInsights.DISABLED), service: 'web' }, { taskCounts: true });
    },
    says: [
      'heals(web) taskCounts: Container Insights of Shop/Cluster is disabled (allowed: enabled, enhanced); write containerInsightsV2: ContainerInsights.ENHANCED at the cluster, or leave taskCounts out',
    ],
  },
];

describe('what could never be heard is refused', () => {
  it.each(DEAF)('$case', ({ make, says }) => {
    const stack = newStack(undefined, 'Shop', FRANKFURT);
    make(newHealer(stack), stack);
    expect(problemsOf(stack)).toEqual(says.map((line) => `[Shop/Healer] ${line}`));
  });
});

const HEARD: readonly { readonly case: string; readonly make: (healer: Healer, stack: Stack) => void }[] = [
  {
    case: 'an alarm by the ARN it has here',
    make: (healer) => {
      healer.heals(WEB);
      healer.signalFrom(alarmArn('eu-central-1', '111111111111'), HIGH_CPU);
    },
  },
  {
    case: 'an alarm imported by the ARN it has here',
    make: (healer, stack) => {
      healer.heals(WEB);
      const alarm: IAlarm = Alarm.fromAlarmArn(stack, 'Full', alarmArn('eu-central-1', '111111111111'));
      healer.signalFrom(alarm, HIGH_CPU);
    },
  },
];

describe('what can be heard is heard', () => {
  it.each(HEARD)('$case, by its name', ({ make }) => {
    const stack = newStack(undefined, 'Shop', FRANKFURT);
    make(newHealer(stack), stack);
    const template = JSON.stringify((stack.node.root as App).synth().getStackByName('Shop').template);
    expect(template).toContain('"alarmName":["Shop: queue is full"]');
  });

  it('a target group two services share, and Container Insights that reports tasks', () => {
    const stack = newStack(undefined, 'Shop', FRANKFURT);
    const cluster = clusterWith(stack, ContainerInsights.ENHANCED);
    const targetGroup = newTargetGroup(stack, cluster.vpc);
    const [web, blue] = ['Web', 'Blue'].map((id) => newService(stack, id, { cluster }));
    for (const service of [blue, web]) service?.attachToApplicationTargetGroup(targetGroup);
    attach(stack, cluster.vpc, targetGroup);
    if (web !== undefined) newHealer(stack).heals(web, { targetGroup, taskMetrics: true, taskCounts: true });
    expect(problemsOf(stack)).toEqual([]);
  });
});
