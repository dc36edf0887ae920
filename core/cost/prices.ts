/**
 * The price table: what AWS charges for the healer's usage, with date and source. Without free tiers, because others in
 * the account use them up. Prices change: for exact ones look at the source.
 */

export interface Price {
  readonly usd: number;
  /** Units that the price buys. */
  readonly per: number;
  readonly unit: string;
  readonly source: string;
}

/** Region and date of these prices. */
export const PRICES_REGION = 'us-east-1';
export const PRICES_DATE = '2026-11';

const CLOUDWATCH = 'aws.amazon.com/cloudwatch/pricing';
const MILLION = 1_000_000;

export const PRICES = {
  transitions: { usd: 0.025, per: 1_000, unit: 'state transitions', source: 'aws.amazon.com/step-functions/pricing' },
  lambdaGbSeconds: { usd: 0.0000133334, per: 1, unit: 'GB-seconds on arm64', source: 'aws.amazon.com/lambda/pricing' },
  lambdaInvocations: { usd: 0.2, per: MILLION, unit: 'invocations', source: 'aws.amazon.com/lambda/pricing' },
  writeUnits: { usd: 0.625, per: MILLION, unit: 'write units', source: 'aws.amazon.com/dynamodb/pricing/on-demand' },
  readUnits: { usd: 0.125, per: MILLION, unit: 'read units', source: 'aws.amazon.com/dynamodb/pricing/on-demand' },
  metricReads: { usd: 0.01, per: 1_000, unit: 'metrics read', source: CLOUDWATCH },
  alarmReads: { usd: 0.01, per: 1_000, unit: 'requests for alarms', source: CLOUDWATCH },
  customMetricHours: { usd: 0.3, per: 730, unit: 'custom metrics and hour', source: CLOUDWATCH },
  publishes: { usd: 0.5, per: MILLION, unit: 'messages published', source: 'aws.amazon.com/sns/pricing' },
  standardAlarmMetrics: { usd: 0.1, per: 1, unit: 'alarm metrics and month', source: CLOUDWATCH },
  highResolutionAlarmMetrics: { usd: 0.3, per: 1, unit: 'high-resolution alarm metrics and month', source: CLOUDWATCH },
  compositeAlarms: { usd: 0.5, per: 1, unit: 'composite alarms and month', source: CLOUDWATCH },
  dashboards: { usd: 3, per: 1, unit: 'dashboards and month', source: CLOUDWATCH },
  keys: { usd: 1, per: 1, unit: 'keys and month', source: 'aws.amazon.com/kms/pricing' },
  tableGigabytes: {
    usd: 0.45,
    per: 1,
    unit: 'GB and month, backup included',
    source: 'aws.amazon.com/dynamodb/pricing/on-demand',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type Priced = keyof typeof PRICES;

/** Price of an amount, in USD. */
export function usd(what: Priced, amount: number): number {
  const price: Price = PRICES[what];
  return (amount / price.per) * price.usd;
}
