/** The target groups of a service: given, or found in the app that attaches it; and what is said where they are not. */
import type { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AlternateTarget,
  ListenerRuleConfiguration,
  ContainerImage,
  type CfnService,
  type FargateService,
} from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import {
  ApplicationListener,
  ApplicationListenerRule,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
  ListenerCondition,
  NetworkLoadBalancer,
  type IApplicationLoadBalancer,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import { flat, resourcesOf, templateOf } from './support/templates.ts';
import { attach, newCluster, newHealer, newService, newStack, newTargetGroup, newVpc } from './support/user-app.ts';

interface Shop {
  readonly stack: Stack;
  readonly web: FargateService;
}

/** What a healer was told about the service: its alarms as text, and its warnings about target groups. */
function healed({ stack, web }: Shop, props: Parameters<ReturnType<typeof newHealer>['heals']>[1] = {}) {
  newHealer(stack).heals(web, { name: 'web', ...props });
  (stack.node.root as App).synth();
  const alarms = resourcesOf(templateOf(stack), 'AWS::CloudWatch::Alarm').map(({ Properties }) => flat(Properties));
  const named = (part: string) => alarms.map((one) => JSON.stringify(one)).filter((one) => one.includes(part));
  const warnings = Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('load balancer'))
    .map(({ entry }) => String(entry.data));
  const policies = resourcesOf(templateOf(stack), 'AWS::IAM::Policy').map((one) =>
    JSON.stringify(flat(one.Properties)),
  );
  return { errors: named('high-error-rate-errors'), hosts: named('unhealthy-targets-hosts'), warnings, policies };
}

function shop(): Shop & { readonly vpc: ReturnType<typeof newVpc> } {
  const stack = newStack();
  const vpc = newVpc(stack);
  return { stack, vpc, web: newService(stack, 'Web', { cluster: newCluster(stack, vpc) }) };
}

describe('target groups that the app attaches a service to', () => {
  it('are found, whenever it is attached', () => {
    const { stack, vpc, web } = shop();
    const group = newTargetGroup(stack, vpc);
    web.attachToApplicationTargetGroup(group);
    attach(stack, vpc, group);
    const { errors, hosts, warnings } = healed({ stack, web });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('<Group.TargetGroupFullName>');
    expect(hosts).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('are found in a pattern of the CDK', () => {
    const stack = newStack();
    const vpc = newVpc(stack);
    const { service } = new ApplicationLoadBalancedFargateService(stack, 'Web', {
      cluster: newCluster(stack, vpc),
      taskImageOptions: { image: ContainerImage.fromRegistry('nginx') },
    });
    const { errors, warnings } = healed({ stack, web: service });
    expect(errors).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('are both watched and granted where blue/green deployments swap them', () => {
    const { stack, vpc, web } = shop();
    const [blue, green] = [newTargetGroup(stack, vpc, 'Blue'), newTargetGroup(stack, vpc, 'Green')];
    const loadBalancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc }) as unknown as IApplicationLoadBalancer;
    const listener = new ApplicationListener(stack, 'Listener', {
      loadBalancer,
      protocol: ApplicationProtocol.HTTP,
      defaultAction: ListenerAction.fixedResponse(404),
    });
    const rule = new ApplicationListenerRule(stack, 'Rule', {
      listener,
      priority: 1,
      conditions: [ListenerCondition.pathPatterns(['/*'])],
      action: ListenerAction.weightedForward([
        { targetGroup: blue, weight: 100 },
        { targetGroup: green, weight: 0 },
      ]),
    });
    const alternateTarget = new AlternateTarget('Alternate', {
      alternateTargetGroup: green,
      productionListener: ListenerRuleConfiguration.applicationListenerRule(rule),
    });
    blue.addTarget(web.loadBalancerTarget({ containerName: 'web', containerPort: 80, alternateTarget }));
    const { errors, hosts, warnings, policies } = healed({ stack, web });
    for (const alarm of [...errors, ...hosts]) {
      expect(alarm).toContain('<Blue.TargetGroupFullName>');
      expect(alarm).toContain('<Green.TargetGroupFullName>');
    }
    expect([errors.length, hosts.length]).toEqual([1, 1]);
    expect(warnings).toEqual([]);
    const drains = policies.filter((one) => one.includes('elasticloadbalancing:DeregisterTargets'));
    expect(drains).not.toEqual([]);
    for (const one of drains) {
      expect(one).toContain('<Blue.TargetGroupFullName>');
      expect(one).toContain('<Green.TargetGroupFullName>');
    }
  });

  it('are all watched as one where there are several, and those of a network load balancer by their hosts', () => {
    const { stack, vpc, web } = shop();
    const group = newTargetGroup(stack, vpc);
    web.attachToApplicationTargetGroup(group);
    attach(stack, vpc, group);
    const network = new NetworkLoadBalancer(stack, 'Network', { vpc });
    network.addListener('Tcp', { port: 443 }).addTargets('Packets', { port: 80, targets: [web] });
    const { errors, hosts, warnings } = healed({ stack, web });
    expect(errors[0]).toContain('AWS/ApplicationELB');
    expect(errors[0]).not.toContain('AWS/NetworkELB');
    expect(hosts[0]).toContain('AWS/NetworkELB');
    expect(hosts[0]).toContain('AWS/ApplicationELB');
    expect(warnings).toEqual([]);
  });
});

describe('a load balancer of which less is known', () => {
  it('is warned of where it is one of packets: nothing counts requests', () => {
    const { stack, vpc, web } = shop();
    const network = new NetworkLoadBalancer(stack, 'Network', { vpc });
    network.addListener('Tcp', { port: 443 }).addTargets('Packets', { port: 80, targets: [web] });
    const { errors, hosts, warnings } = healed({ stack, web });
    expect(errors).toEqual([]);
    expect(hosts[0]).toContain('AWS/NetworkELB');
    expect(warnings).toEqual([expect.stringContaining('counts neither requests nor errors nor latency')]);
  });

  it('is warned of where the app has only its ARN, and names what is lost', () => {
    const { stack, web } = shop();
    const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:111111111111:targetgroup/web/0123456789abcdef';
    (web.node.defaultChild as CfnService).loadBalancers = [{ targetGroupArn, containerName: 'web', containerPort: 80 }];
    const { errors, warnings } = healed({ stack, web });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/attached to arn:.*neither its error rate nor its latency nor its unhealthy/),
    ]);
  });

  it('is warned of where one was given and the service is attached to another too', () => {
    const { stack, vpc, web } = shop();
    const [given, other] = [newTargetGroup(stack, vpc, 'Given'), newTargetGroup(stack, vpc, 'Other')];
    for (const group of [given, other]) web.attachToApplicationTargetGroup(group);
    attach(stack, vpc, given);
    const { warnings } = healed({ stack, web }, { targetGroup: given });
    expect(warnings).toEqual([expect.stringMatching(/attached to Shop\/Other.*target-group-unknown/)]);
  });

  it('says nothing where there is none', () => {
    const { stack, web, vpc } = shop();
    const other = new SecurityGroup(stack, 'Other', { vpc });
    web.connections.allowFrom(other, Port.tcp(80));
    expect(healed({ stack, web })).toMatchObject({ errors: [], hosts: [], warnings: [] });
  });
});
