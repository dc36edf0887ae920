/**
 * The monthly cost of a healer while no service fails, from the resources of its template. Alarms are listed apart,
 * because services need alarms with or without a healer.
 */
import { PRICES_DATE, PRICES_REGION, usd, type Priced } from './prices.ts';

/** A resource that costs while it exists. All others in the template are free while no service fails. */
export type BilledResource =
  | {
      readonly kind: 'alarm';
      readonly of: 'services' | 'healer';
      /** Metrics that it reads; a band of an anomaly counts two besides its metric. */
      readonly metrics: number;
      readonly periodSeconds: number;
    }
  | { readonly kind: 'compositeAlarm'; readonly of: 'services' | 'healer' }
  | { readonly kind: 'dashboard' | 'key' | 'table' }
  /** Scheduled work, by its parts, and its starts in a month. */
  | { readonly kind: 'schedule'; readonly what: string; readonly monthly: number; readonly uses: Uses };

/** Usage of one run, by price. */
export type Uses = Readonly<Partial<Record<Priced, number>>>;

export interface IdleRow {
  readonly what: string;
  readonly amount: number;
  readonly usd: number;
}

export interface IdleCost {
  readonly alarmsUsd: number;
  readonly othersUsd: number;
  readonly alarms: readonly IdleRow[];
  readonly others: readonly IdleRow[];
}

/** Below this period, in seconds, an alarm is a high-resolution one. */
const STANDARD_PERIOD_SECONDS = 60;
/** Records of a thousand incidents take about ten megabytes; this is room for years. */
const TABLE_GIGABYTES = 0.1;

/** USD per month, without free tiers. */
export function idleCost(resources: readonly BilledResource[]): IdleCost {
  const of = (owner: 'services' | 'healer') =>
    resources.filter((one) => 'of' in one && one.of === owner).map((one) => one as Alarm);
  const count = (kind: BilledResource['kind']): number => resources.filter((one) => one.kind === kind).length;
  const alarms = alarmRows(of('services'), '');
  const others = [
    ...alarmRows(of('healer'), ' on the healer itself'),
    row('dashboards', 'dashboards', count('dashboard')),
    row('customer managed keys', 'keys', count('key')),
    row('GB in the table', 'tableGigabytes', count('table') * TABLE_GIGABYTES),
    ...resources.flatMap((one) => (one.kind === 'schedule' ? [scheduleRow(one)] : [])),
  ].filter(({ amount }) => amount > 0);
  return { alarms, others, alarmsUsd: sum(alarms), othersUsd: sum(others) };
}

type Alarm = Extract<BilledResource, { readonly of: unknown }>;

function alarmRows(alarms: readonly Alarm[], suffix: string): readonly IdleRow[] {
  const metrics = (standard: boolean): number =>
    alarms
      .filter((alarm) => alarm.kind === 'alarm')
      .filter(({ periodSeconds }) => periodSeconds >= STANDARD_PERIOD_SECONDS === standard)
      .reduce((total, alarm) => total + alarm.metrics, 0);
  const composites = alarms.filter(({ kind }) => kind === 'compositeAlarm').length;
  return [
    row(`metrics of alarms${suffix}`, 'standardAlarmMetrics', metrics(true)),
    row(`metrics of high-resolution alarms${suffix}`, 'highResolutionAlarmMetrics', metrics(false)),
    row(`composite alarms${suffix}`, 'compositeAlarms', composites),
  ].filter(({ amount }) => amount > 0);
}

function scheduleRow({ what, monthly, uses }: Extract<BilledResource, { readonly kind: 'schedule' }>): IdleRow {
  const once = Object.entries(uses).reduce((total, [priced, amount]) => total + usd(priced as Priced, amount), 0);
  return { what, amount: Math.round(monthly), usd: rounded(monthly * once) };
}

function row(what: string, priced: Priced, amount: number): IdleRow {
  return { what, amount, usd: rounded(usd(priced, amount)) };
}

function sum(rows: readonly IdleRow[]): number {
  return rounded(rows.reduce((total, one) => total + one.usd, 0));
}

/** Precision in USD: a hundredth of a cent, without the errors of adding fractions. */
const PARTS = 10_000;

function rounded(dollars: number): number {
  return Math.round(dollars * PARTS) / PARTS;
}

/** A short table for people. */
export function describeIdleCost({ alarms, others, alarmsUsd, othersUsd }: IdleCost): string {
  const line = (what: string, amount: string, price: number): string =>
    `  ${what.padEnd(WHAT_WIDTH)}${amount.padStart(AMOUNT_WIDTH)}${price.toFixed(2).padStart(USD_WIDTH)}`;
  const rows = (list: readonly IdleRow[]) =>
    list.map(({ what, amount, usd: price }) => line(what, String(amount), price));
  return [
    `Idle cost by the month, in USD (prices of ${PRICES_DATE}, ${PRICES_REGION}, no free tier; docs/cost.md)`,
    ...rows(alarms),
    line('alarms of services', '', alarmsUsd),
    ...rows(others),
    line('everything else', '', othersUsd),
  ].join('\n');
}

const WHAT_WIDTH = 50;
const AMOUNT_WIDTH = 6;
const USD_WIDTH = 9;
