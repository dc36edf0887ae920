/**
 * Which registered service a contributor is of: the one whose ECS service, cluster and target group it is grouped by, or
 * that its query is narrowed to. It must never be a guess: what names no service, or may be two, is of none.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { singleTargetGroupsOf } from '../catalog/target-groups.ts';

/** `several`: it may be of any of these, and is healed as none of them. */
export type ContributorService =
  | { readonly kind: 'one'; readonly service: ServiceEntry }
  | { readonly kind: 'none'; readonly reason: 'unnamed' | 'unregistered' | 'several'; readonly why: string };

type Attributes = Readonly<Record<string, string>>;

/** One of these is needed: a cluster and a load balancer are of many. */
export const NAMES_A_SERVICE = ['ServiceName', 'TargetGroup'] as const;

/** @param attributes what the contributor is grouped by, and what its query fixes */
export function serviceOfContributor(
  attributes: Attributes,
  { services }: Pick<Catalog, 'services'>,
): ContributorService {
  const text = JSON.stringify(attributes);
  const none = (reason: Extract<ContributorService, { kind: 'none' }>['reason'], why: string) =>
    ({ kind: 'none', reason, why: `${text} ${why}` }) as const;
  if (!NAMES_A_SERVICE.some((name) => Object.hasOwn(attributes, name))) {
    return none('unnamed', 'names no service: group by ServiceName or TargetGroup');
  }
  const fitting = Object.values(services).filter((service) =>
    placesOf(service).some((place) => fits(place, attributes)),
  );
  const [only] = fitting;
  if (only === undefined) return none('unregistered', 'is of no registered service');
  if (fitting.length === 1) return { kind: 'one', service: only };
  const names = fitting.map(({ name }) => name).join(', ');
  return none('several', `may be of ${names}: group by ClusterName too`);
}

/** How the service shows itself by these labels: once for each target group, as the series do. */
export function labelsOf(service: ServiceEntry, labels: readonly string[]): readonly Attributes[] {
  return placesOf(service).map((place) =>
    Object.fromEntries(Object.entries(place).filter(([name]) => labels.includes(name))),
  );
}

/** Every dimension that can name it, for each of its target groups, the alternates of blue/green pairs included. */
function placesOf(service: ServiceEntry): readonly Attributes[] {
  const place = { ServiceName: service.ecsService, ClusterName: service.cluster };
  const groups = singleTargetGroupsOf(service);
  if (groups.length === 0) return [place];
  return groups.map(({ targetGroupDimension, loadBalancerDimension }) => ({
    ...place,
    TargetGroup: targetGroupDimension,
    LoadBalancer: loadBalancerDimension,
  }));
}

const KNOWN = ['ServiceName', 'ClusterName', 'TargetGroup', 'LoadBalancer'];

function fits(place: Attributes, attributes: Attributes): boolean {
  return KNOWN.every((name) => !Object.hasOwn(attributes, name) || place[name] === attributes[name]);
}
