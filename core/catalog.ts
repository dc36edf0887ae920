/**
 * The catalog: everything the healer knows at synth, compiled into every Lambda bundle so that healing reads no
 * control plane it can avoid. Written by the construct from the configuration and the runbooks; read by every stage.
 * A service or an alarm that is not in here does not exist for the healer.
 */
import type { AccountPolicy, ServicePolicy } from './limits/policy.ts';
import { metricElements } from './metrics.ts';
import { contributorIn } from './signal/contributor.ts';
import type { ActionKind, MetricName, Mode, RemedyClass, StopCause, Symptom, Tier, Weekday } from './vocabulary.ts';

/** A feature toggle: one SSM parameter the application re-reads, and what to write to degrade and to restore. */
export interface Toggle {
  readonly name: string;
  readonly parameter: string;
  /** Value in normal operation; what the healer writes to restore when nothing was journalled. */
  readonly on: string;
  /** Value the healer writes to degrade. */
  readonly off: string;
  /** Failure types this toggle is known to help against. */
  readonly helps: readonly string[];
  /** Features users lose while it is off, in words for the message; also its cost in the choice. */
  readonly losesFeature: string;
  /** Whether it takes work off the service whatever is wrong: the first choice where there is too much of it. */
  readonly shedsLoad?: boolean;
}

/** How the service is reached, for metrics of the load balancer and for draining a target; see `target-groups.ts`. */
export interface TargetGroup {
  readonly arn: string;
  /** CloudWatch dimension `TargetGroup`: the ARN's suffix from `targetgroup/`. */
  readonly targetGroupDimension: string;
  /** CloudWatch dimension `LoadBalancer`: the load balancer ARN's suffix from `app/` or `net/`. */
  readonly loadBalancerDimension: string;
  /** Present for a network load balancer, which counts no requests. Said, because at synth a dimension may be a reference. */
  readonly network?: true;
  /** Behind the same load balancer: the group that blue/green deployments swap this one with. */
  readonly alternate?: Pick<TargetGroup, 'arn' | 'targetGroupDimension'>;
}

/** Hours of the day in which most users are there. */
export interface PeakHours {
  /** Clock times such as `08:00`; an end before the beginning is on the next day. */
  readonly from: string;
  readonly to: string;
  /** IANA name of the time zone of both. */
  readonly timeZone: string;
  /** Days on which they begin; every day when absent. */
  readonly days?: readonly Weekday[];
}

/** What a service promises. */
export interface ServiceLevel {
  /** Share of requests that must succeed, 0-1. */
  readonly availability: number;
  /** Days it is measured over. */
  readonly days: number;
}

export interface ServiceEntry {
  /** Name in messages, in parameters and in memory; unique within one healer. */
  readonly name: string;
  readonly cluster: string;
  readonly ecsService: string;
  readonly tier: Tier;
  /** Services of one group are healed one at a time. */
  readonly group: string;
  readonly dependencies: readonly string[];
  readonly toggles: readonly Toggle[];
  readonly targetGroup?: TargetGroup;
  /** The other target groups of a service that is reached in several ways, all at work at once. */
  readonly furtherTargetGroups?: readonly TargetGroup[];
  /** Present where nothing else is behind its load balancers, so that what those answer themselves is about this service. */
  readonly ownLoadBalancer?: true;
  /** Family of the service's task definitions: a rollback is fenced to its revisions where it is known. */
  readonly taskFamily?: string;
  /**
   * ARNs of the task and execution roles that a rollback may pass to its tasks. The Lambdas see a stand-in where an ARN is
   * known only when deployed.
   */
  readonly taskRoles?: readonly string[];
  /** Period of the alarms and of every metric read, in seconds: 10, 20, 30 or a multiple of 60. */
  readonly periodSeconds: number;
  /** Whether Container Insights reports each task, so that sick tasks can be told from well ones. */
  readonly taskMetrics: boolean;
  /** Whether Container Insights counts the service's tasks; as `taskMetrics` when absent. */
  readonly taskCounts?: boolean;
  /** Most tasks that scaling out may ask for; twice what it finds when absent. */
  readonly maxTasks?: number;
  /** Whether protection from scale-in keeps no task from being replaced. */
  readonly replaceProtectedTasks?: true;
  readonly peakHours?: PeakHours;
  /** Names or ARNs of SSM Change Calendars; while one is closed, nothing disruptive is done without a person. */
  readonly changeCalendars?: readonly string[];
  /** Only of a service whose requests are counted. */
  readonly slo?: ServiceLevel;
  /** Remedies a person is asked about first; a rollback, of a critical service, when absent. */
  readonly approval?: readonly ActionKind[];
  /** What it is in while its own override parameter says nothing; `auto` when absent. */
  readonly initialMode?: Exclude<Mode, 'auto'>;
  /** Limits set for this service; the defaults for the rest. */
  readonly limits?: Partial<ServicePolicy>;
  /** Sources of events that may report a failure of this service; absent where none may. */
  readonly signalSources?: readonly string[];
  /** Failure types healed here, each with the thresholds overridden for this service. */
  readonly runbooks: Readonly<Record<string, ServiceRunbook>>;
}

