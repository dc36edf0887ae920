/**
 * The `Metrics` port over CloudWatch. A partial or refused answer is a failed read and never a shorter series, because
 * missing data would look like health.
 */
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListAlarmMuteRulesCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { groupBy } from '../../core/group-by.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { type Metrics } from '../../core/ports/metrics.ts';
import { type Point, type SeriesRequest } from '../../core/world/series.ts';
import { namedSnapshots, wholeName } from './cloudwatch-contributors.ts';
import { clientSettings, inChunks, reading } from './aws-call.ts';
import { completePoints, queriesOf, returnedId } from './metric-queries.ts';

/** Alarm names and series requests in one call of the port; DescribeAlarms takes no more names. */
const REQUESTS_MAX = 100;

/** Requests per GetMetricData call. A call takes 500 queries, and a request has a handful at most. */
const REQUESTS_PER_CALL = 50;

/** Pages of one answer. Each has 100,800 data points, far more than any incident needs. */
const PAGES_MAX = 10;

/** @param client shared by all calls; created once per Lambda instance. */
export function cloudwatchMetrics(client: CloudWatchClient = new CloudWatchClient(clientSettings())): Metrics {
  return {
    alarms: (names) =>
      reading('Alarms could not be read', async () => {
        bounded(names.length, 'alarm names');
        // Without names CloudWatch would return every alarm of the account.
        if (names.length === 0) return [];
        const answer = await client.send(
          new DescribeAlarmsCommand({
            AlarmNames: [...new Set(names.map(wholeName))],
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
            MaxRecords: REQUESTS_MAX,
          }),
        );
        const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = answer;
        return await namedSnapshots(client, names, [...MetricAlarms, ...CompositeAlarms, ...LogAlarms]);
      }),
    muted: (alarmName) =>
      reading(`Mute rules of ${alarmName} could not be read`, async () => {
        const command = new ListAlarmMuteRulesCommand({
          AlarmName: wholeName(alarmName),
          Statuses: ['ACTIVE'],
          MaxRecords: 1,
        });
        const { AlarmMuteRuleSummaries: rules = [] } = await client.send(command);
        return rules.length > 0;
      }),
    series: (requests, from, to) =>
      reading('Metrics could not be read', async () => {
        bounded(requests.length, 'series');
        const range = { from, to };
        // CloudWatch refuses an empty range, and an empty range has no complete period.
        if (from >= to) return Object.fromEntries(requests.map((request) => [request.id, []]));
        // One call per period: in a call with several, the period of an expression is undefined.
        const byPeriod = groupBy(requests, (request) => request.periodSeconds);
        const chunks = [...byPeriod.values()].flatMap((same) => inChunks(same, REQUESTS_PER_CALL));
        const calls = chunks.map((chunk) => seriesOf(client, chunk, range));
        return Object.fromEntries((await Promise.all(calls)).flat());
      }),
  };
}

async function seriesOf(
  client: CloudWatchClient,
  requests: readonly SeriesRequest[],
  range: { readonly from: number; readonly to: number },
): Promise<readonly (readonly [string, readonly Point[]])[]> {
  const results = await allPages(client, requests.flatMap(queriesOf), range);
  return requests.map((request, index) => {
    const own = results.filter((result) => result.Id === returnedId(index));
    const status = own.at(-1)?.StatusCode;
    if (status !== 'Complete') throw new ReadFailed(`CloudWatch answered ${request.id} with ${status ?? 'nothing'}`);
    const points = own.flatMap((page) => completePoints(page, request.periodSeconds, range));
    return [request.id, points.toSorted((a, b) => a.at - b.at)] as const;
  });
}

async function allPages(
  client: CloudWatchClient,
  queries: readonly MetricDataQuery[],
  range: { readonly from: number; readonly to: number },
): Promise<readonly MetricDataResult[]> {
  const results: MetricDataResult[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [...queries],
        StartTime: new Date(range.from),
        EndTime: new Date(range.to),
        ScanBy: 'TimestampAscending',
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    results.push(...(answer.MetricDataResults ?? []));
    NextToken = answer.NextToken;
    if (NextToken === undefined) return results;
  }
  throw new ReadFailed(`CloudWatch had more than ${PAGES_MAX} pages`);
}

function bounded(count: number, what: string): void {
  if (count > REQUESTS_MAX) throw new ReadFailed(`${count} ${what} asked for, at most ${REQUESTS_MAX} are possible`);
}
