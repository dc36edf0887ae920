/**
 * Names, units and dimensions of the healer's own metrics, in one place for the Lambdas that emit them, the dashboard
 * and the construct. CloudWatch bills every combination of dimension values as a metric for each hour it is emitted in:
 * apart from the hourly heartbeat the healer emits nothing while all is well, and a healed incident costs five.
 */

/** CloudWatch namespace of every metric here. */
export const TELEMETRY_NAMESPACE = 'Healer';

/** On every metric: the name of the healer, because one account may have two. */
export const HEALER_DIMENSION = 'HealerName';

/** The other dimensions. All have few values: runbooks, and words of the vocabulary. Never a service or an id. */
export type TelemetryDimension = 'FailureType' | 'Remedy' | 'Outcome' | 'Reason' | 'Found';

/** Value of `Remedy` for an incident that ended without an attempt. */
export const NO_REMEDY = 'none';

interface TelemetryMetric {
  readonly unit: 'Count' | 'Seconds' | 'Milliseconds';
  /** Each list is one metric per combination of its values; `HealerName` is added to all. */
  readonly dimensions: readonly (readonly TelemetryDimension[])[];
  /** One sentence for people. */
  readonly means: string;
}

export const TELEMETRY_METRICS = {
  /** One for each attempt, when it starts. */
  Attempts: {
    unit: 'Count',
    dimensions: [['FailureType', 'Remedy']],
    means: 'Remedies that were started.',
  },
  /** One for each incident, when it closes; `Remedy` is that of its last attempt, or `none`. */
  Outcomes: {
    unit: 'Count',
    dimensions: [['Outcome'], ['FailureType', 'Remedy', 'Outcome']],
    means: 'Incidents that ended, by outcome.',
  },
  /** Healed incidents only: from the first sign of the failure to the end of verification, as users felt it. */
  TimeToRecovery: {
    unit: 'Seconds',
    dimensions: [['FailureType']],
    means: 'From the first sign of a failure until it was verified as healed.',
  },
  /** Incidents that ended `self-recovered`: an alarm that often does is too nervous, or its remedy too slow. */
  FalsePositives: {
    unit: 'Count',
    dimensions: [['FailureType']],
    means: 'Incidents that ended before a remedy was applied.',
  },
  /** One for each hold of a decision not to act, and of a stop before a move. Counts the first wait only. */
  Withheld: {
    unit: 'Count',
    dimensions: [[], ['Reason']],
    means: 'Heals held back, by the name of the reason.',
  },
  /** The first decision of each incident: from AWS's date of the signal, or from the arrival of an application's. */
  DecisionLatency: {
    unit: 'Milliseconds',
    dimensions: [[]],
    means: 'From the signal to the first decision about it.',
  },
  /** Findings of each sweep, by kind. No datapoint when all is well. */
  SweepFound: {
    unit: 'Count',
    dimensions: [['Found']],
    means: 'Incidents, leases, leftovers and alarms without a live execution that a sweep found.',
  },
  /** Once an hour. The only metric while nothing fails, because its absence is the news. */
  HeartbeatCameThrough: {
    unit: 'Count',
    dimensions: [[]],
    means: 'Scheduled signals that went all the way to a decision.',
  },
} as const satisfies Readonly<Record<string, TelemetryMetric>>;

export type TelemetryMetricName = keyof typeof TELEMETRY_METRICS;

/** One value of one metric, with all its dimension values. */
export interface Measurement {
  readonly name: TelemetryMetricName;
  readonly value: number;
  readonly dimensions: Readonly<Partial<Record<TelemetryDimension, string>>>;
}