/** What a service changes of a runbook, by watch id. */
export interface ServiceRunbook {
  readonly thresholds: Readonly<Record<string, number>>;
  readonly breaching?: Readonly<Record<string, { readonly breaching: number; readonly outOf: number }>>;
  readonly missingData?: Readonly<Record<string, Watch['missingData']>>;
  /** Watches judged by CloudWatch's band of this many standard deviations instead of a fixed limit. */
  readonly anomaly?: Readonly<Record<string, number>>;
  /** Watches that have no alarm here. */
  readonly off?: readonly string[];
}

/** An alarm the healer answers to, created by the construct or brought by the user. */
export interface AlarmEntry {
  readonly service: string;
  readonly failureType: string;
  /** What a brought alarm is about, by the user's word: counts where its metrics do not tell. */
  readonly about?: Symptom;
}

export interface Watch {
  readonly id: string;
  readonly metric: MetricName;
  readonly comparison: 'above' | 'below';
  readonly threshold: number;
  /** Alarm after `breaching` of `outOf` periods. */
  readonly breaching: number;
  readonly outOf: number;
  readonly missingData: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  /** Compared with the limit is where the metric is heading, not where it is. */
  readonly forecast?: Forecast;
  /** Standard deviations of CloudWatch's band of normal values, which takes the place of the limit. */
  readonly anomalyDeviations?: number;
}

/** How far ahead a watch looks, and what it takes for a trend: see `watchElements`. Values in the metric's unit. */
export interface Forecast {
  readonly aheadMinutes: number;
  /** Below this present value nothing is forecast. */
  readonly floor: number;
  /** A rise within `aheadMinutes` that is smaller than this is no trend. */
  readonly riseMin: number;
}

/** Which events, other than alarms, open an incident of this failure type. */
export type SignalRule =
  | {
      readonly kind: 'taskStopped';
      readonly cause: StopCause;
      /** Open after this many stops within `withinMinutes`. */
      readonly count: number;
      readonly withinMinutes: number;
    }
  | { readonly kind: 'deploymentFailed' }
  | { readonly kind: 'serviceAction'; readonly events: readonly string[] }
  | { readonly kind: 'custom' };

export interface RemedyStep {
  readonly remedy: ActionKind | 'page';
  readonly class: RemedyClass;
  /** How long carrying it out takes when it goes well: the start value until memory knows better. */
  readonly expectedMinutes: number;
  /** What is undone when it did not help; `none` says it cannot be or need not be. */
  readonly undo: 'restore' | 'none';
  /** Chance of success before any experience, 0-1; by position in the list when absent. */
  readonly priorSuccess?: number;
  /** flipToggle and scaleOut: how long the flip, or the added tasks, may last before they are taken back, in minutes. */
  readonly expiresMinutes?: number;
  /** Why a person would try it, and in this place: one sentence for the message. */
  readonly why?: string;
}

export interface GuardRule {
  readonly metric: MetricName;
  /** Not more than this times the value before the incident … */
  readonly ratioMax: number;
  /** … unless it is below this anyway (same unit as the metric). */
  readonly floor: number;
}

export interface VerificationPlan {
  /**
   * Limits that no reading may be beyond, in the sense of a watch: `above 5` is not recovered while it is above 5. The
   * alarm that raised the incident always counts, whatever is listed here.
   */
  readonly conditions: readonly {
    readonly metric: MetricName;
    readonly comparison: 'above' | 'below';
    readonly threshold: number;
  }[];
  readonly guards: readonly GuardRule[];
  /** Consecutive good periods before `recovered`. */
  readonly goodPeriods: number;
  /** Periods after the action during which a reading is not yet judged. */
  readonly warmUpPeriods: number;
  /** Give up after this many periods since the action ended. */
  readonly timeoutPeriods: number;
  /** Requests per period below which silence is not health. 0 where the service takes no requests. */
  readonly trafficMin: number;
  /** Two consecutive readings above this times the worst value before the action are `worse`. */
  readonly worseRatio: number;
}

