/**
 * What synth and `verify` say of an alarm over several series (`GROUP BY`) that somebody brings: whether its labels name
 * services at all. Which of the registered ones they name is known only where their names are: see `signal/series.ts`.
 */
import { NAMES_A_SERVICE } from '../signal/contributor-service.ts';
import { insightsQuery, isGrouped, type InsightsQuery } from '../signal/insights-query.ts';
import type { Series } from '../signal/series.ts';

/** What is wrong and what to do, each without a full stop. */
export interface SeriesMistake {
  readonly problem: string;
  readonly fix: string;
}

/** The first query of many series among the expressions of an alarm; undefined where there is none that can be read. */
export function groupedQueryIn(expressions: readonly string[]): InsightsQuery | undefined {
  return expressions
    .filter(isGrouped)
    .map(insightsQuery)
    .find((query) => query !== undefined);
}

/** Why no series of it can ever be of a service; undefined where some may be. */
export function seriesMistake({ groupBy, fixed }: Series): SeriesMistake | undefined {
  const labels = [...groupBy, ...Object.keys(fixed)];
  if (NAMES_A_SERVICE.some((name) => labels.includes(name))) return undefined;
  return {
    problem: `is over several series by ${groupBy.join(', ')}: none of them names a service, so it would heal nothing`,
    fix: `group it by ${NAMES_A_SERVICE.join(' or ')}, or give an alarm of one service`,
  };
}
