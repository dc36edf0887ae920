/**
 * Keeps the alarms, evaluates them on the clock and reports transitions. Alarms with a period below a minute are
 * evaluated every ten seconds and all others every minute; composites whenever a child changes. A datapoint is
 * available as soon as its period is complete: real CloudWatch is later by the delay of the publishing service.
 */
import { type Alarm, type AlarmState, alarmArn, type CompositeAlarm, type MetricAlarm, soleMetric } from './alarm.ts';
import { type AlarmValue, breaches, EXTRA_PERIODS, judge, reasonOf } from './alarm-evaluation.ts';
import { alarmTime, type MuteWindow, type Suppression, type Transition } from './alarm-event.ts';
import { childrenOf, holds } from './alarm-rule.ts';
import { answer } from './metric-query.ts';
import type { MetricStore } from './metric-store.ts';
import type { Clock } from '../clock.ts';

const FAST_MS = 10_000;
const SLOW_MS = 60_000;

export interface KeptAlarm {
  alarm: Alarm;
  state: AlarmState;
  mute?: MuteWindow;
}

export interface Alarms {
  /** Creates or replaces an alarm; a replaced one keeps its state. */
  put(alarm: Alarm): void;
  remove(name: string): void;
  get(name: string): KeptAlarm | undefined;
  list(): readonly KeptAlarm[];
  /** Moves an alarm to `value`, as SetAlarmState does; nothing happens when it is already there. */
  set(name: string, to: Omit<AlarmState, 'at'>): void;
  /** Tells once more of an alarm that is in ALARM, as a transition from ALARM to ALARM. */
  repeat(name: string): void;
  stop(): void;
}

interface Context {
  readonly clock: Clock;
  readonly store: MetricStore;
  readonly report: (transition: Transition) => void;
  readonly kept: Map<string, KeptAlarm>;
}

/** The alarms over `store`; `report` hears of every transition. */
export function alarmKeeper(clock: Clock, store: MetricStore, report: (transition: Transition) => void): Alarms {
  const context: Context = { clock, store, report, kept: new Map() };
  const { kept } = context;
  const evaluateAll = (fast: boolean): void => {
    for (const entry of kept.values()) {
      if (entry.alarm.kind === 'metric' && entry.alarm.periodMs < SLOW_MS === fast)
        evaluateMetric(context, entry, entry.alarm);
    }
  };
  const cancels = [clock.every(FAST_MS, () => evaluateAll(true)), clock.every(SLOW_MS, () => evaluateAll(false))];
  return {
    put(alarm) {
      const initial: AlarmState = {
        value: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        at: clock.now(),
      };
      const entry = kept.get(alarm.name) ?? { alarm, state: initial };
      entry.alarm = alarm;
      kept.set(alarm.name, entry);
      if (alarm.kind === 'composite') evaluateComposite(context, entry, alarm);
    },
    remove: (name) => void kept.delete(name),
    get: (name) => kept.get(name),
    list: () => [...kept.values()],
    set(name, to) {
      const entry = kept.get(name);
      if (entry !== undefined && entry.state.value !== to.value) move(context, entry, to);
    },
    repeat(name) {
      const entry = kept.get(name);
      if (entry?.state.value === 'ALARM') move(context, entry, entry.state);
    },
    stop: () => cancels.forEach((cancel) => cancel()),
  };
}

/** Carries out a transition, then lets the composites above the alarm follow. */
function move(context: Context, entry: KeptAlarm, to: Omit<AlarmState, 'at'>, suppression?: Suppression): void {
  const from = entry.state;
  const now = context.clock.now();
  entry.state = { ...to, at: now };
  const mute = entry.mute !== undefined && entry.mute.startMs <= now && now < entry.mute.endMs ? entry.mute : undefined;
  context.report({ alarm: entry.alarm, from, to: entry.state, suppression, mute });
  for (const parent of context.kept.values()) {
    if (parent.alarm.kind !== 'composite') continue;
    if (childrenOf(parent.alarm.rule).includes(entry.alarm.name)) evaluateComposite(context, parent, parent.alarm);
    const suppressorEnded = parent.alarm.suppressor?.alarm === entry.alarm.name && from.value === 'ALARM';
    if (suppressorEnded) release(context, parent, parent.alarm.suppressor?.extensionSeconds ?? 0);
  }
}

