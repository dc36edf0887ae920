/**
 * The readings as verification sees them: on the metrics' own clock, with known silence filled in, and with the
 * baseline and the worst value before the action. Every check reads from here, so that no two checks mean different
 * periods.
 */
import { countsRequests } from '../catalog/target-groups.ts';
import { metricNamed, type MetricName } from '../vocabulary.ts';
import { metricElements, type MetricElement } from '../catalog/metrics.ts';
import type { Point } from '../world/series.ts';
import type { Case } from './case.ts';
import { ALARM_SERIES, reachOf, shiftOf, type Shift } from './source-clock.ts';
import { silentUntil, WITNESS, withoutRequests, withSilence, type SeenPoint, type Witnessed } from './silence.ts';
import { sparsityOf } from './sparse.ts';
import { isQuietAsUsual, trafficCheck } from './traffic-check.ts';
import type { Check } from './check.ts';
import { usualBaseline, usualRequests } from './usual-baseline.ts';
import { shareAtLeast } from './chance.ts';
import { completePoints } from './complete-points.ts';
import { worstBaseline } from './worst-baseline.ts';

type AllSeries = Readonly<Record<string, readonly SeenPoint[]>>;

export interface Seen {
  readonly series: AllSeries;
  readonly now: number;
  readonly reach: number | undefined;
  /** Offset of the metrics' clock from ours. */
  readonly shift: Shift;
  /** Whether enough requests came; absent without a count of requests, or where none are required. */
  readonly traffic?: Check | undefined;
}

/** @param now ms since the epoch, by our own clock */
export function seenOf(about: Case, series: Readonly<Record<string, readonly Point[]>>, now: number): Seen {
  const { incident, service } = about;
  const look = { now, periodMs: service.periodSeconds * 1_000, before: incident.verification?.reached };
  const reach = reachOf(series, look);
  const clock = { now, reach, shift: shiftOf(reach, look) };
  const requests = withoutRequests(series, service);
  const counted: Seen = { ...clock, series: { ...series, requestCount: requests } };
  const came = pointsOf(about, counted, 'requestCount');
  const traffic = { ...about, plan: about.runbook.verification, usual: usualOf(about, 'requestCount', counted) };
  const witnessed = witnessedBy(about, series, isQuietAsUsual(traffic, came) ? requests : []);
  return { ...counted, series: filled(about, counted.series, witnessed), traffic: trafficCheck(traffic, came) };
}

function witnessedBy(
  { service }: Case,
  series: Readonly<Record<string, readonly Point[]>>,
  quiet: readonly SeenPoint[],
): Witnessed {
  const { requestCount = [], [WITNESS]: witness = [] } = series;
  const periodMs = service.periodSeconds * 1_000;
  const counted = countsRequests(service);
  const working = counted ? requestCount.filter(({ value }) => value > 0) : witness;
  return {
    atWork: working.map(({ at }) => at),
    idle: quiet.filter(({ value }) => value === 0).map(({ at }) => at),
    until: silentUntil(series, periodMs),
    periodMs,
  };
}

function filled({ incident, service }: Case, series: AllSeries, witnessed: Witnessed): AllSeries {
  const ofAlarms = incident.alarms.flatMap(({ alarmName, measure }) =>
    // For an alarm on low values, silence is not well.
    measure === undefined || measure.comparison === 'below'
      ? []
      : [
          {
            id: `${ALARM_SERIES}${alarmName}`,
            elements: measure.elements,
            periodSeconds: measure.periodSeconds,
            share: measure.metric !== undefined && metricNamed(measure.metric).ofRequests === true,
          },
        ],
  );
  const ofMetrics = Object.keys(series).flatMap((id) => {
    const elements = id === 'requestCount' || id.startsWith(ALARM_SERIES) ? undefined : elementsOf(id, service);
    const share = metricNamed(id)?.ofRequests === true;
    return elements === undefined ? [] : [{ id, elements, periodSeconds: service.periodSeconds, share }];
  });
  const withZeros = [...ofAlarms, ...ofMetrics].map(({ id, elements, periodSeconds, share }) => {
    const periodMs = periodSeconds * 1_000;
    const points = withSilence(series[id] ?? [], sparsityOf(elements), { witnessed, periodMs });
    return [id, share ? points.map((point) => proven(point, periodMs, series['requestCount'])) : points] as const;
  });
  return { ...series, ...Object.fromEntries(withZeros) };
}

/** The same share, with what its requests prove; as it is where their number is unknown. */
function proven(point: SeenPoint, periodMs: number, requests: readonly SeenPoint[] = []): SeenPoint {
  const own = requests.filter(({ at }) => at >= point.at && at < point.at + periodMs);
  const count = own.reduce((sum, { value }) => sum + value, 0);
  return count > 0 ? { ...point, atLeast: shareAtLeast(point.value, count) } : point;
}

function elementsOf(id: string, service: Case['service']): readonly MetricElement[] | undefined {
  return metricElements(id as MetricName, service);
}

/** The points of one series that count: after the warm-up, by the metrics' own clock. */
export function pointsOf(
  about: Case,
  { series, now, reach, shift }: Seen,
  id: string,
  periodSeconds?: number,
): readonly SeenPoint[] {
  const { service, runbook, since } = about;
  const warmUpSeconds = runbook.verification.warmUpPeriods * service.periodSeconds;
  return completePoints(series[id], {
    from: since + warmUpSeconds * 1_000 + Math.max(0, shift.latest),
    now: now + shift.earliest,
    until: Math.max(now, reach ?? now),
    periodMs: (periodSeconds ?? service.periodSeconds) * 1_000,
  });
}

/**
 * Old readings that continue come late, or from a clock that is ahead: only what is "before" or "after" by both counts.
 */
export function worstOf(
  about: Case,
  metric: MetricName,
  { series, shift }: Seen,
  id: string = metric,
): number | undefined {
  const actedAt = about.actedAt + Math.max(0, shift.earliest);
  const periodMs = about.service.periodSeconds * 1_000;
  return worstBaseline(metric, series[id], { incident: about.incident, actedAt, periodMs });
}

/** For a closed incident the watch is a trial of its toggle, so everything before that is baseline. */
export function usualOf(
  { incident, service, actedAt }: Case,
  metric: MetricName,
  { series }: Seen,
): number | undefined {
  const onsetAt = incident.phase === 'closed' ? actedAt : incident.onsetAt;
  const when = { onsetAt, periodMs: service.periodSeconds * 1_000 };
  return metric === 'requestCount' ? usualRequests(series[metric], when) : usualBaseline(series[metric], when);
}
