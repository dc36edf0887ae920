/**
 * A virtual service as it would be registered with the healer, and an incident as its alarm would open it: what the
 * product's own functions want beside the facts. It is watched and limited as the shipped runbook of its failure says.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { RemedyStep, Runbook } from '../../core/catalog/runbook.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { WatchedAlarm } from '../../core/signal/watched-alarm.ts';
import { openIncident } from '../../core/incident/open.ts';
import type { Relapse } from '../../core/incident/heal.ts';
import type { MetricName } from '../../core/vocabulary.ts';
import { shippedRunbooks } from '../policies/shipped.ts';
import type { Symptom } from '../world/causes.ts';
import { PERIOD_SECONDS, type Service } from '../world/fleet.ts';
import { REMEDY_ROWS, type PlayedKind } from '../world/remedies.ts';

/** What raises each alarm, where it is a metric. */
export const METRIC_OF: Readonly<Record<Symptom, MetricName>> = {
  'memory-leak': 'memoryPercent',
  'high-cpu': 'cpuPercent',
  'high-error-rate': 'errorRatePercent',
  'high-latency': 'p99LatencyMilliseconds',
  'crash-loop': 'unhealthyHosts',
  'dependency-failure': 'errorRatePercent',
};

/** Any limit will do, as long as sick is beyond it. */
export const THRESHOLD = 80;

const FEATURE = { name: 'feature', on: 'on', off: 'off', losesFeature: 'a feature' } as const;

/** @param sheds whether its feature takes load off it when it is off */
export function entryOf({ name, tier, group }: Service, sheds = false): ServiceEntry {
  const helps = Object.keys(METRIC_OF);
  return {
    name,
    cluster: 'virtual',
    ecsService: name,
    tier,
    group: `group-${group}`,
    dependencies: [],
    toggles: [{ ...FEATURE, parameter: `/${name}/feature`, helps, ...(sheds && { shedsLoad: true }) }],
    periodSeconds: PERIOD_SECONDS,
    taskMetrics: true,
    // Asking a person is another way of paging here, and how fast people answer is not known.
    approval: [],
    runbooks: {},
  };
}

/**
 * @param services what is registered; the runbooks of the world are not in it, because policies bring their own
 * @param sheds whether their features take load off them when they are off
 */
export function catalogOf(services: readonly Service[], sheds = false): Catalog {
  const entries = services.map((service) => [service.name, entryOf(service, sheds)] as const);
  return { version: 'virtual', healer: 'healer', services: Object.fromEntries(entries), alarms: {}, runbooks: {} };
}

/** @param order of its remedies */
export function runbookOf(failureType: Symptom, order: readonly PlayedKind[]): Runbook {
  const steps = order.map((remedy): RemedyStep => {
    const { minutes, class: kind } = REMEDY_ROWS[remedy];
    return { remedy, class: kind, expectedMinutes: minutes, undo: 'none' };
  });
  const { verification, limits } = shippedRunbooks()[failureType];
  return {
    failureType,
    title: failureType,
    owner: 'the virtual team',
    severity: 'high',
    watch: [],
    signals: [],
    remedies: [...steps, { remedy: 'page', class: 'safe', expectedMinutes: 0, undo: 'none' }],
    verification: { ...verification, conditions: [], guards: [] },
    limits,
    escalation: { nextSteps: [] },
  };
}

interface Opening {
  readonly symptom: Symptom;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  readonly catalog: Catalog;
  /** Ms since the epoch. */
  readonly now: number;
  readonly relapse?: Relapse | undefined;
  readonly healsBefore?: number;
}

/** The incident of an alarm that just went red. */
export function alarmIncident({ symptom, ...opening }: Opening): Incident {
  const { service, now } = opening;
  const alarmName = `healer-${service.name}-${symptom}`;
  const metric = METRIC_OF[symptom];
  const measure = {
    elements: [],
    periodSeconds: PERIOD_SECONDS,
    comparison: 'above' as const,
    threshold: THRESHOLD,
    metric,
  };
  const alarms: readonly WatchedAlarm[] = [{ alarmName, measure }];
  const key = { subject: alarmName, order: now };
  const said = { key, service: service.name, at: now, summary: `${alarmName} is red`, failureType: symptom };
  const signal = { ...said, kind: 'alarm' as const, state: 'ALARM' as const, alarmName, children: [] };
  return openIncident({ ...opening, signal, alarms, executionArn: 'arn:virtual' });
}
