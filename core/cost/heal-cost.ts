/** The cost of one heal, from counted usage: the lab counts the calls it serves; an account's bill would do as well. */
import { PRICES_DATE, PRICES_REGION, usd } from './prices.ts';

/** What a heal uses and AWS bills by use: nothing yet. */
const NOTHING_METERED = {
  transitions: 0,
  lambdaGbSeconds: 0,
  lambdaInvocations: 0,
  writeUnits: 0,
  readUnits: 0,
  metricReads: 0,
  alarmReads: 0,
  publishes: 0,
};
export type Metered = keyof typeof NOTHING_METERED;
export const METERED = Object.keys(NOTHING_METERED) as readonly Metered[];

export interface Usage extends Readonly<Record<Metered, number>> {
  /** Custom metrics that the heal wrote; billed by the hour, however many heals write them in it. */
  readonly customMetricHours: number;
}

export interface HealCost {
  readonly used: Usage;
  /** By usage type, in USD. The total excludes custom metrics: an hour of them is not the price of one heal. */
  readonly usd: Usage & { readonly total: number };
  readonly prices: string;
}

export const NOTHING_USED: Usage = { ...NOTHING_METERED, customMetricHours: 0 };

export function healCost(used: Usage): HealCost {
  const each = Object.fromEntries(METERED.map((what) => [what, usd(what, used[what])])) as Record<Metered, number>;
  const total = METERED.reduce((sum, what) => sum + each[what], 0);
  const customMetricHours = usd('customMetricHours', used.customMetricHours);
  return { used, usd: { ...each, customMetricHours, total }, prices: `${PRICES_DATE}, ${PRICES_REGION}` };
}

/** One line for people: the largest parts, and the sum. */
export function describeHealCost({ used, usd: costs, prices }: HealCost): string {
  const parts = [
    `${used.transitions} transitions`,
    `${Math.round(used.lambdaInvocations)} Lambda calls (${used.lambdaGbSeconds.toFixed(1)} GB-s)`,
    `${Math.ceil(used.writeUnits)} write and ${Math.ceil(used.readUnits)} read units`,
    `${Math.round(used.metricReads)} metrics and ${Math.round(used.alarmReads)} times alarms read`,
    `${Math.round(used.publishes)} messages`,
  ];
  const metrics =
    used.customMetricHours === 0
      ? ''
      : `; its ${used.customMetricHours} metrics cost ${costs.customMetricHours.toFixed(4)} USD for the hour`;
  return `${parts.join(', ')} = ${costs.total.toFixed(4)} USD (prices of ${prices}, no free tier)${metrics}`;
}
