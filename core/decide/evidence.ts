/**
 * The facts of a decision as lines a person reads: what is red, what is running, what changed lately, what is not known.
 */
import type { MetricName } from '../vocabulary.ts';
import type { Facts } from './facts.ts';
import { revisionOf } from '../remedies/roll-back.ts';

const UNITS: Readonly<Record<MetricName, string>> = {
  cpuPercent: '% CPU',
  memoryPercent: '% memory',
  errorRatePercent: '% errors',
  p99LatencyMilliseconds: 'ms p99 latency',
  requestCount: 'requests per period',
  unhealthyHosts: 'unhealthy hosts',
};

/** One line per kind of evidence; unknown evidence is a line too. */
export function evidenceOf(facts: Facts): readonly string[] {
  return [facts.incident.trigger.summary, valuesLine(facts), runningLine(facts), releaseLine(facts)].filter(
    (line) => line !== undefined,
  );
}

function valuesLine({ values }: Facts): string | undefined {
  if (values.kind === 'unknown') return `metrics unreadable: ${values.why}`;
  const parts = Object.entries(values.value).map(([name, value]) => `${format(value)} ${UNITS[name as MetricName]}`);
  return parts.length === 0 ? undefined : parts.join(', ');
}

function runningLine({ running }: Facts): string {
  if (running.kind === 'unknown') return `service unreadable: ${running.why}`;
  const { service } = running.value;
  return `${service.runningCount} of ${service.desiredCount} tasks running, revision ${revisionOf(service.taskDefinitionArn)}`;
}

function releaseLine({ releases, incident, runbook }: Facts): string | undefined {
  // Deployments are read only where one could be taken back.
  if (!runbook.remedies.some(({ remedy }) => remedy === 'rollBack')) return undefined;
  if (releases.kind === 'unknown') return `deployments unreadable: ${releases.why}`;
  const last = releases.value.deployments[0];
  if (last === undefined) return 'no deployment on record';
  const minutes = Math.round((incident.onsetAt - last.startedAt) / 60_000);
  return minutes >= 0
    ? `last deployment ${minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`} before the failure began`
    : `last deployment ${-minutes} min after the failure began`;
}

export function format(value: number | undefined): string {
  if (value === undefined) return 'unknown';
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}
