/** What a service's own construct tells of remedies it will never get is said at synth, and healed is what can be. */
import type { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import {
  CfnService,
  Cluster,
  ContainerImage,
  DeploymentControllerType,
  Ec2Service,
  Ec2TaskDefinition,
  FargateService,
  Secret,
  type BaseService,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import { StringParameter, type IParameter } from 'aws-cdk-lib/aws-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { namesParameter } from '../../core/config/injected-toggles.ts';
import type { ToggleProps } from '../../lib/heals-props.ts';
import { FRANKFURT, newHealer, newService, newStack, newVpc } from './support/user-app.ts';

function toggle(name: string, parameter: ToggleProps['parameter'] = `/shop/${name}`): ToggleProps {
  return { name, parameter, on: 'on', off: 'off', helps: ['high-cpu'], losesFeature: name };
}

function daemon(stack: Stack, cluster: ICluster): BaseService {
  const taskDefinition = new Ec2TaskDefinition(stack, 'AgentTask');
  taskDefinition.addContainer('agent', { image: ContainerImage.fromRegistry('nginx'), memoryLimitMiB: 64 });
  return new Ec2Service(stack, 'Agent', { cluster, taskDefinition, daemon: true });
}

function codeDeploy(stack: Stack, cluster: ICluster): BaseService {
  const { taskDefinition } = newService(stack, 'Other', { cluster });
  const deploymentController = { type: DeploymentControllerType.CODE_DEPLOY };
  return new FargateService(stack, 'Classic', { cluster, taskDefinition, deploymentController });
}

function withStrategy(service: BaseService, strategy: string): BaseService {
  if (service.node.defaultChild instanceof CfnService) service.node.defaultChild.deploymentConfiguration = { strategy };
  return service;
}

function injecting(service: FargateService, parameter: IParameter): BaseService {
  service.taskDefinition.defaultContainer?.addSecret('SWITCH', Secret.fromSsmParameter(parameter));
  return service;
}

/** One app, because each synthesis takes its time. */
function warnings(): readonly string[] {
  const stack = newStack(undefined, 'Shop', FRANKFURT);
  const cluster = new Cluster(stack, 'Cluster', { vpc: newVpc(stack) }) as unknown as ICluster;
  const service = (id: string) => newService(stack, id, { cluster });
  const made = new StringParameter(stack, 'Made', { parameterName: '/shop/made', stringValue: 'on' });
  const known = StringParameter.fromStringParameterName(stack, 'Known', '/shop/known');
  const healer = newHealer(stack);
  healer.heals(service('Whole'), { toggles: [toggle('free')] });
  healer.heals(daemon(stack, cluster), { toggles: [toggle('agent')] });
  healer.heals(codeDeploy(stack, cluster));
  healer.heals(withStrategy(service('Shifting'), 'BLUE_GREEN'));
  healer.heals(withStrategy(service('Strange'), 'SOMERSAULT'), { toggles: [toggle('strange')] });
  healer.heals(injecting(service('ByConstruct'), made), { toggles: [toggle('made', made)] });
  healer.heals(injecting(service('ByName'), known), { toggles: [toggle('known')] });
  (stack.node.root as App).synth();
  return Annotations.fromStack(stack)
    .findWarning('/Shop/Healer', Match.stringLikeRegexp('^heals'))
    .map(({ entry }) => String(entry.data));
}

describe('A service that is healed in part', () => {
  let said: readonly string[];

  beforeAll(() => {
    said = warnings();
  }, 180_000);

  it.each([
    { path: 'Agent', says: 'so replaceTasks, rollBack, scaleOut will be held' },
    { path: 'Classic', says: 'it is deployed by CODE_DEPLOY, so rollBack will be held' },
    { path: 'Shifting', says: 'it is deployed by BLUE_GREEN, so rollBack will be held' },
    {
      path: 'Strange',
      says: 'it has the deployment strategy SOMERSAULT, which the healer does not know, so replaceTasks',
    },
    { path: 'ByConstruct', says: 'toggle made is injected into containers as a secret' },
    { path: 'ByName', says: 'toggle known is injected into containers as a secret' },
  ])('is said with what is held: $path, $says', ({ path, says }) => {
    const ofIt = said.filter((text) => text.startsWith(`heals(Shop/${path}):`));
    expect(ofIt).toEqual([expect.stringContaining(says)]);
  });

  it('is said of no other', () => {
    expect(said).toHaveLength(6);
  });
});

describe('A secret of a container', () => {
  it.each([
    { valueFrom: '/shop/search', same: true },
    { valueFrom: 'arn:aws:ssm:eu-central-1:123456789012:parameter/shop/search', same: true },
    { valueFrom: 'arn:aws:ssm:eu-central-1:123456789012:parameter/shop/search2', same: false },
    { valueFrom: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:/shop/search', same: false },
  ])('is the parameter of a toggle or not: $valueFrom, $same', ({ valueFrom, same }) => {
    expect(namesParameter(valueFrom, '/shop/search')).toBe(same);
  });
});
