/**
 * A runbook as it was compiled: what shows the failure, what may be tried, and when it is over.
 */
import type { ActionKind, MetricName, RemedyClass, StopCause } from '../vocabulary.ts';

export interface Watch {
  readonly id: string;
  readonly metric: MetricName;
  readonly comparison: 'above' | 'below';
  readonly threshold: number;
  /** Alarm after `breaching` of `outOf` periods. */
  readonly breaching: number;
  readonly outOf: number;
  readonly missingData: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  /** Compared with the limit is where the metric is heading, not where it is. */
  readonly forecast?: Forecast;
  /** Standard deviations of CloudWatch's band of normal values, which takes the place of the limit. */
  readonly anomalyDeviations?: number;
}

/** How far ahead a watch looks, and what it takes for a trend: see `watchElements`. Values in the metric's unit. */
export interface Forecast {
  readonly aheadMinutes: number;
  /** Below this present value nothing is forecast. */
  readonly floor: number;
  /** A rise within `aheadMinutes` that is smaller than this is no trend. */
  readonly riseMin: number;
}

/** Which events, other than alarms, open an incident of this failure type. */
export type SignalRule =
  | {
      readonly kind: 'taskStopped';
      readonly cause: StopCause;
      /** Open after this many stops within `withinMinutes`. */
      readonly count: number;
      readonly withinMinutes: number;
    }
  | { readonly kind: 'deploymentFailed' }
  | { readonly kind: 'serviceAction'; readonly events: readonly string[] }
  | { readonly kind: 'custom' };

export interface RemedyStep {
  readonly remedy: ActionKind | 'page';
  readonly class: RemedyClass;
  /** How long carrying it out takes when it goes well: the start value until memory knows better. */
  readonly expectedMinutes: number;
  /** What is undone when it did not help; `none` says it cannot be or need not be. */
  readonly undo: 'restore' | 'none';
  /** Chance of success before any experience, 0-1; by position in the list when absent. */
  readonly priorSuccess?: number;
  /** flipToggle and scaleOut: how long the flip, or the added tasks, may last before they are taken back, in minutes. */
  readonly expiresMinutes?: number;
  /** Why a person would try it, and in this place: one sentence for the message. */
  readonly why?: string;
}

export interface GuardRule {
  readonly metric: MetricName;
  /** Not more than this times the value before the incident … */
  readonly ratioMax: number;
  /** … unless it is below this anyway (same unit as the metric). */
  readonly floor: number;
}

export interface VerificationPlan {
  /**
   * Limits that no reading may be beyond, in the sense of a watch: `above 5` is not recovered while it is above 5. The
   * alarm that raised the incident always counts, whatever is listed here.
   */
  readonly conditions: readonly {
    readonly metric: MetricName;
    readonly comparison: 'above' | 'below';
    readonly threshold: number;
  }[];
  readonly guards: readonly GuardRule[];
  /** Consecutive good periods before `recovered`. */
  readonly goodPeriods: number;
  /** Periods after the action during which a reading is not yet judged. */
  readonly warmUpPeriods: number;
  /** Give up after this many periods since the action ended. */
  readonly timeoutPeriods: number;
  /** Requests per period below which silence is not health. 0 where the service takes no requests. */
  readonly trafficMin: number;
  /** Two consecutive readings above this times the worst value before the action are `worse`. */
  readonly worseRatio: number;
}

export interface Runbook {
  /** Also the file's name and the key of memory. */
  readonly failureType: string;
  readonly title: string;
  /** What goes wrong and how it shows, for the message. */
  readonly summary?: string;
  readonly owner: string;
  readonly severity: 'critical' | 'high' | 'low';
  readonly watch: readonly Watch[];
  /** What it watches where every metric is there; absent where that is no more than `watch`. */
  readonly shows?: readonly Pick<Watch, 'metric' | 'comparison'>[];
  readonly signals: readonly SignalRule[];
  readonly remedies: readonly RemedyStep[];
  readonly verification: VerificationPlan;
  readonly limits: { readonly attemptsMax: number; readonly windowMinutes: number };
  readonly escalation: { readonly nextSteps: readonly string[] };
}
