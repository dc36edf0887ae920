/**
 * Decodes `CloudWatch Alarm State Change` of metric, metric-math and composite alarms. Muted and suppressed alarms
 * still send events, so both are recognised here. The service comes from the catalog, because a composite alarm has no
 * dimensions and a load balancer's alarm names no service.
 */
import { alarmNamed, type Catalog } from '../catalog/catalog.ts';
import type { AlarmEntry } from '../catalog/service.ts';
import { contributorIn } from '../catalog/contributor.ts';
import { isPlain } from '../foreign-text.ts';
import { ignored, rejected, type Decoded } from './decoded.ts';
import { at, listAt, textAt, timeAt } from '../foreign-fields.ts';
import { isGrouped } from './insights-query.ts';

const SUMMARY_MAX = 200;
const STATES = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const;

export function decodeAlarm(event: unknown, catalog: Catalog, now: number): Decoded {
  const alarmName = textAt(event, 'detail.alarmName');
  const changedAt = timeAt(event, 'detail.state.timestamp');
  if (alarmName === undefined || textAt(event, 'detail.state.value') === undefined || changedAt === undefined) {
    return rejected('alarm event without detail.alarmName, detail.state.value or detail.state.timestamp');
  }
  const said = stateOf(event, alarmName);
  if (said.kind !== 'state') return said;
  const { state } = said;
  const entry = contributorIn(alarmName) === undefined ? alarmNamed(catalog, alarmName) : undefined;
  if (entry === undefined) return unknownAlarm(alarmName, state);
  if (isOfManySeries(event)) {
    return ignored('many-series', `${alarmName} is over several series: each of them sends a signal of its own`);
  }
  if (state === 'INSUFFICIENT_DATA') return ignored('insufficient-data', `${alarmName} has no data: not a failure yet`);
  const silenced = state === 'ALARM' ? silence(event, alarmName, now) : undefined;
  if (silenced !== undefined) return silenced;
  return { kind: 'signal', signal: alarmSignal(event, { alarmName, state, changedAt, entry }) };
}

type AlarmState = (typeof STATES)[number];

/** The state in an alarm's event; a rejection for a state that CloudWatch does not have. */
export function stateOf(
  event: unknown,
  alarmName: string,
): { readonly kind: 'state'; readonly state: AlarmState } | Extract<Decoded, { kind: 'rejected' }> {
  const said = textAt(event, 'detail.state.value');
  const state = STATES.find((one) => one === said);
  if (state !== undefined) return { kind: 'state', state };
  return { kind: 'rejected', problem: `alarm "${alarmName}" has state "${said}"; allowed: ${STATES.join(', ')}` };
}

/** CloudWatch's words in the reason of any alarm over several series. */
const COUNTS_SERIES = /\bout of \d+ time series\b/;

/** Whether the alarm is over several series. Its event does not say which is red. */
function isOfManySeries(event: unknown): boolean {
  const expressions = listAt(event, 'detail.configuration.metrics').map((metric) => textAt(metric, 'expression') ?? '');
  return expressions.some(isGrouped) || COUNTS_SERIES.test(textAt(event, 'detail.state.reason') ?? '');
}

/**
 * While a deployment adds or removes a service, its alarms may exist before or after the catalog that names them. A
 * green one matters to no service; a red one may be a failure, so it is rejected and kept.
 */
export function unknownAlarm(alarmName: string, state: AlarmState): Decoded {
  if (state !== 'ALARM') return ignored('not-watched', `${alarmName} is ${state}, and not registered with this healer`);
  return rejected(
    `alarm "${alarmName}" is not registered with this healer; add it under the service's alarms in the configuration`,
  );
}

interface AlarmParts {
  readonly alarmName: string;
  readonly state: 'ALARM' | 'OK';
  readonly changedAt: number;
  readonly entry: AlarmEntry;
}

