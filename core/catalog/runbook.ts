/** A compiled runbook: how the failure shows, which remedies may be tried, and when it is over. */
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
  /** Compares the forecast with the limit, not the present value. */
  readonly forecast?: Forecast;
  /** Width of CloudWatch's band of normal values in standard deviations; replaces the limit. */
  readonly anomalyDeviations?: number;
}

/** How far ahead a watch looks, and what counts as a trend: see `watchElements`. Values in the metric's unit. */
export interface Forecast {
  readonly aheadMinutes: number;
  /** No forecast below this present value. */
  readonly floor: number;
  /** A smaller rise within `aheadMinutes` is no trend. */
  readonly riseMin: number;
}

/** Events, other than alarms, that open an incident of this failure type. */
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
  /** Duration when it goes well: the start value until memory knows better. */
  readonly expectedMinutes: number;
  /** How it is undone when it did not help; `none`: it cannot or need not be. */
  readonly undo: 'restore' | 'none';
  /** Chance of success before any experience, 0-1; by position in the list when absent. */
  readonly priorSuccess?: number;
  /** Minutes after which what it changed is due to be undone; absent where it stays. */
  readonly expiresMinutes?: number;
  /** Why a person would try it, and in this place: one sentence for the message. */
  readonly why?: string;
}

export interface GuardRule {
  readonly metric: MetricName;
  /** At most this times the value before the incident … */
  readonly ratioMax: number;
  /** … unless it is below this (same unit as the metric). */
  readonly floor: number;
}

export interface VerificationPlan {
  /**
   * Limits that no reading may cross, in the sense of a watch: `above 5` is not recovered while it is above 5. The
   * alarm that raised the incident always counts besides.
   */
  readonly conditions: readonly {
    readonly metric: MetricName;
    readonly comparison: 'above' | 'below';
    readonly threshold: number;
  }[];
  readonly guards: readonly GuardRule[];
  /** Consecutive good periods before `recovered`. */
  readonly goodPeriods: number;
  /** Periods after the action whose readings do not count yet. */
  readonly warmUpPeriods: number;
  /** Verification ends after this many periods since the action ended. */
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
  /** Its watches for a service with every metric; absent where `watch` has them all. */
  readonly shows?: readonly Pick<Watch, 'metric' | 'comparison'>[];
  readonly signals: readonly SignalRule[];
  readonly remedies: readonly RemedyStep[];
  readonly verification: VerificationPlan;
  readonly limits: { readonly attemptsMax: number; readonly windowMinutes: number };
  readonly escalation: { readonly nextSteps: readonly string[] };
}
