/** How far the metrics of an incident reached at the last look. */
import { time, shape, type Shaped } from '../shape.ts';

/** The newest reading and the look itself, ms since the epoch, each by its own clock. */
export const Reached = shape({
  lookedAt: time,
  newestEndsAt: time,
});
export type Reached = Shaped<typeof Reached>;
