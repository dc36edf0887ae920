/**
 * Which registered services an alarm over several series (`GROUP BY`) can heal, before any series is red. `verify` uses
 * the same mapping as the decoder of a red one.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { labelsOf, serviceOfContributor } from './contributor-service.ts';
import type { InsightsQuery } from './insights-query.ts';

/** The labels that tell the series apart, and the dimensions they share. */
export type Series = Pick<InsightsQuery, 'groupBy' | 'fixed'>;

export interface SeriesCoverage {
  /** Registered services with a series of the alarm. */
  readonly covered: readonly ServiceEntry[];
  /** Services whose series may also be another's, so the alarm never heals them. */
  readonly unclear: readonly ServiceEntry[];
}

/** The registered services that the series tell apart. */
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
