/**
 * The ARNs of registered services, clusters, target groups, toggles and task definition families. A service that is not
 * in the catalog appears in none of them.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { singleTargetGroupsOf } from '../../core/catalog/target-groups.ts';
import type { RemedyStep } from '../../core/catalog/runbook.ts';
import { changedBy, type ActionKind, type Change } from '../../core/vocabulary.ts';
import type { Conditions, PermissionScope } from './permission.ts';

/** The services with a runbook that uses the remedy, or one that changes this; it may touch no others. */
export function servicesWith(
  use: ActionKind | Change,
  { catalog }: Pick<PermissionScope, 'catalog'>,
): readonly ServiceEntry[] {
  const isUse = ({ remedy }: RemedyStep) => remedy === use || changedBy(remedy) === use;
  const uses = (type: string) => catalog.runbooks[type]?.remedies.some(isUse) === true;
  return Object.values(catalog.services).filter(({ runbooks }) => Object.keys(runbooks).some(uses));
}

function registered(scope: PermissionScope): readonly ServiceEntry[] {
  return Object.values(scope.catalog.services);
}

export function serviceArn(scope: PermissionScope, { cluster, ecsService }: ServiceEntry): string {
  return scope.arn('ecs', `service/${cluster}/${ecsService}`);
}

/** Everything of a kind in clusters with registered services: `task`, `service-deployment`. */
export function inClusters(scope: PermissionScope, kind: string): readonly string[] {
  return clusters(scope).map((cluster) => scope.arn('ecs', `${kind}/${cluster}/*`));
}

/** The condition that a request names one of the clusters; by default those of all registered services. */
export function onClusters(scope: PermissionScope, names: readonly string[] = clusters(scope)): Conditions {
  return { ArnEquals: { 'ecs:cluster': names.map((cluster) => scope.arn('ecs', `cluster/${cluster}`)) } };
}

export function targetGroups(scope: PermissionScope): readonly string[] {
  return unique(
    registered(scope)
      .flatMap(singleTargetGroupsOf)
      .map(({ arn }) => arn),
  );
}

export function toggleParameters(scope: PermissionScope): readonly string[] {
  const names = registered(scope).flatMap((one) => one.toggles.map((toggle) => toggle.parameter));
  return unique(names).map((name) => parameter(scope, name));
}

/** A calendar is an SSM document; one that another account shares is named by its ARN. */
export function changeCalendars(scope: PermissionScope): readonly string[] {
  const names = registered(scope).flatMap((one) => one.changeCalendars ?? []);
  return unique(names.map((name) => (name.startsWith('arn:') ? name : scope.arn('ssm', `document/${name}`))));
}

/** In the ARN of a parameter, a name that begins with a slash gets no second one. */
export function parameter(scope: PermissionScope, name: string): string {
  return scope.arn('ssm', `parameter/${name.replace(/^\//, '')}`);
}

function clusters(scope: PermissionScope): readonly string[] {
  return unique(registered(scope).map((one) => one.cluster));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
