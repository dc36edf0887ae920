/**
 * Holds a rollback that IAM would refuse. The caller of `UpdateService` with a task definition needs `iam:PassRole` for its
 * task role and its execution role. The guard checks both revisions, because the undo deploys the present one again.
 */
import { STAND_IN_ROLE_PREFIX } from '../../../catalog/references.ts';
import { hold, type Hold } from '../../../holds/hold.ts';
import { revisionOf } from './revisions.ts';
import type { RollbackCase } from './rollback-case.ts';

export function passedRoleHolds({ facts, running, releases, target }: RollbackCase): readonly Hold[] {
  if (target === undefined) return [];
  const rolesOf = (arn: string) => releases.taskDefinitions[arn]?.roles;
  const current = running.service.taskDefinitionArn;
  const registered = facts.service.taskRoles ?? [];
  // The construct registers the roles of the task definition in its app. Only the template knows their ARNs; what runs has them.
  const ofTheApp = registered.some((role) => role.startsWith(STAND_IN_ROLE_PREFIX));
  const passable = [...registered, ...(ofTheApp ? (rolesOf(current) ?? []) : [])];
  return [target.taskDefinitionArn, current].flatMap((arn): readonly Hold[] => {
    const roles = rolesOf(arn);
    if (roles === undefined) return [hold('roles-not-registered', `the roles of ${revisionOf(arn)} could not be read`)];
    const foreign = roles.filter((role) => !passable.includes(role));
    if (foreign.length === 0) return [];
    return [
      hold('roles-not-registered', `${revisionOf(arn)} runs as ${foreign.join(' and ')}, not among its taskRoles`),
    ];
  });
}
