/**
 * Which registered service a contributor is of: the one whose ECS service, cluster and target group it is grouped by, or
 * that its query is narrowed to. It must never be a guess: what names no service, or may be two, is of none.
 */
import type { Catalog, ServiceEntry } from '../catalog.ts';

export type ContributorService =
  { readonly kind: 'one'; readonly service: ServiceEntry } | { readonly kind: 'none'; readonly why: string };

type Attributes = Readonly<Record<string, string>>;

/** How a service shows each dimension that can name it; undefined where it has none. */
const SHOWN: Readonly<Record<string, (service: ServiceEntry) => string | undefined>> = {
  ServiceName: ({ ecsService }) => ecsService,
  TargetGroup: ({ targetGroup }) => targetGroup?.targetGroupDimension,
  ClusterName: ({ cluster }) => cluster,
  LoadBalancer: ({ targetGroup }) => targetGroup?.loadBalancerDimension,
};
/** One of these is needed: a cluster and a load balancer are of many. */
const NAMES_A_SERVICE = ['ServiceName', 'TargetGroup'] as const;

/** @param attributes what the contributor is grouped by, and what its query fixes */
export function serviceOfContributor(
  attributes: Attributes,
  { services }: Pick<Catalog, 'services'>,
): ContributorService {
  const text = JSON.stringify(attributes);
  if (!NAMES_A_SERVICE.some((name) => Object.hasOwn(attributes, name))) {
    return { kind: 'none', why: `${text} names no service: group by ServiceName or TargetGroup` };
  }
  const fitting = Object.values(services).filter((service) => fits(service, attributes));
  const [only] = fitting;
  if (only === undefined) return { kind: 'none', why: `${text} is of no registered service` };
  if (fitting.length === 1) return { kind: 'one', service: only };
  const names = fitting.map(({ name }) => name).join(', ');
  return { kind: 'none', why: `${text} may be of ${names}: group by ClusterName too` };
}

function fits(service: ServiceEntry, attributes: Attributes): boolean {
  return Object.entries(SHOWN).every(
    ([name, shownBy]) => !Object.hasOwn(attributes, name) || shownBy(service) === attributes[name],
  );
}
