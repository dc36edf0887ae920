/** The catalog's entry of one service: how it is reached, what it depends on, what its owners allow. */
import type { ServicePolicy } from '../limits/policy.ts';
import type { ActionKind, Mode, Symptom, Tier, Weekday } from '../vocabulary.ts';
import type { Watch } from './runbook.ts';

/** A feature toggle: one SSM parameter that the application re-reads, and its two values. */
export interface Toggle {
  readonly name: string;
  readonly parameter: string;
  /** Value in normal operation; written to restore when no other was journalled. */
  readonly on: string;
  /** Value that the healer writes to shed the feature. */
  readonly off: string;
  /** Failure types that this toggle helps against. */
  readonly helps: readonly string[];
  /** Features that users lose while it is off, in words for the message. */
  readonly losesFeature: string;
  /** Whether it takes work off the service in any failure: tried first under overload. */
  readonly shedsLoad?: boolean;
}

/** How the service is reached, for load balancer metrics and for draining; see `target-groups.ts`. */
export interface TargetGroup {
  readonly arn: string;
  /** CloudWatch dimension `TargetGroup`: the ARN's suffix from `targetgroup/`. */
  readonly targetGroupDimension: string;
  /** CloudWatch dimension `LoadBalancer`: the load balancer ARN's suffix from `app/` or `net/`. */
  readonly loadBalancerDimension: string;
  /** Present for a network load balancer, which counts no requests. At synth the dimension may not tell. */
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

/** The objective of a service. */
export interface ServiceLevel {
  /** Share of requests that must succeed, 0-1. */
  readonly availability: number;
  /** Days of its window. */
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
  /** Further target groups of a service that is reached in several ways, all in use at once. */
  readonly furtherTargetGroups?: readonly TargetGroup[];
  /** Present where no other service is behind its load balancers, so that their own errors are about this service. */
  readonly ownLoadBalancer?: true;
  /** Family of the service's task definitions: the permission to roll back is limited to it where it is known. */
  readonly taskFamily?: string;
  /**
   * ARNs of the task and execution roles that a rollback may pass to its tasks. The Lambdas see a stand-in for an ARN
   * that is known only when deployed.
   */
  readonly taskRoles?: readonly string[];
  /** Period of the alarms and of every metric read, in seconds: 10, 20, 30 or a multiple of 60. */
  readonly periodSeconds: number;
  /** Whether Container Insights reports each task, so that sick tasks can be told from well ones. */
  readonly taskMetrics: boolean;
  /** Whether Container Insights counts the service's tasks; as `taskMetrics` when absent. */
  readonly taskCounts?: boolean;
  /** Most tasks after scaling out; twice the found count when absent. */
  readonly maxTasks?: number;
  /** Whether tasks with scale-in protection may be replaced. */
  readonly replaceProtectedTasks?: true;
  readonly peakHours?: PeakHours;
  /** Names or ARNs of SSM Change Calendars; while one is closed, disruptive remedies need a person. */
  readonly changeCalendars?: readonly string[];
  /** Only for a service with a count of requests. */
  readonly slo?: ServiceLevel;
  /** Remedies that need an approval; when absent, a rollback of a critical service. */
  readonly approval?: readonly ActionKind[];
  /** Its mode while its override parameter says nothing; `auto` when absent. */
  readonly initialMode?: Exclude<Mode, 'auto'>;
  /** Configured limits of this service; defaults for the others. */
  readonly limits?: Partial<ServicePolicy>;
  /** Sources of events that may report a failure of this service; absent for none. */
  readonly signalSources?: readonly string[];
  /** Failure types healed here, with this service's changes. */
  readonly runbooks: Readonly<Record<string, ServiceRunbook>>;
}

/** Changes of a runbook by a service, by watch id. */
export interface ServiceRunbook {
  readonly thresholds: Readonly<Record<string, number>>;
  readonly breaching?: Readonly<Record<string, { readonly breaching: number; readonly outOf: number }>>;
  readonly missingData?: Readonly<Record<string, Watch['missingData']>>;
  /** Watches judged by CloudWatch's band of so many standard deviations instead of a fixed limit. */
  readonly anomaly?: Readonly<Record<string, number>>;
  /** Watches without an alarm here. */
  readonly off?: readonly string[];
}

/** An alarm that the healer answers, created by the construct or brought by the user. */
export interface AlarmEntry {
  readonly service: string;
  readonly failureType: string;
  /** What a brought alarm is about, by the user's word: counts where its metrics do not tell. */
  readonly about?: Symptom;
}
