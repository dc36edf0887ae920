/**
 * Going back to an earlier revision: each service only to revisions of its own family, where that is known at synth.
 * Otherwise to any exact revision of this account, because the family is known to nobody but ECS then. The pace of
 * deployments is put back without naming a revision, or a deployment that began meanwhile would be taken back.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Conditions, Permission, PermissionScope } from './permission.ts';
import { PASSED_TO } from './denied.ts';
import { onClusters, serviceArn, servicesWith } from './registered.ts';

/** Statements for services one by one. A role has room for about a hundred of them, and for their roles beside that. */
const SERVICES_ONE_BY_ONE_MAX = 80;

/** `ecs:UpdateService` for every service that is rolled back, each fenced by what may be deployed to it. */
export function deploysRevisions(scope: PermissionScope): readonly Permission[] {
  const fenced = fencedByFamily(servicesWith('rollBack', scope), SERVICES_ONE_BY_ONE_MAX);
  return [...fenced.map((one) => deploys(scope, one)), ...passesRoles(scope)];
}

/** Services that one statement is about, and the families a request about them may name; `*` where one is not known. */
export interface Fenced {
  readonly services: readonly ServiceEntry[];
  readonly families: readonly string[];
}

/** Services of one family in one cluster together; of more families than `oneByOneMax`, in parts of several. */
export function fencedByFamily(all: readonly ServiceEntry[], oneByOneMax: number): readonly Fenced[] {
  const known = all.filter((one) => one.taskFamily !== undefined);
  const unknown = all.filter((one) => one.taskFamily === undefined);
  const groups = known.length <= oneByOneMax ? byFamily(known) : inParts(known);
  return [
    ...groups.map((services) => ({ services, families: families(services) })),
    ...(unknown.length === 0 ? [] : [{ services: unknown, families: ['*'] }]),
  ];
}

/** On the clusters of these services, and only with exact revisions of the families where a request names a revision. */
export function withinFamilies(scope: PermissionScope, { services, families: names }: Fenced): Conditions {
  const [revision = '', ...more] = names.map((family) => scope.arn('ecs', `task-definition/${family}:*`));
  return {
    ...onClusters(scope, [...new Set(services.map(({ cluster }) => cluster))]),
    ArnLikeIfExists: { 'ecs:task-definition': more.length === 0 ? revision : [revision, ...more] },
  };
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

function deploys(scope: PermissionScope, fenced: Fenced): Permission {
  const own = fenced.families.includes('*')
    ? 'an exact revision of this account'
    : 'an exact revision of its own family';
  return {
    actions: ['ecs:UpdateService'],
    resources: fenced.services.map((one) => serviceArn(scope, one)),
    // Not "whatever is newest": a family without a revision is not like it. A request that names no task definition deploys
    // nothing, and may have no such key; that it changes the pace and not the count, IAM cannot tell.
    conditions: withinFamilies(scope, fenced),
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
