/**
 * Going back to an earlier revision: each service only to revisions of its own family, where that is known at synth.
 * Otherwise to any exact revision of this account, because the family is known to nobody but ECS then. The pace of
 * deployments is put back without naming a revision, or a deployment that began meanwhile would be taken back.
 */
import type { ServiceEntry } from '../../core/catalog.ts';
import type { Permission, PermissionScope } from './permission.ts';
import { PASSED_TO } from './denied.ts';
import { onClusters, serviceArn, servicesWith } from './registered.ts';

/** Statements for services one by one. A role has room for about a hundred of them, and for their roles beside that. */
const SERVICES_ONE_BY_ONE_MAX = 80;

/** `ecs:UpdateService` for every service that is rolled back, each fenced by what may be deployed to it. */
export function deploysRevisions(scope: PermissionScope): readonly Permission[] {
  const all = servicesWith('rollBack', scope);
  const known = all.filter((one) => one.taskFamily !== undefined);
  const unknown = all.filter((one) => one.taskFamily === undefined);
  const groups = known.length <= SERVICES_ONE_BY_ONE_MAX ? byFamily(known) : inParts(known);
  return [
    ...groups.map((group) => deploys(scope, group, families(group))),
    ...(unknown.length === 0 ? [] : [deploys(scope, unknown, ['*'])]),
    ...passesRoles(scope),
  ];
}

/** Whoever names a task definition in UpdateService hands its roles to the new tasks. */
function passesRoles(scope: PermissionScope): readonly Permission[] {
  const roles = [...new Set(servicesWith('rollBack', scope).flatMap(({ taskRoles }) => taskRoles ?? []))];
  return [
    {
      actions: ['iam:PassRole'],
      resources: roles,
      conditions: { StringEquals: { 'iam:PassedToService': PASSED_TO } },
      why: 'ECS asks for it when a revision is deployed: its tasks run as these roles. To tasks only, and only roles registered with the healer.',
    },
  ];
}

function deploys(scope: PermissionScope, group: readonly ServiceEntry[], to: readonly string[]): Permission {
  const [revision = '', ...more] = to.map((family) => scope.arn('ecs', `task-definition/${family}:*`));
  const own = to.includes('*') ? 'an exact revision of this account' : 'an exact revision of its own family';
  return {
    actions: ['ecs:UpdateService'],
    resources: group.map((one) => serviceArn(scope, one)),
    // Not "whatever is newest": a family without a revision is not like it. A request that names no task definition deploys
    // nothing, and has no such key; that it changes the pace and not the count, IAM cannot tell.
    conditions: {
      ...onClusters(scope, [...new Set(group.map(({ cluster }) => cluster))]),
      ArnLikeIfExists: { 'ecs:task-definition': more.length === 0 ? revision : [revision, ...more] },
    },
    why: `Goes back to ${own}, and to the one before when that is undone. Puts the pace of deployments back, which names no revision, so that it takes back no deployment of somebody else; IAM cannot tell it from a change of the number of tasks, which this role has no code for.`,
  };
}

/** Services of one family in one cluster share a statement. */
function byFamily(known: readonly ServiceEntry[]): readonly (readonly ServiceEntry[])[] {
  const groups = new Map<string, ServiceEntry[]>();
  for (const service of known) {
    const key = `${service.cluster} ${service.taskFamily}`;
    groups.set(key, [...(groups.get(key) ?? []), service]);
  }
  return [...groups.values()];
}

/** Services in one statement of a large fleet, whose families are then those of all of them. */
const SERVICES_PER_PART = 15;

function inParts(known: readonly ServiceEntry[]): readonly (readonly ServiceEntry[])[] {
  return Array.from({ length: Math.ceil(known.length / SERVICES_PER_PART) }, (_, part) =>
    known.slice(part * SERVICES_PER_PART, (part + 1) * SERVICES_PER_PART),
  );
}

function families(group: readonly ServiceEntry[]): readonly string[] {
  return [...new Set(group.flatMap(({ taskFamily }) => taskFamily ?? []))];
}