export interface Runbook {
  /** Also the file's name and the key of memory. */
  readonly failureType: string;
  readonly title: string;
  /** What goes wrong and how it shows, for the message. */
  readonly summary?: string;
  readonly owner: string;
  readonly severity: 'critical' | 'high' | 'low';
  readonly watch: readonly Watch[];
  /** What it watches where every metric is there; absent where that is no more than `watch`. */
  readonly shows?: readonly Pick<Watch, 'metric' | 'comparison'>[];
  readonly signals: readonly SignalRule[];
  readonly remedies: readonly RemedyStep[];
  readonly verification: VerificationPlan;
  readonly limits: { readonly attemptsMax: number; readonly windowMinutes: number };
  readonly escalation: { readonly nextSteps: readonly string[] };
}

export interface Catalog {
  /** Hash of everything below: stored with every decision. */
  readonly version: string;
  /** Name of this healer: prefix of its alarms. */
  readonly healer: string;
  /** Limits set for everything together; the defaults for the rest. */
  readonly limits?: Partial<AccountPolicy>;
  readonly services: Readonly<Record<string, ServiceEntry>>;
  /** By alarm name. */
  readonly alarms: Readonly<Record<string, AlarmEntry>>;
  /** By failure type. */
  readonly runbooks: Readonly<Record<string, Runbook>>;
}

/**
 * The runbook of a failure type as it applies to one service: its overrides applied, and everything left out that this
 * service has no metric for. Undefined when the failure is not healed here.
 */
export function runbookFor(catalog: Catalog, service: ServiceEntry, failureType: string): Runbook | undefined {
  const runbook = own(catalog.runbooks, failureType);
  const overrides = own(service.runbooks, failureType);
  if (runbook === undefined || overrides === undefined) return undefined;
  return tailored(runbook, service, overrides);
}

/** As `runbookFor`, before there is a catalog. */
export function tailored(runbook: Runbook, service: ServiceEntry, overrides: ServiceRunbook): Runbook {
  const { verification } = runbook;
  const readable = ({ metric }: { readonly metric: MetricName }): boolean =>
    metricElements(metric, service) !== undefined;
  const watch = runbook.watch.filter((one) => readable(one) && !(overrides.off ?? []).includes(one.id));
  return {
    ...runbook,
    watch: watch.map((one) => tailoredWatch(one, runbook, overrides)),
    // A service without the alarm may bring its own: what the failure is about stays the same.
    ...(watch.length < runbook.watch.length && {
      shows: runbook.watch.map(({ metric, comparison }) => ({ metric, comparison })),
    }),
    verification: {
      ...verification,
      conditions: verification.conditions.filter(readable),
      guards: verification.guards.filter(readable),
      // Without a load balancer nobody counts requests: silence cannot be told from health by them.
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

/** A forecast warns of the limit the service has: whoever moves the limit moves the warning with it. */
function sharedLimit(watch: Watch, runbook: Runbook, { thresholds }: ServiceRunbook): number | undefined {
  if (watch.forecast === undefined) return undefined;
  const limit = runbook.watch.find(({ metric, forecast }) => metric === watch.metric && forecast === undefined);
  return limit === undefined ? undefined : thresholds[limit.id];
}

/** The service of that name, if it is registered. */
export function serviceNamed(catalog: Catalog, name: string): ServiceEntry | undefined {
  return own(catalog.services, name);
}

/** The alarm of that name, if it is registered; of a contributor the alarm it is one series of. */
export function alarmNamed(catalog: Catalog, name: string): AlarmEntry | undefined {
  return own(catalog.alarms, name) ?? own(catalog.alarms, contributorIn(name)?.alarmName ?? name);
}

/** Names come from events anybody may send: "constructor" must not find what every object inherits. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Name of the alarm the construct creates for a watch; the one rule by which both sides know it. */
export function alarmName(healer: string, service: string, failureType: string, watchId: string): string {
  return `${healer}-${service}-${failureType}-${watchId}`;
}

/** Name of a service's composite alarm, for people: with a capital, so that it is never one a healer answers to. */
export function serviceAlarmName(healer: string, service: string): string {
  return `Failing-${healer}-${service}`;
}
