/**
 * Everything the healer needs of the world, as small asynchronous interfaces: read this first. The Lambdas implement
 * them with AWS, tests and simulator in memory; one contract suite runs against both. Times are ms since the epoch.
 * A port that cannot answer throws `ReadFailed` or `WriteFailed`; expected refusals are return values.
 * Limits, ledger, and what looks after the healer itself have a file each.
 */
import type { Limits } from './limits-port.ts';
import type { Ledger } from './ledger-port.ts';
import type { Canary, Executions, Sweeps } from './care-ports.ts';
import type { Context } from './memory/context.ts';
import type { ServiceEntry } from './catalog.ts';
import type { Wait, WaitCounts } from './memory/organic-recovery.ts';
import type { MetricElement } from './metrics.ts';
import type { ActionKind, AttemptStatus, RemedyKind } from './vocabulary.ts';
import type { Message } from './workflow/command.ts';

/** A read did not succeed, so nothing is known. Safe to retry. */
export class ReadFailed extends Error {
  override readonly name = 'ReadFailed';
}

/** It was read, and there is no such thing. */
export class NotThere extends ReadFailed {}

/** A write may or may not have happened. Retried only by stages that check first. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed';
}

/** Somebody else wrote first. Load again and start over. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

export interface Clock {
  now(): number;
}

/* ---- CloudWatch ---- */

export interface AlarmSnapshot {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly stateChangedAt: number;
  /** Whether another alarm keeps its actions from being carried out: a composite alarm with a suppressor. */
  readonly suppressed?: boolean;
  /** Of an alarm over several series: those that are red. The alarm itself has no state that is of one service. */
  readonly contributors?: readonly AlarmSnapshot[];
  /** Of a composite alarm: the alarms its rule names. */
  readonly children?: readonly string[];
  /** What it looks at, where that can be read but is compared with no fixed limit of its own: a band, an open query. */
  readonly looksAt?: { readonly elements: readonly MetricElement[]; readonly side?: 'above' | 'below' };
  /** Absent for composite alarms and for kinds the healer cannot read back (anomaly bands, logs). */
  readonly measure?: {
    readonly elements: readonly MetricElement[];
    readonly periodSeconds: number;
    readonly comparison: 'above' | 'below';
    readonly threshold: number;
    /** The limit itself fails: it is red from there on. */
    readonly limitFails?: true;
    /** How long it may stay red after its last bad period: it looks at several. */
    readonly lingersSeconds?: number;
  };
  /** What a period without a datapoint counts as; absent for composite alarms. */
  readonly missingData?: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  /** Not as CloudWatch says: it is taken for OK because its metric is silent, as it is when all is well. */
  readonly quiet?: true;
  /** Not as CloudWatch says, which is OK: its newest reading is beyond its limit, and what came after that is late. */
  readonly late?: true;
}

export interface SeriesRequest {
  readonly id: string;
  readonly elements: readonly MetricElement[];
  readonly periodSeconds: number;
}

export interface Point {
  /** Start of the period. */
  readonly at: number;
  readonly value: number;
}

export interface Metrics {
  /**
   * Alarms by name; one that does not exist is absent from the answer. At most 100 names. A contributor by its name is one
   * series of its alarm, with a state of its own; the alarm over several series itself is neither red nor OK.
   */
  alarms(names: readonly string[]): Promise<readonly AlarmSnapshot[]>;
  /** Whether a mute rule is at work on the alarm now: somebody asked for quiet. */
  muted(alarmName: string): Promise<boolean>;
  /** Complete periods in [from, to), oldest first, by request id; an empty list means no data. At most 100 requests. */
  series(
    requests: readonly SeriesRequest[],
    from: number,
    to: number,
  ): Promise<Readonly<Record<string, readonly Point[]>>>;
}

/* ---- ECS and its load balancer ---- */

export interface ServiceDeploymentState {
  readonly id: string;
  readonly status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  readonly rolloutState: 'COMPLETED' | 'FAILED' | 'IN_PROGRESS' | 'UNKNOWN';
  readonly taskDefinitionArn: string;
  readonly createdAt: number;
  /** Tasks of it that failed to run or to become healthy; absent where nobody counted. */
  readonly failedTasks?: number;
}

