/** A method of a port added to a copy of the project: it stops a deployment that is under way, which ECS then rolls back. */
import type { Addition } from './addition.ts';

const CONTRACT = `
  test('stops a deployment that is under way, and ECS goes back', async ({ subject: { services, entry, definitions, pass } }) => {
    await services.setTaskDefinition(entry, definitions.next);
    const [running] = await services.deployments(entry);
    await services.stopDeployment(entry, running?.arn ?? '');
    await pass(A_WHILE);
    expect(await services.describe(entry)).toMatchObject({ taskDefinitionArn: definitions.present, runningCount: 3 });
  });
`;

export const PORT_METHOD_ADDITION: Addition = {
  name: 'port method',
  what: 'stop a deployment that is under way',
  filesMax: 8,
  edits: [
    {
      file: 'core/ports/services.ts',
      from: '  /** Sets the rollout limits only:',
      to: '  /** Stops a deployment that is under way; ECS goes back to the revision before it. */\n  stopDeployment(service: ServiceEntry, deploymentArn: string): Promise<void>;\n  /** Sets the rollout limits only:',
    },
    {
      file: 'lambdas/adapters/ecs-services.ts',
      from: '    deregisterTarget: (service, target) =>\n',
      to: "    stopDeployment: (service, serviceDeploymentArn) =>\n      writing(`The deployment of ${service.name} could not be stopped`, async () => {\n        await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));\n      }),\n    deregisterTarget: (service, target) =>\n",
    },
    {
      file: 'lambdas/adapters/ecs-services.ts',
      from: '  StopTaskCommand,\n  UpdateServiceCommand,',
      to: '  StopServiceDeploymentCommand,\n  StopTaskCommand,\n  UpdateServiceCommand,',
    },
    {
      file: 'lib/permissions/action-permissions.ts',
      from: '    ...deploysRevisions(scope),\n  ],',
      to: "    ...deploysRevisions(scope),\n    {\n      actions: ['ecs:StopServiceDeployment'],\n      resources: inClusters(scope, 'service-deployment'),\n      conditions: onClusters(scope),\n      why: 'Stops a deployment that is under way.',\n      wildcard: 'Deployments come and go, their ids are not known at synth.',\n    },\n  ],",
    },
    {
      file: 'test/support/memory-ports/fake-ecs.ts',
      from: '    setRolloutLimits: async (entry, rolloutLimits) =>\n',
      to: "    stopDeployment: async (entry) =>\n      change(entry, (service) => beginDeployment(service, service.deployments[1]?.taskDefinitionArn ?? '', now())),\n    setRolloutLimits: async (entry, rolloutLimits) =>\n",
    },
    {
      file: 'test/chaos/world/ecs.ts',
      from: '    setRolloutLimits: async (entry, rolloutLimits) =>\n',
      to: '    stopDeployment: async (entry) =>\n      change(entry, ({ fake, releases }) => beginDeployment(fake, releases.good, now())),\n    setRolloutLimits: async (entry, rolloutLimits) =>\n',
    },
    {
      file: 'test/permissions/support/iam-requests.ts',
      from: '    // Any other field would be a deployment of something else,',
      to: "    'ecs:StopServiceDeployment': {\n      fields: ['serviceDeploymentArn', 'stopType'],\n      requests: (input) => [plain('ecs:StopServiceDeployment', one(input, 'serviceDeploymentArn'))],\n    },\n    // Any other field would be a deployment of something else,",
    },
    {
      file: 'test/contract/services.contract.ts',
      from: "\n  test('drains a target, and brings it back'",
      to: `${CONTRACT}\n  test('drains a target, and brings it back'`,
    },
  ],
  tests: ['test/contract/ecs.test.ts', 'test/contract/memory-ports.test.ts', 'test/chaos'],
};
