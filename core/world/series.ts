/** A request for a metric, and its points. Times are ms since the epoch. */
import type { MetricElement } from '../catalog/metrics.ts';

export interface SeriesRequest {
  readonly id: string;
  readonly elements: readonly MetricElement[];
  readonly periodSeconds: number;
}

export interface Point {
  /** Start of the period. */
  readonly at: number;
  readonly value: number;
}
