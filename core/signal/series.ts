/**
 * Which registered services an alarm over several series (`GROUP BY`) can heal, before any of them is red: what `verify` asks
 * is answered by what maps a series to its service when it is red.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { labelsOf, serviceOfContributor } from './contributor-service.ts';
import type { InsightsQuery } from './insights-query.ts';

/** By what the series are told apart, and what all of them have in common. */
export type Series = Pick<InsightsQuery, 'groupBy' | 'fixed'>;

export interface SeriesCoverage {
  /** Registered services that a series of the alarm is of. */
  readonly covered: readonly ServiceEntry[];
  /** Those whose series may be of another one too: they are never healed by it. */
  readonly unclear: readonly ServiceEntry[];
}

/** Which registered services the series tell apart. */
export function seriesCoverage({ groupBy, fixed }: Series, catalog: Pick<Catalog, 'services'>): SeriesCoverage {
  const found = Object.values(catalog.services).flatMap((service) =>
    labelsOf(service, groupBy).map((labels) => ({
      service,
      of: serviceOfContributor({ ...fixed, ...labels }, catalog),
    })),
  );
  const named = (clear: boolean) => [
    ...new Set(
      found
        .filter(({ of }) => (clear ? of.kind === 'one' : of.kind === 'none' && of.reason === 'several'))
        .map(({ service }) => service),
    ),
  ];
  return { covered: named(true), unclear: named(false) };
}
