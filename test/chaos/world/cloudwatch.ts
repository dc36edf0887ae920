/** CloudWatch for the services of a world: what their metrics were when, and the state of their alarms. */
import { alarmName } from '../../../core/catalog/catalog.ts';
import type { MetricElement } from '../../../core/catalog/metrics.ts';
import type { AlarmSnapshot } from '../../../core/world/alarm.ts';
import type { Metrics } from '../../../core/ports/metrics.ts';
import type { Point, SeriesRequest } from '../../../core/world/series.ts';
import { singleTargetGroupsOf } from '../../../core/catalog/target-groups.ts';
import type { MetricName } from '../../../core/vocabulary.ts';
import { isSickTask, loadAt, settle, worstIn, type Member } from './member.ts';

/** What a service shows that has nothing. */
const WELL: Readonly<Partial<Record<MetricName, number>>> = {
  cpuPercent: 30,
  memoryPercent: 45,
  errorRatePercent: 0,
  p99LatencyMilliseconds: 120,
  requestCount: 500,
  unhealthyHosts: 0,
  missingTasks: 0,
};

type Shown = MetricName | 'desired' | 'task' | 'failed';

const METRICS: Readonly<Record<string, Shown>> = {
  CPUUtilization: 'cpuPercent',
  MemoryUtilization: 'memoryPercent',
  HTTPCode_Target_5XX_Count: 'errorRatePercent',
  TargetResponseTime: 'p99LatencyMilliseconds',
  RequestCount: 'requestCount',
  UnHealthyHostCount: 'unhealthyHosts',
  DesiredTaskCount: 'desired',
  TaskCpuUtilization: 'task',
  TaskMemoryUtilization: 'task',
};

export function alarmOf({ entry, ailment }: Member): string {
  return alarmName('healer', entry.name, ailment?.failureType ?? '', ailment?.watch ?? '');
}

export function cloudwatchOf(members: ReadonlyMap<string, Member>, now: () => number): Metrics {
  const byDimension = new Map([...members.values()].flatMap((member) => dimensionsOf(member)));
  const byAlarm = new Map([...members.values()].map((member) => [alarmOf(member), member]));
  return {
    alarms: async (names) =>
      [...new Set(names)].flatMap((name): readonly AlarmSnapshot[] => {
        const member = byAlarm.get(name);
        return member === undefined ? [] : alarmShown(member, name, now());
      }),
    muted: async () => false,
    series: async (requests, from, to) => {
      const range = { from, to: Math.min(to, now()) };
      const found: Record<string, readonly Point[]> = {};
      for (const request of requests) {
        const measured = measuredBy(request, byDimension);
        if (measured !== undefined) settle(measured.member, now());
        const blind = measured !== undefined && isBlind(measured.member, now());
        found[request.id] = measured === undefined || blind ? [] : points(request, measured, range);
      }
      return found;
    },
  };
}

/** As CloudWatch shows it: not at all where an operator deleted it, without data where nothing is measured. */
function alarmShown({ alarm, blind }: Member, name: string, now: number): readonly AlarmSnapshot[] {
  if (blind === undefined || now >= blind.until) {
    return [{ name, state: alarm.state, stateChangedAt: Math.max(alarm.changedAt, blind?.until ?? 0) }];
  }
  return blind.gone ? [] : [{ name, state: 'INSUFFICIENT_DATA', stateChangedAt: blind.from }];
}

/** Whether nothing of it is measured: then its alarm has no data. */
function isBlind({ blind }: Member, now: number): boolean {
  return blind !== undefined && !blind.gone && now < blind.until;
}

function dimensionsOf(member: Member): readonly (readonly [string, Member])[] {
  const groups = singleTargetGroupsOf(member.entry).map(({ targetGroupDimension }) => targetGroupDimension);
  return [member.entry.ecsService, ...groups].map((dimension) => [dimension, member] as const);
}

interface Measured {
  readonly member: Member;
  readonly metric: Shown;
  readonly taskId: string | undefined;
}

type Named = Extract<MetricElement, { name: string }>;

function measuredBy({ elements }: SeriesRequest, byDimension: ReadonlyMap<string, Member>): Measured | undefined {
  const first = elements.find((element): element is Named => 'name' in element);
  const member = byDimension.get(first?.dimensions['TargetGroup'] ?? first?.dimensions['ServiceName'] ?? '');
  const metric = METRICS[first?.name ?? ''];
  if (first === undefined || member === undefined || metric === undefined) return undefined;
  // Desired and running tasks together are a count of what is missing.
  const missing = metric === 'desired' && elements.length > 1;
  // Without the requests that they are a share of, errors are counted.
  const failed =
    metric === 'errorRatePercent' && !elements.some((one) => 'name' in one && METRICS[one.name] === 'requestCount');
  const shown = missing ? 'missingTasks' : failed ? 'failed' : metric;
  return { member, metric: shown, taskId: first.dimensions['TaskId'] };
}

function points(
  request: SeriesRequest,
  measured: Measured,
  range: { readonly from: number; readonly to: number },
): readonly Point[] {
  const period = request.periodSeconds * 1_000;
  const found: Point[] = [];
  for (let at = Math.ceil(range.from / period) * period; at + period <= range.to; at += period) {
    found.push({ at, value: valueOf(measured, at, period) });
  }
  return found;
}

function valueOf({ member, metric, taskId }: Measured, at: number, period: number): number {
  const { ailment } = member;
  if (metric === 'desired') return member.counts.findLast((entry) => entry.at <= at)?.count ?? member.fake.desired;
  if (metric === 'requestCount') return (WELL.requestCount ?? 0) * loadAt(member, at);
  if (metric === 'failed') return (WELL.requestCount ?? 0) * loadAt(member, at) * failedShareAt(member, at, period);
  if (metric === 'task') {
    const arn = member.fake.tasks.find((task) => task.arn.endsWith(`/${taskId}`))?.arn ?? '';
    return isSickTask(member, arn, at + period) ? (ailment?.sickValue ?? 0) : (ailment?.wellValue ?? 0);
  }
  if (metric !== ailment?.metric) return WELL[metric] ?? 0;
  const severity = worstIn(member, at, at + period);
  return severity === 0 ? ailment.wellValue : ailment.sickValue * severity;
}

/** Of the requests of a period: what always fails, and what fails of its ailment. */
function failedShareAt(member: Member, at: number, period: number): number {
  const { ailment, failedShare } = member;
  if (ailment?.metric !== 'errorRatePercent') return failedShare;
  return Math.min(1, failedShare + (ailment.sickValue * worstIn(member, at, at + period)) / 100);
}
