/**
 * What the catalog says of one service: how it is reached, what it depends on, what its owners allow.
 */
import type { ServicePolicy } from '../limits/policy.ts';
import type { ActionKind, Mode, Symptom, Tier, Weekday } from '../vocabulary.ts';
import type { Watch } from './runbook.ts';

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
