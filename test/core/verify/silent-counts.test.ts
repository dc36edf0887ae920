/** Alarms on metrics that are silent when all is well: when their silence is recovery, and when it is only silence. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { known } from '../../../core/world/known.ts';
import type { AlarmSnapshot } from '../../../core/world/alarm.ts';
import type { Point } from '../../../core/world/series.ts';
import { judge } from '../../../core/verify/judge.ts';
import { alarmSnapshot } from '../../../lambdas/adapters/cloudwatch-alarms.ts';
import { aService } from '../../support/catalog.ts';
import { MINUTE, SINCE, STEADY, about, anIncident } from './judging.ts';

const CASES = resolve(import.meta.dirname, '../../cases');

/** The alarm as `DescribeAlarms` answers it, with what a test changes. */
function described(name: string, change: Partial<MetricAlarm> = {}): AlarmSnapshot {
  const file = JSON.parse(readFileSync(join(CASES, `${name}.json`), 'utf8')) as MetricAlarm;
  const snapshot = alarmSnapshot({ ...file, StateTransitionedTimestamp: new Date(SINCE), ...change });
  if (snapshot === undefined) throw new Error(`${name} describes no alarm`);
  return snapshot;
}

const NOT_BREACHING = described('sparse-5xx-count-not-breaching', { StateValue: 'OK' });
const MISSING = described('sparse-5xx-count-missing', { StateValue: 'INSUFFICIENT_DATA' });
const IGNORE = described('sparse-5xx-count-missing', { TreatMissingData: 'ignore' });

/** One reading a minute from half an hour before the action until now. */
function steady(value: (minute: number) => number | undefined, minutes: number): readonly Point[] {
  return Array.from({ length: 40 + minutes }, (_, index) => index - 40).flatMap((minute) => {
    const read = value(minute);
    return read === undefined ? [] : [{ at: SINCE + minute * MINUTE, value: read }];
  });
}

interface Given {
  readonly alarm?: AlarmSnapshot;
  /** Errors of a minute; none are counted after the action unless a test says so. */
  readonly errors?: (minute: number) => number | undefined;
  readonly requests?: (minute: number) => number | undefined;
  readonly cpu?: (minute: number) => number | undefined;
  readonly worker?: boolean;
  readonly running?: number;
  /** Minutes since the action. */
  readonly minutes?: number;
}

const endedByTheRemedy = (minute: number) => (minute < 0 && minute > -6 ? 40 : undefined);

function judged(given: Given) {
  const { alarm = NOT_BREACHING, errors = endedByTheRemedy, requests = () => 500, cpu = () => 30, minutes = 9 } = given;
  const { targetGroup, ...rest } = aService();
  const service = { ...rest, ...(given.worker !== true && targetGroup !== undefined && { targetGroup }) };
  const { measure, name } = alarm;
  const incident = anIncident({
    before: { requestCount: 500 },
    onsetAt: SINCE - 5 * MINUTE,
    alarms: [{ alarmName: name, ...(measure !== undefined && { measure }) }],
  });
  const runbook = { ...about.runbook, verification: { ...about.runbook.verification, guards: [], trafficMin: 10 } };
  return judge(
    { ...about, incident, service, runbook },
    {
      now: SINCE + minutes * MINUTE + 1_000,
      alarms: known([alarm]),
      series: known({
        [`alarm:${name}`]: steady(errors, minutes),
        requestCount: given.worker === true ? [] : steady(requests, minutes),
        cpuPercent: steady(cpu, minutes),
      }),
      service: known({ ...STEADY, runningCount: given.running ?? 3 }),
      signals: [],
    },
  );
}

