/** A request for a metric, and its points. Times are ms since the epoch. */
import type { MetricElement } from '../catalog/metrics.ts';
import { time, number, shape, type Shaped } from '../shape.ts';

export interface SeriesRequest {
  readonly id: string;
  readonly elements: readonly MetricElement[];
  readonly periodSeconds: number;
}

export const Point = shape({
  /** Start of the period. */
  at: time,
  value: number,
});
export type Point = Shaped<typeof Point>;
