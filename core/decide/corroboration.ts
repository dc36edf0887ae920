/**
 * Whether a measure of the healer's own confirms what an application claims: an alarm registered for that failure is
 * red, or a metric of its runbook is beyond its limit now. Any application may put such an event, so an event alone
 * never starts or stops a heal. A failed read confirms nothing.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import { hold, type Hold } from '../holds/hold.ts';
import type { MetricName } from '../vocabulary.ts';
import { format } from './evidence.ts';
import type { Facts } from '../facts/facts.ts';
import type { Known } from '../world/known.ts';

export type Corroboration =
  /** `words`: what confirms it, with numbers. */
  | { readonly kind: 'agrees'; readonly words: string }
  /** Every measure of the failure was read, and each is well. */
  | { readonly kind: 'disagrees'; readonly words: string }
  | { readonly kind: 'unknown'; readonly words: string };

/** The measures to compare the claim with. */
export interface Measured {
  /** The alarms registered for the failure, and the incident's own. */
  readonly alarms: Known<readonly AlarmSnapshot[]>;
  readonly values: Facts['values'];
}

/** What the healer's own measures say about a failure of this runbook. */
export function corroboration(runbook: Runbook, { alarms, values }: Measured): Corroboration {
  const red = alarms.kind === 'known' ? alarms.value.filter(isRed) : [];
  if (red.length > 0) return { kind: 'agrees', words: `${red.map(({ name }) => name).join(', ')} is ALARM` };
  const read = values.kind === 'known' ? values.value : {};
  const limits = limitsOf(runbook).filter(({ metric }) => read[metric] !== undefined);
  const beyond = limits.find((limit) => isBeyond(limit, read[limit.metric] ?? NaN));
  if (beyond !== undefined) return { kind: 'agrees', words: wordsOf(beyond, read[beyond.metric]) };
  if (alarms.kind === 'unknown') return { kind: 'unknown', words: `the alarms could not be read: ${alarms.why}` };
  if (values.kind === 'unknown') return { kind: 'unknown', words: `the metrics could not be read: ${values.why}` };
  const well = alarms.value.filter(({ state }) => state === 'OK').map(({ name }) => `${name} is OK`);
  const inside = limits.map((limit) => wordsOf(limit, read[limit.metric]));
  const words = [...well, ...inside].join(', ');
  return words === '' ? { kind: 'unknown', words: 'no measure has data now' } : { kind: 'disagrees', words };
}

/** Why the healer does nothing about a claim that no measure confirms; undefined where one does. */
export function uncorroborated(runbook: Runbook, measured: Measured): Hold | undefined {
  const said = corroboration(runbook, measured);
  if (said.kind === 'agrees') return undefined;
  return hold('uncorroborated', `an application claims it, and no measure of the healer confirms it: ${said.words}`);
}

/** Metrics that can confirm a failure of this runbook. */
export function confirmingMetrics(runbook: Runbook): readonly MetricName[] {
  return [...new Set(limitsOf(runbook).map(({ metric }) => metric))];
}

/** The red alarms, to be kept on the incident that they confirm. */
export function confirmingAlarms(
  alarms: readonly WatchedAlarm[],
  snapshots: Measured['alarms'],
): readonly WatchedAlarm[] {
  if (snapshots.kind === 'unknown') return [];
  const red = new Set(snapshots.value.filter(isRed).map(({ name }) => name));
  return alarms.filter(({ alarmName }) => red.has(alarmName));
}

/** A suppressed alarm is red too, but its owner has silenced it. */
function isRed({ state, suppressed }: AlarmSnapshot): boolean {
  return state === 'ALARM' && suppressed !== true;
}

interface Limit {
  readonly metric: MetricName;
  /** The side of the threshold that fails. */
  readonly fails: 'above' | 'below';
  readonly threshold: number;
}

/** Limits of the watches, and the conditions of verification turned round. Alarms judge forecasts and bands. */
function limitsOf({ watch, verification }: Runbook): readonly Limit[] {
  return [
    ...watch
      .filter(({ forecast, anomalyDeviations }) => forecast === undefined && anomalyDeviations === undefined)
      .map(({ metric, comparison, threshold }) => ({ metric, fails: comparison, threshold })),
    // A condition is a limit too: `below 5` is well, so above 5 fails.
    ...verification.conditions.map(({ metric, comparison, threshold }) => ({ metric, fails: comparison, threshold })),
  ];
}

function isBeyond({ fails, threshold }: Limit, value: number): boolean {
  return fails === 'above' ? value > threshold : value < threshold;
}

function wordsOf({ metric, threshold }: Limit, value: number | undefined): string {
  return `${metric} is ${format(value)} (limit ${format(threshold)})`;
}