describe('an alarm on a count that falls silent', () => {
  it.each([
    { case: 'it treats missing data as well, and requests come', given: {}, verdict: 'recovered' },
    { case: 'it has no data to judge, and requests come', given: { alarm: MISSING }, verdict: 'recovered' },
    {
      case: 'it stays red because it ignores missing data, and requests come',
      given: { alarm: IGNORE },
      verdict: 'recovered',
    },
    {
      case: 'silence is a breach to it',
      given: { alarm: described('sparse-5xx-count-missing', { TreatMissingData: 'breaching' }) },
      verdict: 'notRecovered',
    },
    {
      case: 'requests ended with the errors',
      given: { requests: (m: number) => (m < 0 ? 500 : undefined) },
      verdict: 'inconclusive',
    },
    {
      case: 'requests and tasks both fell silent',
      given: { requests: (m: number) => (m < 0 ? 500 : undefined), cpu: (m: number) => (m < 0 ? 30 : undefined) },
      verdict: 'inconclusive',
    },
    {
      case: 'errors go on now and then',
      given: { errors: (m: number) => (m % 2 === 0 ? 40 : undefined) },
      verdict: 'notRecovered',
    },
    { case: 'a task is missing', given: { running: 2 }, verdict: 'notRecovered' },
    {
      case: 'a worker, nothing counts its requests, its tasks are at work',
      given: { worker: true },
      verdict: 'recovered',
    },
    { case: 'a worker whose alarm has no data', given: { worker: true, alarm: MISSING }, verdict: 'recovered' },
    {
      case: 'a worker of which nothing is measured',
      given: { worker: true, cpu: () => undefined },
      verdict: 'inconclusive',
    },
    {
      case: 'the alarm is gone from OK to ALARM while its metric is silent',
      given: { alarm: { ...NOT_BREACHING, state: 'ALARM' as const } },
      verdict: 'notRecovered',
    },
    {
      case: 'a gauge is silent, though requests come',
      given: {
        alarm: described('sparse-5xx-count-not-breaching', {
          StateValue: 'OK',
          MetricName: 'UnHealthyHostCount',
          Statistic: 'Maximum',
        }),
      },
      verdict: 'inconclusive',
    },
    {
      case: 'too few are a breach, so that silence is one',
      given: {
        alarm: described('sparse-5xx-count-not-breaching', {
          StateValue: 'OK',
          ComparisonOperator: 'LessThanThreshold',
        }),
      },
      verdict: 'inconclusive',
    },
    {
      case: 'its periods are longer than those of the service',
      given: { alarm: described('sparse-5xx-count-not-breaching', { StateValue: 'OK', Period: 120 }), minutes: 12 },
      verdict: 'recovered',
    },
    {
      case: 'its periods are shorter than those of the service',
      given: { alarm: described('sparse-5xx-count-not-breaching', { StateValue: 'OK', Period: 30 }) },
      verdict: 'recovered',
    },
  ] satisfies readonly { readonly case: string; readonly given: Given; readonly verdict: string }[])(
    'is $verdict: $case',
    ({ given, verdict }) => {
      const { lines, ...judgement } = judged(given);
      expect(judgement.verdict, lines.join('\n')).toBe(verdict);
    },
  );

  it('says what its silence was taken for, and who vouched for it', () => {
    expect(judged({ alarm: MISSING }).lines).toEqual([
      'web-5xx is INSUFFICIENT_DATA: its metric is silent when all is well, and it treats missing data as missing',
      'web-5xx 0, 0, 0 (limit 1; silent in 3 of 3 periods, and requests are at their baseline)',
      'requests per period 500, 500, 500 (at least 50; 500 before)',
      '3 of 3 tasks running',
    ]);
    expect(judged({ worker: true }).lines).toContain(
      'web-5xx 0, 0, 0 (limit 1; silent in 3 of 3 periods, and its tasks were at work; no metric counts requests)',
    );
  });

  it('says in numbers what is missing where silence proves nothing', () => {
    const silent = judged({ requests: (minute) => (minute < 0 ? 500 : undefined) });
    expect(silent.lines).toContain('web-5xx no data (limit 1; 0 of 3 periods measured)');
    expect(silent.lines).toContain('requests per period 0, 0, 0 (at least 50; 500 before)');
  });
});
