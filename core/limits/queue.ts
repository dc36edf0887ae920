/** How long a heal waits, for its group or for what passes by itself: one home for the rule and for what people are told. */

import type { HoldReason } from '../vocabulary.ts';

/** Minutes. A heal that waited this long decides on a world that is gone; a person is asked. */
export const QUEUE_MINUTES_MAX = 20;

/**
 * Minutes. People know of a storm, and its members are healed when it is over; what is open for longer than this no longer
 * counts as failing, so that it would wait for itself.
 */
export const STORM_MINUTES_MAX = 6 * 60;

/**
 * Refusals that pass by themselves: worth waiting for, up to `QUEUE_MINUTES_MAX`, and then everything is decided anew.
 * What stays as it is until somebody changes it is not waited for.
 */
export const PASSING_LIMITS: ReadonlySet<HoldReason> = new Set([
  'group-busy',
  'limits-unreadable',
  'too-soon',
  'account-busy',
  'account-rate',
  'account-queue',
  'common-cause',
  'no-headroom',
  'storm-soft',
  'storm-hard',
]);