/** The signal of an alarm, or of one of its series. */
export function alarmSignal(event: unknown, { alarmName, state, changedAt, entry }: AlarmParts) {
  return {
    kind: 'alarm' as const,
    key: { subject: `alarm#${alarmName}`, order: changedAt },
    service: entry.service,
    at: changedAt,
    failureType: entry.failureType,
    alarmName,
    state,
    children: triggeringAlarms(event),
    ...(at(event, 'detail.foundBySweep') === true && { foundBySweep: true as const }),
    ...sinceOf(event, changedAt),
    summary: `${alarmName} is ${state}: ${reasonOf(event)}`,
  };
}

/** Why a red alarm is ignored now: it is suppressed or muted. Undefined for neither. */
export function silence(event: unknown, alarmName: string, now: number): Decoded | undefined {
  const by = textAt(event, 'detail.state.actionsSuppressedBy');
  if (by !== undefined) return ignored('suppressed', `${alarmName} is suppressed by ${by}`);
  if (at(event, 'detail.muteDetail') === undefined) return undefined;
  const ends = timeAt(event, 'detail.muteDetail.muteWindowEnd');
  // A window that is over mutes no alarm; one that cannot be read does.
  if (ends !== undefined && ends <= now) return undefined;
  return ignored('muted', `${alarmName} is muted${ends === undefined ? '' : ` until ${new Date(ends).toISOString()}`}`);
}

/** Numbers where CloudWatch has them ("96.1 against a limit of 80"), else its own words. */
function reasonOf(event: unknown): string {
  const last = readingsOf(parsedReason(event)).at(-1);
  if (last === undefined) return (textAt(event, 'detail.state.reason') ?? 'no reason given').slice(0, SUMMARY_MAX);
  const { value, lower, upper } = last;
  return lower === upper
    ? `${round(value)} against a limit of ${round(upper)}`
    : `${round(value)} where ${round(lower)} to ${round(upper)} is normal`;
}

/** Start of the last run of datapoints beyond the limit; empty without datapoints. */
function sinceOf(event: unknown, changedAt: number): { readonly since?: number } {
  const data = parsedReason(event);
  const readings = readingsOf(data);
  const [start, period] = [timeAt(data, 'startDate'), at(data, 'period')];
  const last = readings.at(-1);
  if (start === undefined || typeof period !== 'number' || last === undefined) return {};
  const beyond = ({ value, lower, upper }: Reading) => (last.value > last.upper ? value > upper : value < lower);
  const lastWell = readings.findLastIndex((reading) => !beyond(reading));
  const since = start + (lastWell + 2) * period * 1_000;
  return since <= changedAt ? { since } : {};
}

/** A datapoint and its limits: twice the same, or the two edges of a band. */
interface Reading {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The alarm's datapoints, oldest first; empty without them. An alarm on a band has no `threshold` but two edges for
 * each datapoint; edges that do not match the datapoints are dropped.
 */
function readingsOf(data: unknown): readonly Reading[] {
  const numbers = (path: string) => listAt(data, path).filter((point) => typeof point === 'number');
  const values = numbers('recentDatapoints');
  const threshold = at(data, 'threshold');
  if (typeof threshold === 'number') return values.map((value) => ({ value, lower: threshold, upper: threshold }));
  const [lowers, uppers] = [numbers('recentLowerThresholds'), numbers('recentUpperThresholds')];
  if (lowers.length !== values.length || uppers.length !== values.length) return [];
  return values.map((value, i) => ({ value, lower: lowers[i] ?? NaN, upper: uppers[i] ?? NaN }));
}

function triggeringAlarms(event: unknown): readonly string[] {
  return (
    listAt(parsedReason(event), 'triggeringAlarms')
      .map((child) => textAt(child, 'arn')?.split(':alarm:')[1])
      // People see these names, and no alarm of ours has hidden characters.
      .filter((name): name is string => name !== undefined && isPlain(name))
      .slice(0, 20)
  );
}

function parsedReason(event: unknown): unknown {
  const text = textAt(event, 'detail.state.reasonData');
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Only the wording of the summary depends on it, so the signal counts without.
    return undefined;
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
