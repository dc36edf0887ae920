/**
 * Writes measurements in CloudWatch's embedded metric format: JSON on standard output that CloudWatch Logs turns into
 * metrics, without a call, permission or wait. It checks each line against the format's limits, because CloudWatch drops
 * invalid lines silently.
 */
import {
  HEALER_DIMENSION,
  TELEMETRY_METRICS,
  TELEMETRY_NAMESPACE,
  type Measurement,
  type TelemetryDimension,
} from '../../core/telemetry/metrics.ts';

/** Limits of the embedded metric format specification. */
const DIMENSIONS_MAX = 30;
const DIMENSION_CHARACTERS_MAX = 1_024;

export interface EmbeddedContext {
  /** Value of the dimension that every metric has. */
  readonly healer: string;
  /** ms since the epoch. */
  readonly at: number;
  /** Searchable fields besides the metric: ids and names of services. */
  readonly properties: Readonly<Record<string, string>>;
}

/** The measurement as one line without its line break. @throws Error when it exceeds a limit of the format. */
export function embeddedMetric({ name, value, dimensions }: Measurement, context: EmbeddedContext): string {
  if (!Number.isFinite(value)) throw new Error(`metric ${name} is ${value}, which is no number CloudWatch takes`);
  if (!Number.isSafeInteger(context.at)) throw new Error(`metric ${name} has the timestamp ${context.at}`);
  const { unit, dimensions: lists } = TELEMETRY_METRICS[name];
  const values: Record<string, string> = { [HEALER_DIMENSION]: context.healer, ...dimensions };
  const sets = lists.map((list: readonly TelemetryDimension[]) => [HEALER_DIMENSION, ...list]);
  for (const dimension of new Set(sets.flat())) checkDimension(name, dimension, values[dimension]);
  if (sets.some((set) => set.length > DIMENSIONS_MAX)) throw new Error(`metric ${name} has too many dimensions`);
  const directive = { Namespace: TELEMETRY_NAMESPACE, Dimensions: sets, Metrics: [{ Name: name, Unit: unit }] };
  return JSON.stringify({
    _aws: { Timestamp: context.at, CloudWatchMetrics: [directive] },
    ...context.properties,
    ...values,
    [name]: value,
  });
}

function checkDimension(metric: string, dimension: string, value: string | undefined): void {
  const printable = value !== undefined && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(value);
  if (!printable || value.length > DIMENSION_CHARACTERS_MAX || value.startsWith(':')) {
    throw new Error(`dimension ${dimension} of metric ${metric} is ${JSON.stringify(value)}`);
  }
}
