/**
 * Whether a brought alarm over several series (`GROUP BY`) has labels that can name services, for synth and `verify`.
 * `signal/series.ts` finds which registered services they name.
 */
import { NAMES_A_SERVICE } from '../signal/contributor-service.ts';
import { insightsQuery, isGrouped, type InsightsQuery } from '../signal/insights-query.ts';
import type { Series } from '../signal/series.ts';

/** The mistake and its fix, each without a full stop. */
export interface SeriesMistake {
  readonly problem: string;
  readonly fix: string;
}

/** The first query of many series in an alarm's expressions; undefined without one that can be read. */
export function groupedQueryIn(expressions: readonly string[]): InsightsQuery | undefined {
  return expressions
    .filter(isGrouped)
    .map(insightsQuery)
    .find((query) => query !== undefined);
}

/** Why no series of it can belong to a service; undefined where one can. */
export function seriesMistake({ groupBy, fixed }: Series): SeriesMistake | undefined {
  const labels = [...groupBy, ...Object.keys(fixed)];
  if (NAMES_A_SERVICE.some((name) => labels.includes(name))) return undefined;
  return {
    problem: `is over several series by ${groupBy.join(', ')}: none of them names a service, so it would heal nothing`,
    fix: `group it by ${NAMES_A_SERVICE.join(' or ')}, or give an alarm of one service`,
  };
}
