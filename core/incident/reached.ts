/** How far the metrics of an incident reached at the last look. */

/** The newest reading and the look itself, ms since the epoch, each by its own clock. */
export interface Reached {
  readonly lookedAt: number;
  readonly newestEndsAt: number;
}
