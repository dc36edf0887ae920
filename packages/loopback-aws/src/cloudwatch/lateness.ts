/**
 * When CloudWatch has what an AWS service published: one to three minutes after the minute, and not always in order. In
 * the cloud a period of ten seconds stands for that minute. What an application publishes itself is there at once.
 */
import type { Answers } from '../answers.ts';
import type { Metric } from './metric.ts';

/** Namespaces whose values AWS publishes at its own pace. */
const OF_AWS = ['AWS/ECS', 'AWS/ApplicationELB', 'ECS/ContainerInsights'];
/** Share of the periods that come late when nothing else is asked for. */
const LATE_SHARE = 0.1;
const PERIODS_MAX = 3;

/**
 * Periods by which the values of one source are late, the same for all it publishes of that period; `late-metrics`: every
 * period is late.
 */
export function periodsLate(answers: Answers, { namespace, dimensions }: Metric, startMs: number): number {
  if (!OF_AWS.includes(namespace)) return 0;
  const { TaskId: _one, ...source } = dimensions;
  const key = JSON.stringify([namespace, Object.entries(source).toSorted(), startMs]);
  if (!answers.plays('late-metrics') && answers.fixed(`late ${key}`) >= LATE_SHARE) return 0;
  return 1 + Math.floor(answers.fixed(`periods ${key}`) * PERIODS_MAX);
}
