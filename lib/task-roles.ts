/**
 * The roles of a service's tasks, as far as synth knows: those of its task definition and those given. They go into the
 * policy of the one role that deploys revisions.
 */
import { BaseService, type IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { EcsServiceName, HealsProps, ServiceConfig } from './heals-props.ts';
import type { References } from './references.ts';

/** `taskRoles` of the configuration; absent if neither the app nor the call knows a role. */
export function taskRolesConfig(
  service: IBaseService | EcsServiceName,
  said: HealsProps['taskRoles'],
  references: References,
): Pick<ServiceConfig, 'taskRoles'> {
  if (said !== undefined && !Array.isArray(said)) return { taskRoles: said as never };
  const given = [...rolesOfTheApp(service), ...((said ?? []) as readonly (IRole | string)[])];
  if (said === undefined && given.length === 0) return {};
  const arns = given.map((role) =>
    typeof role === 'object' && role !== null ? references.roleArn(role.roleArn, role.node.path) : role,
  );
  return { taskRoles: [...new Set(arns)] };
}

/** A task definition without secrets, private images and logs has no execution role. */
function rolesOfTheApp(service: IBaseService | EcsServiceName): readonly IRole[] {
  if (!(service instanceof BaseService)) return [];
  const { taskRole, executionRole } = service.taskDefinition;
  return [taskRole, ...(executionRole === undefined ? [] : [executionRole])];
}