/** How many tasks may run while one revision takes the place of another, in percent of the desired count. */
export interface RolloutPace {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/** One target group of a service, and the port of its tasks that is a target there. */
export interface LoadBalancerAttachment {
  /** ARN of the target group; the name of the load balancer where a classic one, which has no groups, is in front. */
  readonly group: string;
  /** The other group of a blue/green pair: deployments swap the two, and this entry stays as it is. */
  readonly alternateGroup?: string;
  readonly containerPort: number;
}

/** One of the revisions that CodeDeploy or an external controller runs side by side. */
export interface TaskSetState {
  readonly id: string;
  /** PRIMARY serves, ACTIVE is being brought up or waits, DRAINING goes. */
  readonly status: string;
  readonly taskDefinitionArn: string;
}

export interface ServiceSnapshot {
  /** Absent in what was recorded before it was read, and where ECS did not say. */
  readonly arn?: string;
  readonly status: string;
  /** REPLICA or DAEMON; absent in what was recorded before it was read. */
  readonly schedulingStrategy?: string;
  /** `ECS` for Express Mode, where ECS manages load balancer and scaling too; absent otherwise. */
  readonly resourceManagement?: string;
  /** Empty under the controller ECS; absent in what was recorded before they were read. */
  readonly taskSets?: readonly TaskSetState[];
  /** When ECS began to move tasks between zones, ms since the epoch; absent while it does not. */
  readonly rebalancingSince?: number;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly taskDefinitionArn: string;
  readonly deploymentController: string;
  readonly deployments: readonly ServiceDeploymentState[];
  /** The target groups ECS registers its tasks in; absent in facts recorded before they were read. */
  readonly loadBalancers?: readonly LoadBalancerAttachment[];
  /** How its deployments proceed; absent where ECS did not say. */
  readonly rollout?: RolloutPace & { readonly strategy: string; readonly hasHooks: boolean };
}

export interface TaskSnapshot {
  readonly arn: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly health: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  readonly startedAt?: number;
  readonly taskDefinitionArn: string;
  /** Address of its network interface (awsvpc): the id of its target. */
  readonly privateIp?: string;
  /** Its IPv6 address, which is the id of its target in a target group of IPv6 addresses. */
  readonly ipv6?: string;
  /** Where it shares the network of an EC2 instance (bridge, host): the instance is the id of its target. */
  readonly host?: TaskHost;
}

/** The instance a task runs on and the ports that lead to it. In host mode ECS tells no ports: they are the containers' own. */
export interface TaskHost {
  readonly instanceId: string;
  readonly hostPorts: readonly number[];
}

/** Whether an application asked ECS to keep a task when it scales in or deploys. `unknown`: ECS gave no answer for it. */
export interface TaskProtection {
  readonly taskArn: string;
  readonly state: 'protected' | 'free' | 'unknown';
  /** When the protection ends, ms since the epoch; absent where ECS did not say, or there is none. */
  readonly until?: number;
}

/** One target: an address or an instance, and a port, in one target group. */
export interface TargetAddress {
  readonly id: string;
  readonly port: number;
  /** ARN of its target group; absent in what was recorded when a service had only one, and means that one. */
  readonly group?: string;
}

export interface TargetSnapshot extends TargetAddress {
  readonly state: 'healthy' | 'unhealthy' | 'initial' | 'draining' | 'unused' | 'unavailable';
}

/** One finished or running deployment of the service's history. */
export interface DeploymentRecord {
  readonly arn: string;
  readonly status: string;
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** What ran after it: the target, or what was restored when it was rolled back. */
  readonly taskDefinitionArn: string;
  /** What ECS itself took back, when it did. */
  readonly takenBack?: string;
}

export interface TaskDefinitionSnapshot {
  readonly arn: string;
  readonly status: string;
  readonly images: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Secrets, parameters and files that its tasks need to start, as they are named in it. */
  readonly references?: readonly string[];
  /** ARNs of its task role and its execution role: who deploys it must be allowed to pass them. Absent in older records. */
  readonly roles?: readonly string[];
}

export interface Services {
  describe(service: ServiceEntry): Promise<ServiceSnapshot>;
  /** Tasks that should be running, starting ones included. */
  tasks(service: ServiceEntry): Promise<readonly TaskSnapshot[]>;
  /** One answer for each task asked about. */
  protections(service: ServiceEntry, taskArns: readonly string[]): Promise<readonly TaskProtection[]>;
  /** The targets of every registered target group, alternates included; empty without one. */
  targets(service: ServiceEntry): Promise<readonly TargetSnapshot[]>;
  /** Deployments that ended in success or in a successful rollback, and running ones; newest first, at most 20. */
  deployments(service: ServiceEntry): Promise<readonly DeploymentRecord[]>;
  taskDefinition(arn: string): Promise<TaskDefinitionSnapshot>;
  setDesiredCount(service: ServiceEntry, count: number): Promise<void>;
  /** `reason` must start with `STOP_REASON_PREFIX`. Stopping a stopped task is no error. */
  stopTask(service: ServiceEntry, taskArn: string, reason: string): Promise<void>;
  /** Refused with `WriteFailed` for a target group that is not registered. */
  deregisterTarget(service: ServiceEntry, target: TargetAddress): Promise<void>;
  registerTarget(service: ServiceEntry, target: TargetAddress): Promise<void>;
  /** With the pace of this and later deployments, where it is given. Nothing is deployed anew that runs already. */
  setTaskDefinition(service: ServiceEntry, taskDefinitionArn: string, pace?: RolloutPace): Promise<void>;
  /** How deployments proceed, and nothing else: it deploys nothing, and takes back nothing that anybody deployed. */
  setRolloutPace(service: ServiceEntry, pace: RolloutPace): Promise<void>;
}

/* ---- Parameters ---- */

export type ParameterReading =
  /** `changedAt`: when its value was last changed; absent where it never was, or where nobody knows. */
  | { readonly kind: 'value'; readonly value: string; readonly changedAt?: number }
  | { readonly kind: 'absent' }
  /** `unread`: the read failed, so it may be anything; absent where it has no value that could be used, or nobody asked. */
  | { readonly kind: 'unreadable'; readonly why: string; readonly unread?: true };

export interface Toggles {
  read(parameter: string): Promise<ParameterReading>;
  write(parameter: string, value: string): Promise<void>;
  /**
   * Asks to write a parameter that exists in a way that changes nothing, to see whether it would be allowed.
   * @throws WriteFailed where it would not be, and where the parameter does not exist
   */
  mayWrite(parameter: string, value: string): Promise<void>;
}

export type CalendarState =
  | { readonly kind: 'open' }
  /** `until`: when the state changes next; absent where nobody knows. */
  | { readonly kind: 'closed'; readonly until?: number };

export interface Calendars {
  /** Open only if each of the change calendars is; at least one is asked for, by name or ARN. */
  state(names: readonly string[]): Promise<CalendarState>;
}

export interface OverrideReading {
  readonly global: ParameterReading;
  readonly service: ParameterReading;
  /** What people answered; absent when nothing was asked. */
  readonly answer?: ParameterReading;
  /** Whether people asked to undo; absent when it was not looked for. */
  readonly undo?: ParameterReading;
}

export interface Override {
  /** All parameters at once, read directly and never cached. Never throws: a failure is a reading. */
  read(service: string, answerIn?: string, undoIn?: string): Promise<OverrideReading>;
}

/* ---- State of the healer ---- */

/** Experience with one remedy against one failure type in one context, decayed to the time of reading. */
export interface Experience {
  readonly context: Context;
  readonly remedy: RemedyKind;
  /** Sums over all services, then over this one; fractional because old ones fade. */
  readonly all: { readonly successes: number; readonly attempts: number };
  readonly here: { readonly successes: number; readonly attempts: number };
  /** Times it made things worse, all services; faded like the other sums. */
  readonly harms: number;
  /** Plain counts at this service: "worked 7 of 8 times here". */
  readonly countHere: { readonly successes: number; readonly attempts: number };
  /** Times it could not be carried out, all services; absent when it always could. */
  readonly executionErrors?: number;
  /** Mean minutes it took when it worked, all services; absent before the first success. */
  readonly meanMinutes?: number;
  /** Stored sums that cannot be true and were left out; absent when there were none. */
  readonly damaged?: number;
}

export interface AttemptResult {
  readonly incidentId: string;
  readonly attempt: number;
  readonly failureType: string;
  readonly service: string;
  readonly context: Context;
  readonly remedy: ActionKind;
  readonly status: Exclude<AttemptStatus, 'pending' | 'relapsed'>;
  readonly harmful: boolean;
  /** The healer itself failed while using it: counted apart, and nothing else is. */
  readonly executionError?: boolean;
  /** From the start of the action to verified health; only when it succeeded. */
  readonly minutes?: number;
  readonly at: number;
}

export interface ObservedWait {
  readonly incidentId: string;
  readonly failureType: string;
  readonly wait: Wait;
  readonly at: number;
}

export interface Memory {
  /** Experience in every context in which there is any. */
  read(failureType: string, service: string, now: number): Promise<readonly Experience[]>;
  /** Counts the attempt once, however often it is called; a second call answers `already`. */
  settle(result: AttemptResult): Promise<'recorded' | 'already'>;
  /**
   * Takes the credit of a success back and counts it as a failure, because the failure is back. Once, however often it
   * is called; `already` also for what was never counted as a success.
   */
  reverse(credit: AttemptResult): Promise<'reversed' | 'already'>;
  /** Counts how long an incident's failure lasted untouched; once for each incident. */
  observeWait(observed: ObservedWait): Promise<'recorded' | 'already'>;
  /** Every wait that was observed for failures of this type. */
  waits(failureType: string): Promise<WaitCounts>;
}

/** Publishes outside the state machine: only for incidents whose execution died. */
export interface Notifier {
  publish(message: Message): Promise<void>;
  /** The same message for chat; does nothing where nobody asked for chat. */
  publishInChat(message: Message): Promise<void>;
}

export interface Ports {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly services: Services;
  readonly toggles: Toggles;
  readonly override: Override;
  readonly calendars: Calendars;
  readonly memory: Memory;
  readonly limits: Limits;
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  readonly executions: Executions;
  readonly sweeps: Sweeps;
  readonly canary: Canary;
}
