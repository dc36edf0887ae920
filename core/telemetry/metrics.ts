/**
 * The metrics the healer emits about itself: their names, units and dimensions, once, so that the Lambdas that emit
 * them, the dashboard that shows them and the construct that offers them cannot disagree. It must not know how a metric
 * travels. Every combination of dimension values is a metric of its own on the bill, for each hour it is emitted in:
 * but for the canary nothing is emitted where nothing is wrong, and a healed incident touches five.
 */

/** CloudWatch namespace of every metric here. */
export const TELEMETRY_NAMESPACE = 'Healer';

/** Dimension every metric has: the name of the healer, because two of them may share an account. */
export const HEALER_DIMENSION = 'HealerName';

/** The other dimensions. All have few values: names of runbooks, and words of the vocabulary. Never a service or an id. */
export type TelemetryDimension = 'FailureType' | 'Remedy' | 'Outcome' | 'Reason' | 'Found';

/** Value of `Remedy` for an incident that ended without an attempt. */
export const NO_REMEDY = 'none';

interface TelemetryMetric {
  readonly unit: 'Count' | 'Seconds' | 'Milliseconds';
  /** Each list is one metric for every combination of its values; `HealerName` is added to all of them. */
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
  /** One for each incident, when it is closed; `Remedy` is that of its last attempt, or `none`. */
  Outcomes: {
    unit: 'Count',
    dimensions: [['Outcome'], ['FailureType', 'Remedy', 'Outcome']],
    means: 'Incidents that ended, by how.',
  },
  /** Of healed incidents only: from the first sign of the failure to the end of verification, as users felt it. */
  TimeToRecovery: {
    unit: 'Seconds',
    dimensions: [['FailureType']],
    means: 'From the first sign of a failure until it was verified as healed.',
  },
  /** Incidents that ended `self-recovered`: an alarm that often does is too nervous, or its remedy too slow. */
  FalsePositives: {
    unit: 'Count',
    dimensions: [['FailureType']],
    means: 'Incidents that were over by themselves before a remedy was applied.',
  },
  /** One for each reason of a decision not to act, and of a stop before a move: the first wait counts, asking again does not. */
  Withheld: {
    unit: 'Count',
    dimensions: [[], ['Reason']],
    means: 'Heals held back, by the name of the reason.',
  },
  /** Of each incident's first decision: from the signal, as AWS dates it; from its arrival, where an application does. */
  DecisionLatency: {
    unit: 'Milliseconds',
    dimensions: [[]],
    means: 'From the signal to the first decision about it.',
  },
  /** Of each sweep that found something, one for each kind: how many. Nothing where all is well. */
  SweepFound: {
    unit: 'Count',
    dimensions: [['Found']],
    means: 'What a sweep found that nobody looked after any more.',
  },
  /** Once an hour: the only one that is emitted while nothing fails, because its absence is what it tells. */
  CanaryCameThrough: {
    unit: 'Count',
    dimensions: [[]],
    means: 'Scheduled signals that went all the way to a decision.',
  },
} as const satisfies Readonly<Record<string, TelemetryMetric>>;

export type TelemetryMetricName = keyof typeof TELEMETRY_METRICS;

/** One value of one metric, with the values of all dimensions it has in any of its lists. */
export interface Measurement {
  readonly name: TelemetryMetricName;
  readonly value: number;
  readonly dimensions: Readonly<Partial<Record<TelemetryDimension, string>>>;
}
