/**
 * What a stage measured itself, beside what writes of incidents tell: in its output, so that it is emitted once the stage
 * has succeeded, and by nobody who only repeats an answer.
 */
import { TELEMETRY_METRICS } from './metrics.ts';
import type { Measurement } from './metrics.ts';

/** The measurements in a stage's output; none where it has none. */
export function measurementsIn(output: unknown): readonly Measurement[] {
  if (typeof output !== 'object' || output === null || !('measurements' in output)) return [];
  const { measurements } = output;
  return Array.isArray(measurements) ? measurements.filter(isMeasurement) : [];
}

function isMeasurement(one: unknown): one is Measurement {
  return typeof one === 'object' && one !== null && 'name' in one && Object.hasOwn(TELEMETRY_METRICS, String(one.name));
}
