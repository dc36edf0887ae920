/**
 * Every closed list of words, in one place. Constructs, Lambdas, lab and simulator share them, so that a state or a
 * metric has one spelling.
 */

/** Names of a service's health. Stored per service with its history. */
export const HEALTH_STATES = [
  'Healthy',
  'Degraded',
  'Failing',
  'Recovering',
  'Stabilizing',
  'Paused',
  'Escalated',
] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/**
 * How an incident ends: in exactly one of these. `recurring`: healed again, and the failure keeps returning, so the
 * service is well and a person has to find the cause. `unconfirmed`: an application's claim that no measure of the
 * healer confirmed.
 */
export const OUTCOMES = [
  'healed',
  'recurring',
  'self-recovered',
  'escalated',
  'held',
  'failed',
  'unconfirmed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Whether a remedy ended the failure, verified. */
export function wasHealed(outcome: Outcome | undefined): outcome is 'healed' | 'recurring' {
  return outcome === 'healed' || outcome === 'recurring';
}

/** Whether the service was well when the incident ended. */
export function endedWell(outcome: Outcome | undefined): boolean {
  return wasHealed(outcome) || outcome === 'self-recovered';
}

/** What a remedy changes: which of its tasks run, how many of them, which release, or a toggle and nothing of the service. */
export type Change = 'tasks' | 'count' | 'release' | 'toggle';

/**
 * The remedies that change the world, each with a Lambda and a role of its own. Limits, guards and beliefs ask what a
 * remedy `changes` and not for its name; `lambda` is its description in the console.
 */
const ACTIONS = {
  replaceTasks: { changes: 'tasks', lambda: 'replaces sick tasks of a registered service, and undoes it' },
  flipToggle: { changes: 'toggle', lambda: 'flips a listed feature toggle, and restores it' },
  rollBack: {
    changes: 'release',
    lambda: 'goes back to an earlier task definition of a registered service, and undoes it',
  },
  scaleOut: { changes: 'count', lambda: 'adds tasks to a registered service under load, and undoes it' },
} as const satisfies Readonly<Record<string, { readonly changes: Change; readonly lambda: string }>>;
export type ActionKind = keyof typeof ACTIONS;
export const ACTION_KINDS: readonly [ActionKind, ...ActionKind[]] = Object.keys(ACTIONS) as [
  ActionKind,
  ...ActionKind[],
];

/** Everything the healer may do about an incident. `page` always works: it asks a person. */
export const REMEDY_KINDS = [...ACTION_KINDS, 'page'] as const;
export type RemedyKind = ActionKind | 'page';

/** What the remedy changes; undefined for `page`, and for a word that is no remedy. */
export function changedBy(remedy: ActionKind): Change;
export function changedBy(remedy: string): Change | undefined;
export function changedBy(remedy: string): Change | undefined {
  return Object.hasOwn(ACTIONS, remedy) ? ACTIONS[remedy as ActionKind].changes : undefined;
}

/** What the remedy's Lambda is for, as the console shows it. */
export function lambdaText(remedy: ActionKind): string {
  return `Healer: ${ACTIONS[remedy].lambda}.`;
}

/** How much harm a remedy can do: `safe` keeps all capacity, `disruptive` may not. */
export const REMEDY_CLASSES = ['safe', 'disruptive'] as const;
export type RemedyClass = (typeof REMEDY_CLASSES)[number];

/** How much a service matters: weighs disruption and how soon a person is asked. */
export const TIERS = ['critical', 'standard', 'batch'] as const;
export type Tier = (typeof TIERS)[number];

/** Days of the week, Monday first, as a configuration names them. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const MODES = ['auto', 'observe', 'off'] as const;
export type Mode = (typeof MODES)[number];
/** The value that a template with `auto` writes to `/healer/mode`; people never write it. */
export const FIRST_AUTO = '{"initialMode":"auto"}';

/** Results of verification. Only `recovered` credits memory; `worse` undoes at once. */
export const VERDICTS = ['recovered', 'notRecovered', 'worse', 'inconclusive', 'unreadable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * Result of one attempt; settled once. Memory never learns from `censored`, which says nothing about the remedy. A
 * success becomes `relapsed` when the same failure returns within the relapse window.
 */
export const ATTEMPT_STATUSES = ['pending', 'succeeded', 'failed', 'censored', 'relapsed'] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** What a signal can be about: the symptom of a failure. `core/signal/about.ts` determines it. */
export const SYMPTOMS = ['cpu', 'memory', 'errors', 'latency', 'load', 'backlog', 'hosts', 'tasks', 'storage'] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** What is said of a metric, whichever place asks. */
export interface Metric {
  /** As a runbook writes it, `90 %`. */
  readonly unit: string;
  /** Its largest possible value. */
  readonly most: number;
  /** As people read it behind a value, `97 % memory`. */
  readonly phrase: string;
  /** What a rise of it shows. */
  readonly symptom: Symptom;
  /** A share of the requests of its period, in percent: of few requests it varies by chance. */
  readonly ofRequests?: true;
  /** What a service must have for it, and what to do where it has not; absent where every service has it. */
  readonly needs?: { readonly what: string; readonly fix: string };
}

const TARGET_GROUP = 'give the service its targetGroup';
/** Network load balancers know their targets' health, but count no requests. */
const REQUESTS = { what: 'an application load balancer', fix: TARGET_GROUP };
const TARGETS = { what: 'a load balancer', fix: TARGET_GROUP };
const COUNTS = { what: 'Container Insights', fix: 'write taskCounts: true once the cluster has it' };
/** Percent of the reservation: a container with a soft limit, or with CPU shares on EC2, uses more. */
const RESERVED_MAX = 1_000;
/** Milliseconds: the longest idle timeout of a load balancer is 4,000 s. */
const LATENCY_MAX = 4_000_000;
/** The quota of tasks per service. */
const TASKS_MAX = 5_000;
const UNANSWERED = '% of requests that no task answered';

/** Metrics a runbook may name. Units are in the name; `core/catalog/metrics.ts` says how each is read. */
const METRICS = {
  cpuPercent: { unit: '%', most: RESERVED_MAX, phrase: '% CPU', symptom: 'cpu' },
  memoryPercent: { unit: '%', most: RESERVED_MAX, phrase: '% memory', symptom: 'memory' },
  errorRatePercent: { unit: '%', most: 100, phrase: '% errors', symptom: 'errors', ofRequests: true, needs: REQUESTS },
  unansweredPercent: { unit: '%', most: 100, phrase: UNANSWERED, symptom: 'errors', ofRequests: true, needs: REQUESTS },
  p99LatencyMilliseconds: {
    unit: 'ms',
    most: LATENCY_MAX,
    phrase: 'ms p99 latency',
    symptom: 'latency',
    needs: REQUESTS,
  },
  requestCount: { unit: 'requests', most: 1e12, phrase: 'requests per period', symptom: 'load', needs: REQUESTS },
  unhealthyHosts: { unit: 'hosts', most: 1_000, phrase: 'unhealthy hosts', symptom: 'hosts', needs: TARGETS },
  missingTasks: { unit: 'tasks', most: TASKS_MAX, phrase: 'tasks missing', symptom: 'tasks', needs: COUNTS },
} as const satisfies Readonly<Record<string, Metric>>;
export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as [MetricName, ...MetricName[]];

/** What is said of the metric; undefined for a word that is none. */
export function metricNamed(name: MetricName): Metric;
export function metricNamed(name: string): Metric | undefined;
export function metricNamed(name: string): Metric | undefined {
  return Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : undefined;
}

/** Why a signal changed nothing. Not a failure: recorded as the execution's output. */
export type IgnoreReason =
  | 'duplicate'
  | 'stale'
  | 'muted'
  | 'suppressed'
  | 'returned-to-ok-without-incident'
  | 'caused-by-healer'
  | 'task-stopped-on-purpose'
  | 'below-count'
  | 'informational'
  | 'not-watched'
  | 'insufficient-data'
  | 'many-series'
  | 'unmapped-contributor'
  | 'unknown-incident'
  | 'undo-not-asked'
  | 'nothing-to-undo'
  | 'being-healed'
  | 'joined-enough';

/** Minutes between sweeps: how late a lost event may be noticed. */
export const SWEEP_MINUTES = 5;
/** Minutes between heartbeats. */
export const HEARTBEAT_MINUTES = 60;

/** What a sweep may find without a live execution; each is a value of a metric's dimension. */
export const SWEEP_FINDINGS = [
  'red-alarm',
  'stuck-incident',
  'left-over',
  'untold-incident',
  'unreadable-service',
] as const;
export type SweepFinding = (typeof SWEEP_FINDINGS)[number];

/** Detail types of CloudWatch's events about an alarm, and about one series of an alarm over several. */
export const ALARM_DETAIL_TYPE = 'CloudWatch Alarm State Change';
export const CONTRIBUTOR_DETAIL_TYPE = 'CloudWatch Alarm Contributor State Change';

/** Source and detail type of signals that applications put themselves. */
export const CUSTOM_SIGNAL_DETAIL_TYPE = 'healer.signal';

/** Prefix of the override parameters. The healer's roles are denied every write below it. */
export const OVERRIDE_PARAMETER_PREFIX = '/healer';

/** SSM parameter that overrides the healer for one service, or everywhere when `service` is absent. */
export function overrideParameterName(service?: string): string {
  return service === undefined
    ? `${OVERRIDE_PARAMETER_PREFIX}/mode`
    : `${OVERRIDE_PARAMETER_PREFIX}/services/${service}/mode`;
}

/** SSM parameter in which people answer whether a remedy may be used for an incident: `approve` or `deny`. */
export function approvalParameterName(incidentId: string, remedy: ActionKind): string {
  return `${OVERRIDE_PARAMETER_PREFIX}/approvals/${incidentId}/${remedy}`;
}

/** Prefix of the parameters in which people ask to undo. A rule listens to it. */
export const UNDO_PARAMETER_PREFIX = `${OVERRIDE_PARAMETER_PREFIX}/undo/`;

/** SSM parameter in which people ask to undo what was done for an incident: `now`. */
export function undoParameterName(incidentId: string): string {
  return `${UNDO_PARAMETER_PREFIX}${incidentId}`;
}

/** The Parameter Store's event when a parameter is created, updated, labelled or deleted; it never holds the value. */
export const PARAMETER_SOURCE = 'aws.ssm';
export const PARAMETER_CHANGE_DETAIL_TYPE = 'Parameter Store Change';
/** The operations of that event that write a value. */
export const PARAMETER_WRITES = ['Create', 'Update'] as const;

/** Prefix of the stop reason of every task that the healer stops, so that its own work is never a signal. */
export const STOP_REASON_PREFIX = 'healer:';

/**
 * Stop codes of tasks that failed. All other tasks were stopped on purpose, by a scale-in, a deployment, a person, or
 * the platform that moves them, except for those of `FAILED_CHECKS_STOP_CODE`.
 */
export const FAILURE_STOP_CODES = ['EssentialContainerExited', 'TaskFailedToStart'] as const;

/** Stop code of tasks that ECS stops for a failed health check, and of every scale-in and deployment as well. */
export const FAILED_CHECKS_STOP_CODE = 'ServiceSchedulerInitiated';
/** Start of the stopped reason after a failed health check; only the reason tells it from a scale-in. */
export const FAILED_CHECKS_REASONS = ['Task failed ELB health checks', 'Task failed container health checks'] as const;

/** Why a failed task stopped. Runbooks count each cause separately. */
export const STOP_CAUSES = ['outOfMemory', 'exited', 'failedToStart', 'failedHealthChecks'] as const;
export type StopCause = (typeof STOP_CAUSES)[number];

/** Tag on a task definition that says whether its schema change allows a rollback: `compatible` or `activate`. */
export const SCHEMA_TAG = 'healer:schema';

/** Tag on a task definition that says what a rollback would lose: `ordinary`, `critical-fix` or `security`. */
export const RELEASE_TAG = 'healer:release';

/** Tag on a task definition with the highest tier that its release serves. */
export const RELEASE_TIER_TAG = 'healer:release-tier';

/** Tag on a task definition with the version of the API it serves: a whole number. */
export const API_TAG = 'healer:api-version';

/** Prefix, followed by a service's name: a tag with the versions of its API that can be called, `4` or `3-5`. */
export const ACCEPTS_TAG_PREFIX = 'healer:accepts-';
