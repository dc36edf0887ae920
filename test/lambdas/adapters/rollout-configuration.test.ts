/** What is sent back of a service's deployment configuration, of everything that ECS may describe it with. */
import type { DeploymentConfiguration, ECSClient, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { ecsServices } from '../../../lambdas/adapters/ecs-services.ts';
import { SAMPLE_SERVICE } from '../../contract/metrics.contract.ts';

const PACE = { minimumHealthyPercent: 100, maximumPercent: 134 };

const ROLLING: DeploymentConfiguration = {
  strategy: 'ROLLING',
  deploymentCircuitBreaker: { enable: true, rollback: true },
  alarms: { alarmNames: ['checkout-errors'], enable: true, rollback: true },
  minimumHealthyPercent: 50,
  maximumPercent: 200,
};

/** What UpdateService is asked for a service that is described so. */
async function asked(deploymentConfiguration: DeploymentConfiguration): Promise<UpdateServiceCommandInput[]> {
  const updates: UpdateServiceCommandInput[] = [];
  const send = async ({ constructor, input }: { constructor: { name: string }; input: UpdateServiceCommandInput }) => {
    if (constructor.name === 'DescribeServicesCommand') return { services: [{ deploymentConfiguration }] };
    updates.push(input);
    return {};
  };
  const services = ecsServices({ ecs: { send } as unknown as ECSClient, loadBalancer: undefined as never });
  await services.setRolloutLimits(SAMPLE_SERVICE, PACE);
  return updates;
}

describe('the rollout limits', () => {
  it('is sent with all else that a rolling deployment goes by', async () => {
    const [update] = await asked({ ...ROLLING, earlySuccessCriteria: { enable: false }, bakeTimeInMinutes: 5 });
    const rest = { earlySuccessCriteria: { enable: false }, bakeTimeInMinutes: 5 };
    expect(update?.deploymentConfiguration).toEqual({ ...ROLLING, ...rest, ...PACE });
  });

  it('is sent without what ECS adds of other strategies', async () => {
    const described = {
      ...ROLLING,
      bakeTimeInMinutes: 0,
      lifecycleHooks: [],
      canaryConfiguration: {},
      linearConfiguration: {},
    };
    const [update] = await asked(described);
    expect(update?.deploymentConfiguration).toEqual({ ...ROLLING, ...PACE });
  });

  it('is not sent to a service whose deployments have none', async () => {
    await expect(asked({ ...ROLLING, strategy: 'BLUE_GREEN' })).rejects.toThrow('Deployments of');
  });
});
