/**
 * Measurements that a stage makes itself, besides those of incident writes. They are part of its output, so that they
 * are emitted once after the stage succeeded, and not for a repeated answer.
 */
import { TELEMETRY_METRICS, type Measurement } from './metrics.ts';

/** The measurements in a stage's output; empty for none. */
export function measurementsIn(output: unknown): readonly Measurement[] {
  if (typeof output !== 'object' || output === null || !('measurements' in output)) return [];
  const { measurements } = output;
  return Array.isArray(measurements) ? measurements.filter(isMeasurement) : [];
}

function isMeasurement(one: unknown): one is Measurement {
  return typeof one === 'object' && one !== null && 'name' in one && Object.hasOwn(TELEMETRY_METRICS, String(one.name));
}
