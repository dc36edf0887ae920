/** A compiled runbook: how the failure shows, which remedies may be tried, and when it is over. */
import { METRIC_NAMES, STOP_CAUSES, REMEDY_KINDS, REMEDY_CLASSES } from '../vocabulary.ts';
import { optional, literal, number, shape, word, text, list, either, type Shaped } from '../shape.ts';

/** What a period without a reading counts as. */
export const MissingData = word(['breaching', 'notBreaching', 'ignore', 'missing']);

/** How far ahead a watch looks, and what counts as a trend: see `watchElements`. Values in the metric's unit. */
export const Forecast = shape({
  aheadMinutes: number,
  /** No forecast below this present value. */
  floor: number,
  /** A smaller rise within `aheadMinutes` is no trend. */
  riseMin: number,
});
export type Forecast = Shaped<typeof Forecast>;

export const Watch = shape({
  id: text,
  metric: word(METRIC_NAMES),
  comparison: word(['above', 'below']),
  threshold: number,
  /** Alarm after `breaching` of `outOf` periods. */
  breaching: number,
  outOf: number,
  missingData: MissingData,
  /** Compares the forecast with the limit, not the present value. */
  forecast: optional(Forecast),
  /** Width of CloudWatch's band of normal values in standard deviations; replaces the limit. */
  anomalyDeviations: optional(number),
});
export type Watch = Shaped<typeof Watch>;

/** Events, other than alarms, that open an incident of this failure type. */
export const SignalRule = either('kind', [
  /** Open after `count` stops within `withinMinutes`. */
  shape({ kind: literal('taskStopped'), cause: word(STOP_CAUSES), count: number, withinMinutes: number }),
  shape({ kind: literal('deploymentFailed') }),
  shape({ kind: literal('serviceAction'), events: list(text) }),
  shape({ kind: literal('custom') }),
]);
export type SignalRule = Shaped<typeof SignalRule>;

export const RemedyStep = shape({
  remedy: word(REMEDY_KINDS),
  class: word(REMEDY_CLASSES),
  /** Duration when it goes well: the start value until memory knows better. */
  expectedMinutes: number,
  /** How it is undone when it did not help; `none`: it cannot or need not be. */
  undo: word(['restore', 'none']),
  /** Chance of success before any experience, 0-1; by position in the list when absent. */
  priorSuccess: optional(number),
  /** Minutes after which what it changed is due to be undone; absent where it stays. */
  expiresMinutes: optional(number),
  /** Why a person would try it, and in this place: one sentence for the message. */
  why: optional(text),
});
export type RemedyStep = Shaped<typeof RemedyStep>;

export const GuardRule = shape({
  metric: word(METRIC_NAMES),
  /** At most this times the value before the incident … */
  ratioMax: number,
  /** … unless it is below this (same unit as the metric). */
  floor: number,
});
export type GuardRule = Shaped<typeof GuardRule>;

export const VerificationPlan = shape({
  /**
   * Limits that no reading may cross, in the sense of a watch: `above 5` is not recovered while it is above 5. The
   * alarm that raised the incident always counts besides.
   */
  conditions: list(shape({ metric: word(METRIC_NAMES), comparison: word(['above', 'below']), threshold: number })),
  guards: list(GuardRule),
  /** Consecutive good periods before `recovered`. */
  goodPeriods: number,
  /** Periods after the action whose readings do not count yet. */
  warmUpPeriods: number,
  /** Verification ends after this many periods since the action ended. */
  timeoutPeriods: number,
  /** Requests per period below which silence is not health. 0 where the service takes no requests. */
  trafficMin: number,
  /** Two consecutive readings above this times the worst value before the action are `worse`. */
  worseRatio: number,
});
export type VerificationPlan = Shaped<typeof VerificationPlan>;

export const Runbook = shape({
  /** Also the file's name and the key of memory. */
  failureType: text,
  title: text,
  /** What goes wrong and how it shows, for the message. */
  summary: optional(text),
  owner: text,
  severity: word(['critical', 'high', 'low']),
  watch: list(Watch),
  /** Its watches for a service with every metric; absent where `watch` has them all. */
  shows: optional(list(shape({ metric: word(METRIC_NAMES), comparison: word(['above', 'below']) }))),
  signals: list(SignalRule),
  remedies: list(RemedyStep),
  verification: VerificationPlan,
  limits: shape({ attemptsMax: number, windowMinutes: number }),
  escalation: shape({ nextSteps: list(text) }),
});
export type Runbook = Shaped<typeof Runbook>;
