/**
 * Reads an alarm over several series (`GROUP BY`) one series at a time. CloudWatch lists only the red contributors, so a
 * missing one is OK if the alarm evaluated all of them. An incomplete list is a failed read.
 */
import {
  DescribeAlarmContributorsCommand,
  type AlarmContributor,
  type CloudWatchClient,
  type CompositeAlarm,
  type LogAlarm,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { MetricElement } from '../../core/catalog/metrics.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import { contributorIn, contributorName, sameAttributes, type Contributor } from '../../core/catalog/contributor.ts';
import { insightsQuery, isGrouped } from '../../core/signal/insights-query.ts';
import type { Series } from '../../core/signal/series.ts';
import { alarmSnapshot, sideOf } from './cloudwatch-alarms.ts';

/** CloudWatch has at most 100 contributors in ALARM for an alarm: pages beyond this are a loop. */
const PAGES_MAX = 10;

/** Fields of a grouped query of logs: `count(*) by service, host`. */
const BY_FIELDS = /\sby\s+(.*)$/is;

/**
 * The fields that group the alarm; undefined for a single series, `unread` for a language that the healer does not read
 * (PromQL).
 */
export function seriesIn(alarm: MetricAlarm | LogAlarm): Series | 'unread' | undefined {
  if (!isOverSeries(alarm)) return undefined;
  if ('ScheduledQueryConfiguration' in alarm) {
    const [, fields = ''] = BY_FIELDS.exec(alarm.ScheduledQueryConfiguration?.AggregationExpression ?? '') ?? [];
    return { groupBy: fields.split(',').map((field) => field.trim()), fixed: {} };
  }
  const { Metrics = [] }: MetricAlarm = alarm;
  const grouped = Metrics.find(({ Expression }) => isGrouped(Expression ?? ''));
  return insightsQuery(grouped?.Expression ?? '') ?? 'unread';
}

/** Whether each series of the alarm has its own state: a grouped query of metrics or logs, or PromQL. */
function isOverSeries(alarm: MetricAlarm | LogAlarm): boolean {
  if ('ScheduledQueryConfiguration' in alarm) {
    return BY_FIELDS.test(alarm.ScheduledQueryConfiguration?.AggregationExpression ?? '');
  }
  const { EvaluationCriteria, Metrics = [] }: MetricAlarm = alarm;
  return EvaluationCriteria !== undefined || Metrics.some(({ Expression }) => isGrouped(Expression ?? ''));
}

/** The alarm of which the name is one contributor; any other name unchanged. */
export function wholeName(name: string): string {
  return contributorIn(name)?.alarmName ?? name;
}

type Described = MetricAlarm | CompositeAlarm | LogAlarm;

/**
 * The snapshots of the named alarms, made from CloudWatch's descriptions. Alarms that do not exist are absent, and so are
 * contributors of an alarm that is no longer over several series.
 */
export async function namedSnapshots(
  client: CloudWatchClient,
  names: readonly string[],
  described: readonly Described[],
): Promise<readonly AlarmSnapshot[]> {
  const read = await Promise.all(described.map((alarm) => seriesOf(client, alarm)));
  const all = new Map(read.flatMap((one) => (one === undefined ? [] : [[one.whole.name, one] as const])));
  return [...new Set(names)].flatMap((name) => {
    const contributor = contributorIn(name);
    const found = all.get(wholeName(name));
    if (contributor === undefined || found === undefined) return found?.whole ?? [];
    return 'red' in found ? contributorOf(found, { name, attributes: contributor.attributes }) : [];
  });
}

/** Adds the red contributors of an alarm over several series. Such an alarm itself is neither red nor OK. */
async function seriesOf(
  client: CloudWatchClient,
  alarm: Described,
): Promise<SeriesRead | { readonly whole: AlarmSnapshot } | undefined> {
  const whole = alarmSnapshot(alarm);
  if (whole === undefined || 'AlarmRule' in alarm || !isOverSeries(alarm)) return whole && { whole };
  // An OK alarm has no red contributors.
  const red = whole.state === 'OK' ? [] : await redContributors(client, whole.name);
  const { EvaluationState }: MetricAlarm | LogAlarm = alarm;
  const complete = EvaluationState === undefined && whole.state !== 'INSUFFICIENT_DATA';
  return wholeOf({ alarm, whole, red, complete });
}

/** An alarm over several series, with its red contributors. */
interface SeriesRead {
  readonly alarm: MetricAlarm | LogAlarm;
  readonly whole: AlarmSnapshot;
  readonly red: readonly AlarmContributor[];
  /** Whether a contributor that is not listed is known to be OK. */
  readonly complete: boolean;
}

/** @throws ReadFailed when CloudWatch answers with more contributors than it may have */
async function redContributors(client: CloudWatchClient, AlarmName: string): Promise<SeriesRead['red']> {
  const all: AlarmContributor[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await client.send(
      new DescribeAlarmContributorsCommand({ AlarmName, ...(NextToken !== undefined && { NextToken }) }),
    );
    all.push(...(answer.AlarmContributors ?? []));
    NextToken = answer.NextToken;
    if (NextToken === undefined) return all;
  }
  throw new ReadFailed(`contributors of ${AlarmName} had more than ${PAGES_MAX} pages`);
}

/** The alarm as a whole: neither red nor OK, because it belongs to no single service. */
function wholeOf(series: SeriesRead): SeriesRead {
  const contributors = series.red.flatMap(({ ContributorAttributes: attributes = {} }) => {
    const name = contributorName({ alarmName: series.whole.name, attributes });
    return name === undefined ? [] : [contributorOf(series, { name, attributes })];
  });
  return { ...series, whole: { ...series.whole, state: 'INSUFFICIENT_DATA', contributors } };
}

function contributorOf(
  { alarm, whole, red, complete }: SeriesRead,
  { name, attributes }: Pick<Contributor, 'attributes'> & { readonly name: string },
): AlarmSnapshot {
  const listed = red.find(({ ContributorAttributes = {} }) => sameAttributes(ContributorAttributes, attributes));
  const notListed = complete ? 'OK' : 'INSUFFICIENT_DATA';
  const elements = elementsOf(alarm, attributes);
  return {
    name,
    state: listed === undefined ? notListed : 'ALARM',
    stateChangedAt: listed?.StateTransitionedTimestamp?.getTime() ?? whole.stateChangedAt,
    ...(elements !== undefined && { looksAt: { elements, ...sideOf(alarm) } }),
  };
}

/** The metric of a grouped query, with the dimensions of this contributor. */
function elementsOf(
  alarm: MetricAlarm | LogAlarm,
  attributes: Contributor['attributes'],
): readonly MetricElement[] | undefined {
  if (!('Metrics' in alarm)) return undefined;
  const queries = (alarm.Metrics ?? []).map(({ Expression }) => insightsQuery(Expression ?? ''));
  const [query] = queries;
  if (query === undefined || queries.length > 1) return undefined;
  const { namespace, name, statistic, fixed } = query;
  return [{ id: 'value', namespace, name, statistic, dimensions: { ...fixed, ...attributes } }];
}
