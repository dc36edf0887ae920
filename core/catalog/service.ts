/** The catalog's entry of one service: how it is reached, what it depends on, what its owners allow. */
import { ServicePolicy } from '../limits/policy.ts';
import { TIERS, ACTION_KINDS, WEEKDAYS, type Symptom } from '../vocabulary.ts';
import { MissingData } from './runbook.ts';
import {
  optional,
  flag,
  byName,
  yes,
  partly,
  number,
  shape,
  word,
  text,
  list,
  positive,
  type Shaped,
} from '../shape.ts';

/** A feature toggle: one SSM parameter that the application re-reads, and its two values. */
export const Toggle = shape({
  name: text,
  parameter: text,
  /** Value in normal operation; written to restore when no other was journalled. */
  on: text,
  /** Value that the healer writes to shed the feature. */
  off: text,
  /** Failure types that this toggle helps against. */
  helps: list(text),
  /** Features that users lose while it is off, in words for the message. */
  losesFeature: text,
  /** Whether it takes work off the service in any failure: tried first under overload. */
  shedsLoad: optional(flag),
});
export type Toggle = Shaped<typeof Toggle>;

/** How the service is reached, for load balancer metrics and for draining; see `target-groups.ts`. */
export const TargetGroup = shape({
  arn: text,
  /** CloudWatch dimension `TargetGroup`: the ARN's suffix from `targetgroup/`. */
  targetGroupDimension: text,
  /** CloudWatch dimension `LoadBalancer`: the load balancer ARN's suffix from `app/` or `net/`. */
  loadBalancerDimension: text,
  /** Present for a network load balancer, which counts no requests. At synth the dimension may not tell. */
  network: optional(yes),
  /** Behind the same load balancer: the group that blue/green deployments swap this one with. */
  alternate: optional(shape({ arn: text, targetGroupDimension: text })),
});
export type TargetGroup = Shaped<typeof TargetGroup>;

/** Hours of the day in which most users are there. */
export const PeakHours = shape({
  /** Clock times such as `08:00`; an end before the beginning is on the next day. */
  from: text,
  to: text,
  /** IANA name of the time zone of both. */
  timeZone: text,
  /** Days on which they begin; every day when absent. */
  days: optional(list(word(WEEKDAYS))),
});
export type PeakHours = Shaped<typeof PeakHours>;

/** The objective of a service. */
export const ServiceLevel = shape({
  /** Share of requests that must succeed, 0-1. */
  availability: number,
  /** Days of its window. */
  days: number,
});
export type ServiceLevel = Shaped<typeof ServiceLevel>;

/** Changes of a runbook by a service, by watch id. */
export const ServiceRunbook = shape({
  thresholds: byName(number),
  breaching: optional(byName(shape({ breaching: number, outOf: number }))),
  missingData: optional(byName(MissingData)),
  /** Watches judged by CloudWatch's band of so many standard deviations instead of a fixed limit. */
  anomaly: optional(byName(number)),
  /** Watches without an alarm here. */
  off: optional(list(text)),
});
export type ServiceRunbook = Shaped<typeof ServiceRunbook>;

export const ServiceEntry = shape({
  /** Name in messages, in parameters and in memory; unique within one healer. */
  name: text,
  cluster: text,
  ecsService: text,
  tier: word(TIERS),
  /** Services of one group are healed one at a time. */
  group: text,
  dependencies: list(text),
  toggles: list(Toggle),
  targetGroup: optional(TargetGroup),
  /** Further target groups of a service that is reached in several ways, all in use at once. */
  furtherTargetGroups: optional(list(TargetGroup)),
  /** Present where no other service is behind its load balancers, so that their own errors are about this service. */
  ownLoadBalancer: optional(yes),
  /** Family of the service's task definitions: the permission to roll back is limited to it where it is known. */
  taskFamily: optional(text),
  /**
   * ARNs of the task and execution roles that a rollback may pass to its tasks. The Lambdas see a stand-in for an ARN
   * that is known only when deployed.
   */
  taskRoles: optional(list(text)),
  /** Period of the alarms and of every metric read, in seconds: 10, 20, 30 or a multiple of 60. */
  periodSeconds: positive,
  /** Whether Container Insights reports each task, so that sick tasks can be told from well ones. */
  taskMetrics: flag,
  /** Whether Container Insights counts the service's tasks; as `taskMetrics` when absent. */
  taskCounts: optional(flag),
  /** Most tasks after scaling out; twice the found count when absent. */
  maxTasks: optional(number),
  /** Whether tasks with scale-in protection may be replaced. */
  replaceProtectedTasks: optional(yes),
  peakHours: optional(PeakHours),
  /** Names or ARNs of SSM Change Calendars; while one is closed, disruptive remedies need a person. */
  changeCalendars: optional(list(text)),
  /** Only for a service with a count of requests. */
  slo: optional(ServiceLevel),
  /** Remedies that need an approval; when absent, a rollback of a critical service. */
  approval: optional(list(word(ACTION_KINDS))),
  /** Its mode while its override parameter says nothing; `auto` when absent. */
  initialMode: optional(word(['observe', 'off'])),
  /** Configured limits of this service; defaults for the others. */
  limits: optional(partly(ServicePolicy)),
  /** Sources of events that may report a failure of this service; absent for none. */
  signalSources: optional(list(text)),
  /** Failure types healed here, with this service's changes. */
  runbooks: byName(ServiceRunbook),
});
export type ServiceEntry = Shaped<typeof ServiceEntry>;

/** An alarm that the healer answers, created by the construct or brought by the user. */
export interface AlarmEntry {
  readonly service: string;
  readonly failureType: string;
  /** What a brought alarm is about, by the user's word: counts where its metrics do not tell. */
  readonly about?: Symptom;
}
