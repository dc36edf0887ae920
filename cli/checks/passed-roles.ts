/**
 * Checks that the healer may deploy the rollback targets. ECS requires `iam:PassRole` from the caller for the task role
 * and the execution role of a revision. The template of a service registered by name does not show these roles.
 */
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { deploymentHistory, readTaskDefinition } from '../../lambdas/adapters/ecs-reads.ts';
import { failed, findingOf, warning, type Finding, type Problem } from '../check.ts';
import { arnIn, isNamed, resourcesOfType, servicesOf } from '../deployed-stack.ts';
import { statementsOf } from '../iam/role-policies.ts';
import { simulate } from '../iam/simulate.ts';
import type { AccountCheck, World } from '../world.ts';
import { roleArn } from './role-arn.ts';

export const passedRoles: AccountCheck = {
  id: 'passed-roles',
  title: 'A rollback may pass the roles of its revisions (IAM simulation)',
  run: async (world): Promise<Finding> => {
    const deployer = resourcesOfType(world.stack, 'AWS::IAM::Role').find((one) =>
      isNamed(world.stack, one, 'RollBackRole'),
    );
    if (deployer === undefined) throw new Error('the stack has no role RollBack');
    const services = await rolledBack(world, deployer.physicalId);
    if (services.length === 0) return { status: 'skipped', detail: 'no service is rolled back' };
    const arn = await roleArn(world.clients.iam, deployer.physicalId);
    const problems: Problem[] = [];
    let asked = 0;
    for (const service of services) {
      const roles = await rolesOf(world, service);
      asked += roles.length;
      for (const role of roles) problems.push(...(await problemsOf(world, arn, { service, role })));
    }
    return findingOf(problems, `the healer may pass ${asked} roles of ${services.length} services`);
  },
};

/** The services that the role may deploy: those with a runbook that rolls back. */
async function rolledBack({ stack, clients }: World, role: string): Promise<readonly ServiceEntry[]> {
  const statements = await statementsOf(clients.iam, role);
  const deployed = statements
    .filter(({ effect, actions }) => effect === 'Allow' && actions.includes('ecs:UpdateService'))
    .flatMap(({ resources }) => resources);
  return servicesOf(stack).filter(({ cluster, ecsService }) =>
    deployed.includes(arnIn(stack, 'ecs', `service/${cluster}/${ecsService}`)),
  );
}

/** The roles of the running revision and of the newest other one, the rollback target. None for a missing service. */
async function rolesOf({ clients: { ecs } }: World, service: ServiceEntry): Promise<readonly string[]> {
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: service.cluster, services: [service.ecsService] }),
  );
  const running = services?.[0]?.taskDefinition;
  if (running === undefined) return [];
  const history = await deploymentHistory(ecs, service);
  const before = history.map(({ taskDefinitionArn }) => taskDefinitionArn).find((arn) => arn !== running);
  const read = [running, ...(before === undefined ? [] : [before])].map((arn) => readTaskDefinition(ecs, arn));
  return [...new Set((await Promise.all(read)).flatMap(({ roles = [] }) => roles))];
}

async function problemsOf(
  { clients }: World,
  deployer: string,
  { service, role }: { readonly service: ServiceEntry; readonly role: string },
): Promise<readonly Problem[]> {
  if (!(service.taskRoles ?? []).includes(role)) {
    const text = `${service.name}: runs as ${role}, which is not among its taskRoles, so the healer never rolls it back`;
    return [warning(text, `add '${role}' to taskRoles of ${service.name} and deploy again`)];
  }
  const passedTo = {
    ContextKeyName: 'iam:PassedToService',
    ContextKeyType: 'string' as const,
    ContextKeyValues: ['ecs-tasks.amazonaws.com'],
  };
  const request = { actions: ['iam:PassRole'], resources: [role], context: [passedTo] };
  const verdicts = await simulate(clients.iam, deployer, request);
  const fix = 'ask the administrator of the account to allow it for the role RollBack of this stack, or deploy again';
  return verdicts
    .filter(({ allowed }) => !allowed)
    .map(({ why }) => failed(`${service.name}: may not pass ${role}: ${why}`, fix));
}
