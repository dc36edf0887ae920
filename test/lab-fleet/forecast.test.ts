/**
 * The early warning over hours of simulated memory, judged by the lab's CloudWatch: leaks are announced in time, and
 * nothing else is. Seeded noise, so that a failure can be run again.
 */
import { describe, expect, it } from 'vitest';
import { watchElements, watchPeriodSeconds } from '../../core/catalog/metrics.ts';
import { cloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { aService, shippedRunbooks } from '../support/catalog.ts';
import { dig } from './support/dig.ts';

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const service = aService();
const watch = shippedRunbooks()
  .find(({ runbook }) => runbook.failureType === 'memory-leak')
  ?.runbook.watch.find(({ id }) => id === 'early');
if (watch === undefined) throw new Error('memory-leak has no early warning');
const { breaching, outOf, missingData, threshold } = watch;

/** Properties of the alarm as the construct makes it. */
function earlyAlarm(): Record<string, unknown> {
  if (watch === undefined) throw new Error('no watch');
  const elements = watchElements(watch, service) ?? [];
  return {
    AlarmName: 'early',
    EvaluationPeriods: outOf,
    DatapointsToAlarm: breaching,
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: missingData,
    Metrics: elements.map((element, index) => {
      const base = { Id: element.id, ReturnData: index === elements.length - 1 };
      if ('expression' in element) return { ...base, Expression: element.expression };
      const Dimensions = Object.entries(element.dimensions).map(([Name, Value]) => ({ Name, Value }));
      const Metric = { Namespace: element.namespace, MetricName: element.name, Dimensions };
      return {
        ...base,
        MetricStat: { Metric, Period: watchPeriodSeconds(watch, service), Stat: element.statistic },
      };
    }),
  };
}

/** Normal noise of standard deviation 1 from a small linear congruential generator (Box and Muller). */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

interface Memory {
  /** Percent of the memory in the given minute. */
  readonly at: (minute: number) => number;
  readonly deviation: number;
  readonly hours: number;
  readonly seed: number;
}

/** Minutes at which the alarm became red. */
async function warnings({ at, deviation, hours, seed }: Memory): Promise<readonly number[]> {
  const clock = virtualClock(START);
  const red: number[] = [];
  const cloud = cloudWatch(clock, ({ detail }) => {
    if (dig(detail, 'state.value') === 'ALARM') red.push((clock.now() - START) / MINUTE);
  });
  cloud.putMetricAlarm(earlyAlarm());
  const random = noise(seed);
  const dimensions = { ClusterName: service.cluster, ServiceName: service.ecsService };
  for (let minute = 0; minute < hours * 60; minute += 1) {
    const value = Math.min(100, Math.max(0, at(minute) + deviation * random()));
    cloud.metrics.put({ namespace: 'AWS/ECS', name: 'MemoryUtilization', dimensions }, [value], clock.now());
    await clock.advance(MINUTE);
  }
  cloud.stop();
  return red;
}

const SEEDS = [1, 2, 3];

describe('the early warning', () => {
  it.each([
    { case: 'a third of a percent a minute', from: 35, perMinute: 0.35 },
    { case: 'half a percent a minute', from: 30, perMinute: 0.5 },
    { case: 'three quarters of a percent a minute', from: 20, perMinute: 0.75 },
  ])('comes half an hour before a leak of $case reaches the limit', async ({ from, perMinute }) => {
    const crossing = (threshold - from) / perMinute;
    for (const seed of SEEDS) {
      const hours = Math.ceil(crossing / 60);
      const [first] = await warnings({ at: (minute) => from + perMinute * minute, deviation: 0.5, hours, seed });
      expect(crossing - (first ?? Infinity), `seed ${seed}`).toBeGreaterThanOrEqual(30);
      // Nor so early that no person would believe it.
      expect(crossing - (first ?? Infinity), `seed ${seed}`).toBeLessThanOrEqual(60);
    }
  });

  it.each([
    { case: 'a flat line under noise', at: () => 70, deviation: 2 },
    { case: 'a flat line close below the limit', at: () => 82, deviation: 1 },
    { case: 'garbage collected every few minutes', at: sawtooth(4, 55, 80), deviation: 1 },
    { case: 'garbage collected every quarter of an hour', at: sawtooth(15, 60, 78), deviation: 1 },
    { case: 'traffic that comes and goes with the day', at: daily(62, 18), deviation: 1.5 },
    {
      case: 'a warm-up of a quarter of an hour',
      at: (minute: number) => 65 * (1 - Math.exp(-minute / 5)),
      deviation: 0.5,
    },
    { case: 'caches that fill within half an hour and leave room', at: fill(3, 39, 30), deviation: 0.5 },
    { case: 'a batch that takes 20 percent for an hour', at: step(60, 80), deviation: 1 },
    { case: 'a leak so slow that its limit warns in time', at: (minute: number) => 40 + 0.03 * minute, deviation: 1 },
  ])('does not come for $case', async ({ at, deviation }) => {
    for (const seed of SEEDS) expect(await warnings({ at, deviation, hours: 24, seed }), `seed ${seed}`).toEqual([]);
  });
});

function sawtooth(minutes: number, low: number, high: number): (minute: number) => number {
  return (minute) => low + ((high - low) * (minute % minutes)) / (minutes - 1);
}

function daily(mean: number, swing: number): (minute: number) => number {
  return (minute) => mean - swing * Math.cos((2 * Math.PI * minute) / (24 * 60));
}

/** From the one to the other in so many minutes, from the third hour on. */
function fill(low: number, high: number, minutes: number): (minute: number) => number {
  return (minute) => Math.min(high, low + (Math.max(0, minute - 180) * (high - low)) / minutes);
}

/** From the one to the other in the third hour of every six. */
function step(low: number, high: number): (minute: number) => number {
  return (minute) => (Math.floor(minute / 60) % 6 === 3 ? high : low);
}
