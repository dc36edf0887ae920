/**
 * Whether an error budget is spent, and whether a remedy did harm too often, judged from what was read alone, and again: a
 * second opinion by the words of the documentation, which lets pass what is near its limits.
 */
import type { ServiceLevel } from '../../../core/catalog/service.ts';
import type { MetricElement } from '../../../core/catalog/metrics.ts';
import type { Experience } from '../../../core/memory/results.ts';
import type { Point, SeriesRequest } from '../../../core/world/series.ts';
import { ACTION_KINDS, type ActionKind } from '../../../core/vocabulary.ts';
import { CONTEXTS } from '../world/past.ts';

type Series = Readonly<Record<string, readonly Point[]>>;

/** Less than a tenth of the failed requests that the objective allows may be left; fewer than ten do not count. */
const LEFT_SHARE = 0.1;
const ALLOWED_MIN = 10;
/** So near to a limit either opinion will do. */
const NEAR = 0.01;

/** @returns undefined where something else was asked for */
export function budgetSpentIn(
  requests: readonly SeriesRequest[],
  series: Series,
  slo: ServiceLevel | undefined,
): boolean | undefined {
  const errors = requests.find(({ elements }) => metricOf(elements) === FAILED);
  const all = requests.find(({ elements }) => metricOf(elements) === REQUESTS);
  if (slo === undefined || errors === undefined || all === undefined) return undefined;
  const [failed = [], served = []] = [series[errors.id], series[all.id]];
  // To a clock that is behind the newest period is not over yet: spent is what is spent with it and without.
  const newest = Math.max(...served.map(({ at }) => at));
  return isSpent(failed, served, slo) && isSpent(before(failed, newest), before(served, newest), slo);
}

function isSpent(failed: readonly Point[], served: readonly Point[], { availability }: ServiceLevel): boolean {
  const allowed = sumOf(served) * (1 - availability);
  return allowed >= ALLOWED_MIN && 1 - sumOf(failed) / allowed < LEFT_SHARE - NEAR;
}

function before(points: readonly Point[], end: number): readonly Point[] {
  return points.filter(({ at }) => at < end);
}

const FAILED = 'HTTPCode_Target_5XX_Count';
const REQUESTS = 'RequestCount';

/** The only metric that is read, of one target group or of each; undefined where there are several. */
function metricOf(elements: readonly MetricElement[]): string | undefined {
  const names = new Set(elements.flatMap((element) => ('name' in element ? [element.name] : [])));
  return names.size === 1 ? [...names][0] : undefined;
}

function sumOf(points: readonly Point[]): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}

/** At least so often lately, in so many of its uses: 15 % are promised, and near it early uses weigh differently. */
const HARMS_MIN = 2;
const HARM_SHARE = 0.25;

/** Remedies that did harm too often in whichever context it is. */
export function harmfulIn(experience: readonly Experience[]): readonly ActionKind[] {
  const harmful = experience.filter(({ harms, all }) => harms >= HARMS_MIN && harms >= HARM_SHARE * all.attempts);
  return ACTION_KINDS.filter((kind) => harmful.filter(({ remedy }) => remedy === kind).length === CONTEXTS.length);
}
