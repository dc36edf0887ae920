/**
 * The embedded metric format as CloudWatch Logs reads it: a line of log that says of itself which metrics are in it.
 * CloudWatch drops what breaks the format without telling the sender; here it is an error, because a metric that is
 * silently missing is found a year later.
 */
import { isObject, list, number, objects, onlyFields, optionalText, text, type Json } from '../fields.ts';
import type { MetricStore } from './metric-store.ts';

/** Limits of the embedded metric format specification. */
const METRICS_MAX = 100;
const DIMENSIONS_MAX = 30;
/** Metrics older than two weeks or more than two hours ahead are refused. */
const OLDEST_MS = 14 * 24 * 3_600_000;
const NEWEST_MS = 2 * 3_600_000;

/**
 * Puts the metrics of a line into the store; a line that is no such thing has none, and is left alone.
 * @returns how many values were put. @throws Error when the line says that it holds metrics and breaks the format.
 */
export function putEmbeddedMetrics(store: MetricStore, line: string, now: number): number {
  const document = parsed(line);
  if (document === undefined || !isObject(document['_aws'])) return 0;
  const { _aws: metadata } = document;
  const at = number(metadata, 'Timestamp', NaN);
  if (!Number.isSafeInteger(at) || at < now - OLDEST_MS || at > now + NEWEST_MS) {
    throw new Error(`embedded metrics have the timestamp ${at}, and it is ${now}`);
  }
  const puts = objects(metadata, 'CloudWatchMetrics').flatMap((directive) => putsOf(document, directive));
  for (const { metric, values } of puts) store.put(metric, values, at);
  return puts.length;
}

function parsed(line: string): Json | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    // Logs hold whatever was printed; only a whole object can be metrics.
    return undefined;
  }
}

type Put =
  Parameters<MetricStore['put']> extends readonly [infer Metric, infer Values, unknown]
    ? { readonly metric: Metric; readonly values: Values }
    : never;

function putsOf(document: Json, directive: Json): readonly Put[] {
  onlyFields('MetricDirective', directive, ['Namespace', 'Dimensions', 'Metrics']);
  const namespace = text(directive, 'Namespace');
  const sets = list(directive, 'Dimensions').map((set) => dimensionsOf(document, set));
  const metrics = objects(directive, 'Metrics');
  if (metrics.length > METRICS_MAX)
    throw new Error(`${metrics.length} metrics in one directive, at most ${METRICS_MAX}`);
  return metrics.flatMap((definition) => {
    onlyFields('MetricDefinition', definition, ['Name', 'Unit', 'StorageResolution']);
    optionalText(definition, 'Unit');
    const name = text(definition, 'Name');
    const values = valuesOf(document, name);
    return sets.map((dimensions) => ({ metric: { namespace, name, dimensions }, values }));
  });
}

function dimensionsOf(document: Json, set: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(set) || set.length > DIMENSIONS_MAX) {
    throw new Error(`a dimension set is a list of at most ${DIMENSIONS_MAX} names, not ${JSON.stringify(set)}`);
  }
  return Object.fromEntries(set.map((name) => [String(name), text(document, String(name))]));
}

function valuesOf(document: Json, name: string): readonly number[] {
  const target = document[name];
  const values = Array.isArray(target) ? target : [target];
  if (values.length === 0 || values.length > METRICS_MAX || !values.every((value) => typeof value === 'number')) {
    throw new Error(`metric ${name} is ${JSON.stringify(target)}, not a number or 1 to ${METRICS_MAX} of them`);
  }
  return values;
}
