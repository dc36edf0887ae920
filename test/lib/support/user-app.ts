/**
 * An app of a user's: a stack with a cluster and Fargate services, and a healer beside them. Parts of it are cast, because
 * the CDK's own types do not agree with each other under `exactOptionalPropertyTypes`.
 */
import { App, Stack, type Environment } from 'aws-cdk-lib';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition, type ICluster } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  TargetType,
  type IApplicationLoadBalancer,
  type IApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct, IConstruct } from 'constructs';
import { Healer } from '../../../lib/healer.ts';
import type { HealerProps } from '../../../lib/healer-props.ts';
import { HANDLERS } from './shop.ts';

/** A place synth knows, for what is found out only there. */
export const FRANKFURT = { account: '111111111111', region: 'eu-central-1' };
export const IRELAND = { account: '111111111111', region: 'eu-west-1' };
export const FRANKFURT_OF_OTHERS = { account: '222222222222', region: 'eu-central-1' };

export function newStack(scope: IConstruct = newApp(), id = 'Shop', env?: Environment): Stack {
  return new Stack(scope, id, env === undefined ? {} : { env });
}

/**
 * Without the CDK's look at the template, which takes longer than to make it, and only prints what it finds in an app without
 * flags: `construct.test.ts` has it refuse what CloudFormation would.
 */
export function newApp(context: Readonly<Record<string, unknown>> = {}): App {
  return new App({ context: { ...context }, autoSynth: false, builtinCloudFormationValidation: false });
}

/** A healer whose Lambdas are a line each. */
export function newHealer(scope: Construct, props: HealerProps = {}, id = 'Healer'): Healer {
  return new Healer(scope, id, { handlersDirectory: HANDLERS, ...props });
}

export function newVpc(scope: Construct): IVpc {
  return new Vpc(scope, 'Vpc') as IVpc;
}

export function newCluster(scope: Construct, vpc = newVpc(scope)): ICluster {
  return new Cluster(scope, 'Cluster', { vpc }) as unknown as ICluster;
}

/** A service CloudFormation names, or with a name of its own. */
export function newService(
  scope: Construct,
  id: string,
  { cluster = newCluster(scope), serviceName }: { readonly cluster?: ICluster; readonly serviceName?: string } = {},
): FargateService {
  const taskDefinition = new FargateTaskDefinition(scope, `${id}Task`);
  const portMappings = [{ containerPort: 80 }];
  taskDefinition.addContainer('web', { image: ContainerImage.fromRegistry('nginx'), portMappings });
  return new FargateService(scope, id, {
    cluster,
    taskDefinition,
    minHealthyPercent: 100,
    ...(serviceName === undefined ? {} : { serviceName }),
  });
}

/** A target group that is attached to nothing yet. */
export function newTargetGroup(scope: Construct, vpc: IVpc, id = 'Group'): IApplicationTargetGroup {
  return new ApplicationTargetGroup(scope, id, {
    vpc,
    protocol: ApplicationProtocol.HTTP,
    targetType: TargetType.IP,
  });
}

export function attach(scope: Construct, vpc: IVpc, group: IApplicationTargetGroup): void {
  const loadBalancer = new ApplicationLoadBalancer(scope, 'Balancer', { vpc }) as unknown as IApplicationLoadBalancer;
  new ApplicationListener(scope, 'Listener', {
    loadBalancer,
    protocol: ApplicationProtocol.HTTP,
    defaultTargetGroups: [group],
  });
}