function evaluateMetric(context: Context, entry: KeptAlarm, alarm: MetricAlarm): void {
  const step = alarm.periodMs < SLOW_MS ? FAST_MS : SLOW_MS;
  const end = Math.floor(context.clock.now() / step) * step;
  const count = alarm.terms.evaluationPeriods + EXTRA_PERIODS;
  const grid = { startMs: end - count * alarm.periodMs, periodMs: alarm.periodMs, count };
  const values = answer(context.store, alarm.queries, alarm.watched, grid);
  const points = Array.from({ length: count }, (_, index) => grid.startMs + index * grid.periodMs);
  const judged = points.map((at) => {
    const value = values.get(at);
    return value === undefined ? undefined : breaches(alarm.comparison, value, alarm.threshold);
  });
  const value = judge(alarm.terms, judged, entry.state.value);
  if (value === entry.state.value) return;
  const recent = [...values].toSorted(([a], [b]) => b - a).slice(0, alarm.terms.evaluationPeriods);
  const { comparison, threshold, terms } = alarm;
  const reason = reasonOf({ from: entry.state.value, to: value, comparison, threshold, terms, recent });
  move(context, entry, { value, reason, reasonData: reasonData(context, alarm, recent) });
}

function reasonData(context: Context, alarm: MetricAlarm, recent: readonly (readonly [number, number])[]): string {
  const stat = soleMetric(alarm)?.stat;
  const oldest = recent.at(-1)?.[0];
  return JSON.stringify({
    version: '1.0',
    queryDate: alarmTime(context.clock.now()),
    ...(oldest !== undefined && { startDate: alarmTime(oldest) }),
    ...(stat !== undefined && { statistic: stat }),
    period: alarm.periodMs / 1000,
    recentDatapoints: recent.map(([, value]) => value).toReversed(),
    threshold: alarm.threshold,
  });
}

function evaluateComposite(context: Context, entry: KeptAlarm, alarm: CompositeAlarm): void {
  const stateOf = (name: string): AlarmValue | undefined => context.kept.get(name)?.state.value;
  const value = holds(alarm.rule, stateOf) ? 'ALARM' : 'OK';
  if (value === entry.state.value) return;
  const children = childrenOf(alarm.rule).flatMap((name) => context.kept.get(name) ?? []);
  const changed = children.toSorted((a, b) => b.state.at - a.state.at)[0];
  const when = new Date(context.clock.now()).toUTCString().replace('GMT', 'UTC');
  const reason = `${changed?.alarm.arn ?? alarmArn(alarm.name)} transitioned to ${changed?.state.value ?? value} at ${when}`;
  const triggering = children.map((child) => ({
    arn: child.alarm.arn,
    state: { value: child.state.value, timestamp: alarmTime(child.state.at) },
  }));
  const to = { value, reason, reasonData: JSON.stringify({ triggeringAlarms: triggering }) } as const;
  const { suppressor } = alarm;
  if (value !== 'ALARM' || suppressor === undefined) return move(context, entry, to);
  const suppressed = stateOf(suppressor.alarm) === 'ALARM';
  move(context, entry, to, { by: suppressed ? 'Alarm' : 'WaitPeriod' });
  if (!suppressed) release(context, entry, suppressor.waitSeconds);
}

/**
 * Ends a suppression after `seconds` unless the suppressor is in ALARM by then. The actions are due then, and the
 * user guide's samples show an ALARM to ALARM transition for it.
 */
function release(context: Context, entry: KeptAlarm, seconds: number): void {
  const since = entry.state.at;
  context.clock.at(context.clock.now() + seconds * 1000, () => {
    const { alarm, state } = entry;
    if (alarm.kind !== 'composite' || state.value !== 'ALARM' || state.at !== since) return;
    if (alarm.suppressor !== undefined && context.kept.get(alarm.suppressor.alarm)?.state.value === 'ALARM') return;
    move(context, entry, state);
  });
}
