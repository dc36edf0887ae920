/**
 * The catalog: everything the healer knows at synth, compiled into every Lambda bundle, so that healing depends on as
 * few control planes as possible. The construct compiles it from the configuration and the runbooks; every stage reads
 * it. The healer ignores any service and alarm that is not in it.
 */
import type { ServiceEntry, ServiceRunbook, AlarmEntry } from './service.ts';
import type { Watch, Runbook } from './runbook.ts';
import type { AccountPolicy } from '../limits/policy.ts';
import { metricElements } from './metrics.ts';
import { contributorIn } from './contributor.ts';
import type { MetricName } from '../vocabulary.ts';

export interface Catalog {
  /** Hash of everything below: stored with every decision. */
  readonly version: string;
  /** Name of this healer: prefix of its alarms. */
  readonly healer: string;
  /** Configured limits of all services together; defaults for the others. */
  readonly limits?: Partial<AccountPolicy>;
  readonly services: Readonly<Record<string, ServiceEntry>>;
  /** By alarm name. */
  readonly alarms: Readonly<Record<string, AlarmEntry>>;
  /** By failure type. */
  readonly runbooks: Readonly<Record<string, Runbook>>;
}

/**
 * The runbook of a failure type for one service: with its overrides, and without everything that needs a metric it
 * lacks. Undefined when the service does not heal that failure.
 */
export function runbookFor(catalog: Catalog, service: ServiceEntry, failureType: string): Runbook | undefined {
  const runbook = own(catalog.runbooks, failureType);
  const overrides = own(service.runbooks, failureType);
  if (runbook === undefined || overrides === undefined) return undefined;
  return tailored(runbook, service, overrides);
}

/** As `runbookFor`, before the catalog exists. */
export function tailored(runbook: Runbook, service: ServiceEntry, overrides: ServiceRunbook): Runbook {
  const { verification } = runbook;
  const readable = ({ metric }: { readonly metric: MetricName }): boolean =>
    metricElements(metric, service) !== undefined;
  const watch = runbook.watch.filter((one) => readable(one) && !(overrides.off ?? []).includes(one.id));
  return {
    ...runbook,
    watch: watch.map((one) => tailoredWatch(one, runbook, overrides)),
    // A service without the alarm may bring its own, and the failure is still about the same.
    ...(watch.length < runbook.watch.length && {
      shows: runbook.watch.map(({ metric, comparison }) => ({ metric, comparison })),
    }),
    verification: {
      ...verification,
      conditions: verification.conditions.filter(readable),
      guards: verification.guards.filter(readable),
      // Without a load balancer there is no count of requests, so silence cannot be told from health.
      trafficMin: readable({ metric: 'requestCount' }) ? verification.trafficMin : 0,
    },
  };
}

function tailoredWatch(watch: Watch, runbook: Runbook, overrides: ServiceRunbook): Watch {
  const [missingData, anomalyDeviations] = [overrides.missingData?.[watch.id], overrides.anomaly?.[watch.id]];
  return {
    ...watch,
    ...overrides.breaching?.[watch.id],
    threshold: overrides.thresholds[watch.id] ?? sharedLimit(watch, runbook, overrides) ?? watch.threshold,
    ...(missingData === undefined ? {} : { missingData }),
    ...(anomalyDeviations === undefined ? {} : { anomalyDeviations }),
  };
}

/** A forecast warns of the service's limit, so a moved limit moves its warning too. */
function sharedLimit(watch: Watch, runbook: Runbook, { thresholds }: ServiceRunbook): number | undefined {
  if (watch.forecast === undefined) return undefined;
  const limit = runbook.watch.find(({ metric, forecast }) => metric === watch.metric && forecast === undefined);
  return limit === undefined ? undefined : thresholds[limit.id];
}

/** The service of that name, if it is registered. */
export function serviceNamed(catalog: Catalog, name: string): ServiceEntry | undefined {
  return own(catalog.services, name);
}

/** The alarm of that name; for a contributor, the alarm of its series. */
export function alarmNamed(catalog: Catalog, name: string): AlarmEntry | undefined {
  return own(catalog.alarms, name) ?? own(catalog.alarms, contributorIn(name)?.alarmName ?? name);
}

/** Names come from events that any sender may put: "constructor" must not find what every object inherits. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Name of the alarm that the construct creates for a watch; construct and Lambdas share this rule. */
export function alarmName(healer: string, service: string, failureType: string, watchId: string): string {
  return `${healer}-${service}-${failureType}-${watchId}`;
}

/** Name of a service's composite alarm, for people. Its capital keeps it apart from alarms that the healer answers. */
export function serviceAlarmName(healer: string, service: string): string {
  return `Failing-${healer}-${service}`;
}
