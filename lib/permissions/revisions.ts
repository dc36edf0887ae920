/**
 * Permissions for deploying a rollback target: for each service only revisions of its own family, if synth knows it.
 * Otherwise any exact revision of this account, because only ECS knows the family. Rollout limits are restored without
 * naming a revision, because a named one could revert a deployment that began meanwhile.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Conditions, Permission, PermissionScope } from './permission.ts';
import { PASSED_TO } from './denied.ts';
import { onClusters, serviceArn, servicesWith } from './registered.ts';

/** Services with statements of their own. A role has room for about a hundred, and for their roles besides. */
const SERVICES_ONE_BY_ONE_MAX = 80;

/** `ecs:UpdateService` for every service with rollbacks, each limited to its own revisions. */
export function deploysRevisions(scope: PermissionScope): readonly Permission[] {
  const fenced = fencedByFamily(servicesWith('rollBack', scope), SERVICES_ONE_BY_ONE_MAX);
  return [...fenced.map((one) => deploys(scope, one)), ...passesRoles(scope)];
}

/** The services of one statement, and the families that a request may name; `*` if one is unknown. */
export interface Fenced {
  readonly services: readonly ServiceEntry[];
  readonly families: readonly string[];
}

/** Groups services by family and cluster; more families than `oneByOneMax` share statements. */
export function fencedByFamily(all: readonly ServiceEntry[], oneByOneMax: number): readonly Fenced[] {
  const known = all.filter((one) => one.taskFamily !== undefined);
  const unknown = all.filter((one) => one.taskFamily === undefined);
  const groups = known.length <= oneByOneMax ? byFamily(known) : inParts(known);
  return [
    ...groups.map((services) => ({ services, families: families(services) })),
    ...(unknown.length === 0 ? [] : [{ services: unknown, families: ['*'] }]),
  ];
}

/** Limits requests to the clusters of these services and, if they name a revision, to exact revisions of the families. */
export function withinFamilies(scope: PermissionScope, { services, families: names }: Fenced): Conditions {
  const [revision = '', ...more] = names.map((family) => scope.arn('ecs', `task-definition/${family}:*`));
  return {
    ...onClusters(scope, [...new Set(services.map(({ cluster }) => cluster))]),
    ArnLikeIfExists: { 'ecs:task-definition': more.length === 0 ? revision : [revision, ...more] },
  };
}

/** UpdateService with a task definition passes its roles to the new tasks. */
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

function deploys(scope: PermissionScope, fenced: Fenced): Permission {
  const own = fenced.families.includes('*')
    ? 'an exact revision of this account'
    : 'an exact revision of its own family';
  return {
    actions: ['ecs:UpdateService'],
    resources: fenced.services.map((one) => serviceArn(scope, one)),
    // Not a family without a revision, which means "the newest". A request without a task definition deploys nothing and
    // may lack the key; IAM cannot tell a change of rollout limits from a change of the count.
    conditions: withinFamilies(scope, fenced),
    why: `Goes back to ${own}, and to the one before when that is undone. Restores the rollout limits without naming a revision, so that it reverts no deployment of others; IAM cannot tell this from a change of the number of tasks, which this role has no code for.`,
  };
}

function byFamily(known: readonly ServiceEntry[]): readonly (readonly ServiceEntry[])[] {
  const groups = new Map<string, ServiceEntry[]>();
  for (const service of known) {
    const key = `${service.cluster} ${service.taskFamily}`;
    groups.set(key, [...(groups.get(key) ?? []), service]);
  }
  return [...groups.values()];
}

/** Services per statement in a large fleet; a statement then allows the families of all its services. */
const SERVICES_PER_PART = 15;

function inParts(known: readonly ServiceEntry[]): readonly (readonly ServiceEntry[])[] {
  return Array.from({ length: Math.ceil(known.length / SERVICES_PER_PART) }, (_, part) =>
    known.slice(part * SERVICES_PER_PART, (part + 1) * SERVICES_PER_PART),
  );
}

function families(group: readonly ServiceEntry[]): readonly string[] {
  return [...new Set(group.flatMap(({ taskFamily }) => taskFamily ?? []))];
}
