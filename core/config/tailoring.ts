/**
 * A service's changes of one runbook, checked against the runbook and the service's metrics: limits, periods, missing
 * data, bands instead of limits, alarms switched off. `service-runbooks.ts` chooses the runbooks.
 */
import { metricNamed } from '../vocabulary.ts';
import type { Runbook, Watch } from '../catalog/runbook.ts';
import type { ServiceEntry, ServiceRunbook } from '../catalog/service.ts';
import { bandElements, metricElements } from '../catalog/metrics.ts';
import type { Finding, Path } from '../runbook/problem.ts';
import { inRange, readBreaching, readMetricValue, type Read } from '../runbook/quantity.ts';
import { suggestion } from '../runbook/suggest.ts';
import type { ServiceSettings } from './config.ts';

/** A runbook that a service lists with changes. */
export type Tailoring = Exclude<ServiceSettings['runbooks'][number], string>;

export interface Tailored {
  readonly overrides: ServiceRunbook;
  readonly findings: readonly Finding[];
}

/** What is tailored, and for whom. */
export interface Cut {
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  /** Whether an alarm of the user's own starts the runbook. */
  readonly brought: boolean;
}

interface Reading extends Cut {
  readonly path: Path;
  readonly findings: Finding[];
}

/** Reads the changes. `path` leads to them; the findings have every mistake. */
export function tailor(cut: Cut, choice: Tailoring, path: Path): Tailored {
  const reading: Reading = { ...cut, path, findings: [] };
  const { service } = cut;
  const thresholds = eachWatch(reading, 'thresholds', choice.thresholds, ({ metric }, raw) =>
    typeof raw === 'number' ? inRange(metric, raw) : readMetricValue(metric, raw),
  );
  const breaching = eachWatch(reading, 'breaching', choice.breaching, (_watch, raw) => readBreaching(raw));
  const missingData = eachWatch(reading, 'missingData', choice.missingData, (_watch, value) => ({ kind: 'ok', value }));
  const anomaly = eachWatch(reading, 'anomaly', choice.anomaly, (watch, value) => readBand(service, watch, value));
  const off = switchedOff(reading, choice.off);
  const overrides: ServiceRunbook = {
    thresholds,
    ...unlessEmpty('breaching', breaching),
    ...unlessEmpty('missingData', missingData),
    ...unlessEmpty('anomaly', anomaly),
    ...(off.length === 0 ? {} : { off }),
  };
  return { overrides, findings: [...reading.findings, ...limitAndBand(reading, choice)] };
}

function unlessEmpty<Value>(key: keyof ServiceRunbook, values: Readonly<Record<string, Value>>) {
  return Object.keys(values).length === 0 ? {} : { [key]: values };
}

/** One kind of change, by the id of the watch; a mistake is left out and reported. */
function eachWatch<Raw, Value>(
  reading: Reading,
  key: string,
  changes: Readonly<Record<string, Raw>>,
  read: (watch: Watch, raw: Raw) => Read<Value>,
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [id, raw] of Object.entries(changes)) {
    const path = [...reading.path, key, id];
    const watch = readableWatch(reading, id, path);
    if (watch === undefined) continue;
    const result = read(watch, raw);
    if (result.kind === 'ok') {
      values[id] = result.value;
      continue;
    }
    const fix = result.fix === undefined ? {} : { fix: result.fix };
    reading.findings.push({ path, value: raw, problem: result.problem, ...fix });
  }
  return values;
}

/** CloudWatch trains a band on one metric: a computed metric and a forecast have none. */
function readBand(service: ServiceEntry, watch: Watch, deviations: number): Read<number> {
  if (watch.forecast !== undefined) {
    const fix = 'name the watch of the metric itself';
    return { kind: 'invalid', problem: `watch "${watch.id}" is a forecast, which has no band`, fix };
  }
  if (bandElements(watch.metric, service, deviations) !== undefined) return { kind: 'ok', value: deviations };
  const problem = `${watch.metric} is computed from several metrics, for which there is no band`;
  return { kind: 'invalid', problem, fix: 'write its limit under thresholds' };
}

/** A limit beside a band would have no effect. */
function limitAndBand({ path }: Reading, { thresholds, anomaly }: Tailoring): readonly Finding[] {
  return Object.keys(anomaly)
    .filter((id) => id in thresholds)
    .map((id) => ({
      path: [...path, 'thresholds', id],
      value: thresholds[id],
      problem: `watch "${id}" is judged by a band (anomaly), so its limit would not count`,
      fix: 'keep one of the two',
    }));
}

function switchedOff(reading: Reading, ids: readonly string[]): readonly string[] {
  const { runbook, brought, path, findings } = reading;
  const known = ids.filter((id, index) => {
    const found = runbook.watch.some((watch) => watch.id === id);
    if (!found) findings.push(unknownWatch(runbook, id, [...path, 'off', index]));
    return found;
  });
  const left = runbook.watch.filter(({ id }) => !known.includes(id)).length + runbook.signals.length;
  if (known.length > 0 && left === 0 && !brought) {
    const problem = `no alarm or event would start runbook "${runbook.failureType}"`;
    findings.push({
      path: [...path, 'off'],
      value: ids,
      problem,
      fix: 'leave the runbook out of the list instead, or bring an alarm of your own',
    });
  }
  return known;
}

function readableWatch({ service, runbook, findings }: Reading, id: string, path: Path): Watch | undefined {
  const watch = runbook.watch.find((candidate) => candidate.id === id);
  if (watch === undefined) {
    findings.push(unknownWatch(runbook, id, path));
    return undefined;
  }
  if (metricElements(watch.metric, service) !== undefined) return watch;
  const { needs } = metricNamed(watch.metric);
  const problem = `service "${service.name}" has no ${watch.metric}${needs === undefined ? '' : `: that needs ${needs.what}`}`;
  findings.push({ path, value: id, problem, ...(needs !== undefined && { fix: needs.fix }) });
  return undefined;
}

function unknownWatch(runbook: Runbook, id: string, path: Path): Finding {
  const allowed = runbook.watch.map((candidate) => candidate.id);
  const problem = `runbook "${runbook.failureType}" has no watch "${id}"`;
  const fix = suggestion(id, allowed);
  return { path, value: id, problem, allowed, ...(fix === undefined ? {} : { fix }) };
}
