/**
 * The registered service of a contributor: the one whose ECS service, cluster and target group match its labels and the
 * fixed dimensions of its query. Never a guess: a contributor that names no service, or matches several, has none.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { singleTargetGroupsOf } from '../catalog/target-groups.ts';

/** `several`: it may be any of these, so the healer heals none of them for it. */
export type ContributorService =
  | { readonly kind: 'one'; readonly service: ServiceEntry }
  | { readonly kind: 'none'; readonly reason: 'unnamed' | 'unregistered' | 'several'; readonly why: string };

type Attributes = Readonly<Record<string, string>>;

/** One of these is required: a cluster and a load balancer have many services. */
export const NAMES_A_SERVICE = ['ServiceName', 'TargetGroup'] as const;

/** @param attributes labels of the contributor, and dimensions that its query fixes */
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

/** The service in these labels: once for each target group, like the series. */
export function labelsOf(service: ServiceEntry, labels: readonly string[]): readonly Attributes[] {
  return placesOf(service).map((place) =>
    Object.fromEntries(Object.entries(place).filter(([name]) => labels.includes(name))),
  );
}

/** Every dimension that can name it, for each target group, alternates of blue/green pairs included. */
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
