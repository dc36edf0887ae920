/** When it counts as recovered, and everything that does not. */
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../core/world/known.ts';
import type { ServiceSnapshot } from '../../../core/world/service.ts';
import { watchedAlarm } from '../../../core/intake/admit.ts';
import type { Signal } from '../../../core/signal/signal.ts';
import { firstLook, judge } from '../../../core/verify/judge.ts';
import { aCatalog, aService } from '../../support/catalog.ts';
import {
  CRASH,
  CRASHED,
  MINUTE,
  SINCE,
  STEADY,
  about,
  anIncident,
  catalog,
  points,
  readings,
  service,
} from './judging.ts';

describe('verification', () => {
  it('says recovered when the metric is well for three periods, with traffic, all tasks and the alarm OK', () => {
    expect(judge(about, readings())).toMatchObject({ verdict: 'recovered', final: true });
  });

  it.each([
    { case: 'the alarm is still red', change: { state: 'ALARM' as const }, verdict: 'notRecovered' },
    { case: 'the last period is bad', change: { memory: points(40, 41, 42, 95) }, verdict: 'notRecovered' },
    { case: 'there is no data', change: { memory: [] }, verdict: 'inconclusive' },
    { case: 'only the warm-up has data', change: { memory: points(40) }, verdict: 'inconclusive' },
    { case: 'there are too few periods', change: { memory: points(90, 40, 41) }, verdict: 'inconclusive' },
    { case: 'no client sends requests', change: { requests: points(0, 0, 0, 0) }, verdict: 'inconclusive' },
    { case: 'there is no traffic data', change: { requests: [] }, verdict: 'inconclusive' },
    { case: 'a task is missing', change: { service: known({ ...STEADY, runningCount: 2 }) }, verdict: 'notRecovered' },
    {
      case: 'the service is scaled to nothing',
      change: { service: known({ ...STEADY, runningCount: 0, desiredCount: 0 }) },
      verdict: 'notRecovered',
    },
    {
      case: 'the service cannot be read',
      change: { service: unknown<ServiceSnapshot>('throttled') },
      verdict: 'inconclusive',
    },
    { case: 'the metrics cannot be read', change: { series: unknown<never>('throttled') }, verdict: 'unreadable' },
    { case: 'the alarms cannot be read', change: { alarms: unknown<never>('throttled') }, verdict: 'unreadable' },
    { case: 'the alarm is gone', change: { alarms: known([]) }, verdict: 'inconclusive' },
  ])('does not say recovered when $case', ({ change, verdict }) => {
    expect(judge(about, readings(change))).toMatchObject({ verdict, final: false });
  });

  it('says worse, at once, when the metric doubles twice in a row', () => {
    const quiet = { ...about, incident: anIncident({ before: { memoryPercent: 50 } }) };
    expect(judge(quiet, readings({ memory: points(50, 99, 99) }))).toMatchObject({ verdict: 'worse', final: true });
  });

  it('says how bad it was before beside how bad it is', () => {
    const quiet = { ...about, incident: anIncident({ before: { memoryPercent: 50 } }) };
    const { lines } = judge(quiet, readings({ memory: points(50, 99, 99) }));
    expect(lines).toContain('memoryPercent 99, 99 (was 50 at most, limit 85)');
  });

  it('does not take a failure that merely went on for harm, when it was decided on its first, half well period', () => {
    const half = { ...about, incident: anIncident({ before: { memoryPercent: 50 } }) };
    const whole = { at: SINCE - 2 * MINUTE, value: 95 };
    const during = { at: SINCE - MINUTE / 2, value: 20 };
    const memory = [whole, during, ...points(50, 99, 99, 99)];
    expect(judge(half, readings({ memory }))).toMatchObject({ verdict: 'notRecovered', final: false });
  });

  it('still says worse when only the action made it so', () => {
    const quiet = { ...about, incident: anIncident({ before: { memoryPercent: 50 } }) };
    const before = [-4, -3, -2].map((minute) => ({ at: SINCE + minute * MINUTE, value: 55 }));
    const unfinished = { at: SINCE - MINUTE / 2, value: 99 };
    expect(judge(quiet, readings({ memory: [...before, unfinished, ...points(50, 99, 99)] })).verdict).toBe('worse');
  });

  it('gives up on not recovered after the window, and on not knowing after three', () => {
    const window = about.runbook.verification.timeoutPeriods * MINUTE;
    expect(judge(about, readings({ state: 'ALARM', now: SINCE + window })).final).toBe(true);
    expect(judge(about, readings({ memory: [], now: SINCE + window })).final).toBe(false);
    expect(judge(about, readings({ memory: [], now: SINCE + 3 * window })).final).toBe(true);
  });

  it('waits for the alarm on a forecast as long as that may still see the trend, and believes no less', () => {
    const early = 'healer-user-memory-leak-early';
    const incident = anIncident({ alarms: [watchedAlarm(early, catalog, service)] });
    const at = (minutes: number, state: 'OK' | 'ALARM') => {
      const memory = points(...Array.from({ length: minutes }, () => 30));
      const requests = points(...Array.from({ length: minutes }, () => 500));
      return judge(
        { ...about, incident },
        {
          ...readings({ now: SINCE + minutes * MINUTE }),
          alarms: known([{ name: early, state, stateChangedAt: SINCE }]),
          series: known({ [`alarm:${early}`]: memory, requestCount: requests }),
        },
      );
    };
    const window = about.runbook.verification.timeoutPeriods;
    expect(at(window + 1, 'ALARM')).toMatchObject({ verdict: 'notRecovered', final: false });
    expect(at(window + 1, 'OK')).toMatchObject({ verdict: 'recovered', final: true });
    expect(at(20, 'ALARM')).toMatchObject({ verdict: 'notRecovered', final: true });
  });

  it('believes an alarm on a band alone, for want of a limit: OK is well, and anything else is not', () => {
    const band = aService({ runbooks: { 'high-cpu': { thresholds: {}, anomaly: { cpu: 3 } } } });
    const alarm = watchedAlarm('healer-user-high-cpu-cpu', aCatalog([band]), band);
    expect(alarm.measure).toBeUndefined();
    const incident = anIncident({ alarms: [alarm] });
    const states = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
    const verdicts = states.map((state) => {
      const alarms = known([{ name: alarm.alarmName, state, stateChangedAt: SINCE }]);
      return judge({ ...about, incident }, { ...readings(), alarms }).verdict;
    });
    expect(verdicts).toEqual(['recovered', 'notRecovered', 'inconclusive']);
  });

  it('holds a guard metric against its value before', () => {
    const guarded = {
      ...about,
      runbook: {
        ...about.runbook,
        verification: {
          ...about.runbook.verification,
          guards: [{ metric: 'p99LatencyMilliseconds' as const, ratioMax: 1.1, floor: 100 }],
        },
      },
    };
    const incident = anIncident({ before: { memoryPercent: 93, p99LatencyMilliseconds: 200 } });
    const usual = [-9, -8, -7, -6].map((minute) => ({ at: SINCE + minute * MINUTE, value: 200 }));
    const withLatency = (value: number) => {
      const base = readings();
      const series = base.series.kind === 'known' ? base.series.value : {};
      return judge(
        { ...guarded, incident },
        {
          ...base,
          series: known({ ...series, p99LatencyMilliseconds: [...usual, ...points(value, value, value, value)] }),
        },
      );
    };
    expect(withLatency(210).verdict).toBe('recovered');
    expect(withLatency(250).verdict).toBe('notRecovered');
    expect(withLatency(300)).toMatchObject({ verdict: 'worse', final: true });
  });

  it('does not credit a remedy with a service that still fails as it did, and tells a person what fails', () => {
    const incident = anIncident({ before: { memoryPercent: 93, errorRatePercent: 40 } });
    const base = readings({ now: SINCE + 3 * about.runbook.verification.timeoutPeriods * MINUTE });
    const series = base.series.kind === 'known' ? base.series.value : {};
    const minutes = about.runbook.verification.timeoutPeriods * 3;
    const steady = (value: number) => points(...Array.from({ length: minutes }, () => value));
    const after = { errorRatePercent: steady(55), requestCount: steady(500) };
    const memory = { [`alarm:${incident.alarms[0]?.alarmName}`]: steady(40), memoryPercent: steady(40) };
    const judgement = judge({ ...about, incident }, { ...base, series: known({ ...series, ...memory, ...after }) });
    expect(judgement).toMatchObject({ verdict: 'inconclusive', final: true });
    expect(judgement.lines).toContain('errorRatePercent 55, 55, 55 (limit 1; was 40 in the failure)');
  });

  it('does not believe it where hardly any of many clients came back', () => {
    const incident = anIncident({ before: { memoryPercent: 93, requestCount: 5_000 } });
    expect(judge({ ...about, incident }, readings({ requests: points(12, 12, 12, 12) })).verdict).toBe('inconclusive');
  });

  it('holds a try without a toggle, hours later, against what came just before it', () => {
    const before = { memoryPercent: 93, requestCount: 5_000 };
    const incident = anIncident({ before, phase: 'closed', onsetAt: SINCE - 720 * MINUTE });
    const night = [-9, -8, -7, -6].map((minute) => ({ at: SINCE + minute * MINUTE, value: 30 }));
    const verdictOf = (phase: 'closed' | 'verifying') =>
      judge(
        { ...about, incident: { ...incident, phase } },
        readings({ requests: [...night, ...points(30, 30, 30, 30)] }),
      ).verdict;
    expect([verdictOf('closed'), verdictOf('verifying')]).toEqual(['recovered', 'inconclusive']);
  });

  it('does not take the same good minute, said three times, for three', () => {
    const minute = { at: SINCE + MINUTE, value: 40 };
    const memory = [minute, minute, minute];
    expect(judge(about, readings({ memory, now: SINCE + 2 * MINUTE + 1_000 })).verdict).toBe('inconclusive');
  });

  it('does not believe readings of a time that has not come, nor what is no number', () => {
    const ahead = points(90, 40, 41, 42).map(({ at, value }) => ({ at: at + 60 * MINUTE, value }));
    expect(judge(about, readings({ memory: ahead, requests: ahead })).verdict).toBe('inconclusive');
    const broken = points(90, 40, 41, -Infinity);
    expect(judge(about, readings({ memory: broken })).verdict).toBe('inconclusive');
  });

  it.each(['OK', 'ALARM'] as const)('takes %s of an application for a claim, which shows nothing', (state) => {
    const trigger: Signal = {
      kind: 'custom',
      key: { subject: 'c', order: 0 },
      service: 'user',
      at: SINCE - MINUTE,
      summary: 'broken',
      state: 'ALARM',
      failureType: 'dependency-failure',
    };
    const said = { signal: { ...trigger, state, at: SINCE + MINUTE }, at: SINCE + MINUTE };
    const measured = { ...about, incident: anIncident({ trigger }) };
    const unmeasured = {
      ...about,
      incident: anIncident({ trigger, alarms: [] }),
      runbook: { ...about.runbook, verification: { ...about.runbook.verification, conditions: [] } },
    };
    expect(judge(unmeasured, readings({ signals: [said] })).verdict).toBe('inconclusive');
    expect(judge(measured, readings({ signals: [said] })).verdict).toBe('recovered');
  });

  it('wants quiet after tasks crashed', () => {
    const again = { signal: { ...CRASH, at: SINCE + 4 * MINUTE }, at: SINCE + 4 * MINUTE };
    expect(judge(CRASHED, readings({ signals: [again] })).verdict).toBe('notRecovered');
    const requests = points(500, 500, 500, 500, 500, 500, 500, 500);
    const later = readings({ signals: [again], now: SINCE + 8 * MINUTE, requests });
    expect(judge(CRASHED, later).verdict).toBe('recovered');
  });

  it('is not fooled by good readings that are old, or that have holes', () => {
    const later = SINCE + 9 * MINUTE;
    expect(judge(about, readings({ now: later })).verdict).toBe('inconclusive');
    const holes = [1, 4, 7].map((minute) => ({ at: SINCE + minute * MINUTE, value: 40 }));
    expect(judge(about, readings({ now: later, memory: holes })).verdict).toBe('inconclusive');
  });

  it('looks first when recovery could be seen, not earlier', () => {
    expect(firstLook(about, SINCE)).toBe(SINCE + 4 * MINUTE + 500);
    expect(firstLook(about, SINCE + 1)).toBe(SINCE + 5 * MINUTE + 500);
  });
});
