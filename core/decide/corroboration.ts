/**
 * Whether a measure of the healer's own agrees with what an application claims: one of the alarms registered for that
 * failure is red, or a metric of its runbook is beyond its limit now. An event that anybody may put is never enough, neither
 * to act nor to stop; what could not be read agrees with nothing.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import { hold } from '../holds/hold.ts';
import type { MetricName } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { format } from './evidence.ts';
import type { Facts } from '../facts/facts.ts';
import type { Known } from '../world/known.ts';

export type Corroboration =
  /** `words`: what agrees, with numbers. */
  | { readonly kind: 'agrees'; readonly words: string }
  /** Everything there is to measure it by was read, and is well. */
  | { readonly kind: 'disagrees'; readonly words: string }
  | { readonly kind: 'unknown'; readonly words: string };

/** What agreeing is judged by. */
export interface Measured {
  /** Of the alarms registered for the failure, and of those the incident is about. */
  readonly alarms: Known<readonly AlarmSnapshot[]>;
  readonly values: Facts['values'];
}

/** What the healer's own measures say of a failure of this runbook. */
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
  return words === '' ? { kind: 'unknown', words: 'nothing measures it now' } : { kind: 'disagrees', words };
}

/** Why nothing is done about what an application claims, as long as nothing agrees; undefined where something does. */
export function uncorroborated(runbook: Runbook, measured: Measured): Hold | undefined {
  const said = corroboration(runbook, measured);
  if (said.kind === 'agrees') return undefined;
  return hold('uncorroborated', `an application says so, and no measure of the healer agrees: ${said.words}`);
}

/** Metrics by which a failure of this runbook can be confirmed. */
export function confirmingMetrics(runbook: Runbook): readonly MetricName[] {
  return [...new Set(limitsOf(runbook).map(({ metric }) => metric))];
}

/** The alarms worth keeping on an incident that they confirm: those that are red. */
export function confirmingAlarms(
  alarms: readonly WatchedAlarm[],
  snapshots: Measured['alarms'],
): readonly WatchedAlarm[] {
  if (snapshots.kind === 'unknown') return [];
  const red = new Set(snapshots.value.filter(isRed).map(({ name }) => name));
  return alarms.filter(({ alarmName }) => red.has(alarmName));
}

/** One that is suppressed is red, and its owner knows better. */
function isRed({ state, suppressed }: AlarmSnapshot): boolean {
  return state === 'ALARM' && suppressed !== true;
}

interface Limit {
  readonly metric: MetricName;
  /** On which side of the threshold it fails. */
  readonly fails: 'above' | 'below';
  readonly threshold: number;
}

/** Limits of the watches, and what verification calls well turned round. A forecast, and a band, are for alarms to judge. */
function limitsOf({ watch, verification }: Runbook): readonly Limit[] {
  return [
    ...watch
      .filter(({ forecast, anomalyDeviations }) => forecast === undefined && anomalyDeviations === undefined)
      .map(({ metric, comparison, threshold }) => ({ metric, fails: comparison, threshold })),
    // A condition is a limit in the sense of a watch too: `above 5` is not well while it is above 5.
    ...verification.conditions.map(({ metric, comparison, threshold }) => ({ metric, fails: comparison, threshold })),
  ];
}

function isBeyond({ fails, threshold }: Limit, value: number): boolean {
  return fails === 'above' ? value > threshold : value < threshold;
}

function wordsOf({ metric, threshold }: Limit, value: number | undefined): string {
  return `${metric} is ${format(value)} (limit ${format(threshold)})`;
}
