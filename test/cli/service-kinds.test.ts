/** What the check of an account says of services whose kind holds remedies back, each as ECS describes it. */
import type { Service } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { servicesExist } from '../../cli/checks/services-exist.ts';
import { togglesReadable } from '../../cli/checks/toggles-readable.ts';
import type { World } from '../../cli/world.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { aCatalog, aService, aToggle } from '../support/catalog.ts';
import { describedService } from '../support/described-service.ts';

const { targetGroup: _none, ...bare } = aService();
const REPLICA: Service = {
  serviceName: 'user',
  status: 'ACTIVE',
  desiredCount: 1,
  runningCount: 1,
  schedulingStrategy: 'REPLICA',
  serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/shop/user',
  taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:6',
  deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
};

/** An account with one service, whose containers get these parameters as secrets. */
function accountWith(service: Service, entry: ServiceEntry, secrets: readonly string[] = []): World {
  const containerDefinitions = [{ secrets: secrets.map((valueFrom) => ({ name: 'SWITCH', valueFrom })) }];
  const ecs = { send: async () => ({ services: [service], taskDefinition: { containerDefinitions } }) };
  const ssm = { send: async () => ({ Parameter: { Value: 'on', Type: 'String', Version: 1 } }) };
  return { stack: { catalog: aCatalog([entry]) }, clients: { ecs, ssm } } as unknown as World;
}

const SINGLETON = { ...REPLICA, deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 0 } };
const SHORT = { ...REPLICA, serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/user' };
const WITH_TOGGLE = { ...bare, toggles: [aToggle('search')] };

describe('The check of services', () => {
  it.each([
    { case: 'the usual', service: REPLICA, entry: bare, status: 'ok', says: '1 tasks' },
    { case: 'a daemon', service: describedService('daemon-service'), entry: bare, status: 'failed', says: 'DAEMON' },
    {
      case: 'a daemon with a toggle',
      service: describedService('daemon-service'),
      entry: WITH_TOGGLE,
      status: 'warning',
      says: 'replaceTasks, rollBack, scaleOut will be held',
    },
    {
      case: 'one of CodeDeploy',
      service: describedService('code-deploy-under-way'),
      entry: {
        ...bare,
        targetGroup: {
          arn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/user/0123456789abcdef',
          targetGroupDimension: 'targetgroup/user/0123456789abcdef',
          loadBalancerDimension: 'app/shop/0123456789abcdef',
        },
      },
      status: 'warning',
      says: 'is deployed by CODE_DEPLOY: rollBack will be held',
    },
    { case: 'a short ARN', service: SHORT, entry: bare, status: 'failed', says: 'serviceLongArnFormat' },
    { case: 'a singleton', service: SINGLETON, entry: bare, status: 'warning', says: 'maxTasks: 2' },
    { case: 'no singleton', service: SINGLETON, entry: { ...bare, maxTasks: 2 }, status: 'ok', says: '1 tasks' },
  ])('says of $case what is held: $status', async ({ service, entry, status, says }) => {
    const finding = await servicesExist.run(accountWith(service, entry));
    expect(finding.status).toBe(status);
    expect(JSON.stringify(finding)).toContain(says);
  });
});

describe('The check of toggles', () => {
  it.each([
    { secrets: ['arn:aws:ssm:us-east-1:123456789012:parameter/shop/search'], status: 'warning' },
    { secrets: ['/shop/search'], status: 'warning' },
    { secrets: ['/shop/password'], status: 'ok' },
  ])('warns of one that containers read only when they start: $secrets, $status', async ({ secrets, status }) => {
    const finding = await togglesReadable.run(accountWith(REPLICA, WITH_TOGGLE, secrets));
    expect(finding.status).toBe(status);
  });
});
