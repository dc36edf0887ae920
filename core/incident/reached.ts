/** How far the metrics of an incident reached when they were read last. */

/** Until when there were readings, at a look: both ms since the epoch, each by the clock of whom it is about. */
export interface Reached {
  readonly lookedAt: number;
  readonly newestEndsAt: number;
}
