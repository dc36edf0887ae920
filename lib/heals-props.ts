/**
 * What a person says about a service and about an alarm of theirs in a CDK app: the configuration's vocabulary, with
 * constructs where the configuration has names. Written out, because it is read in an editor beside the call.
 */
import type { Duration } from 'aws-cdk-lib';
import type { IBaseService, ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IApplicationTargetGroup, INetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IParameter } from 'aws-cdk-lib/aws-ssm';
import type { HealerConfig } from '../core/config/config.ts';
import type { Symptom } from '../core/vocabulary.ts';

/** A service as the configuration's file has it. */
export type ServiceConfig = HealerConfig['services'][number];

/** An ECS service that is not in this app, by its names. */
export interface EcsServiceName {
  /** The cluster, or its name. */
  readonly cluster: ICluster | string;
  /** Name of the ECS service: the last part of its ARN. */
  readonly service: string;
}

/** A target group that is not in this app, with its load balancer. */
export interface TargetGroupArns {
  /** ARN of the target group. */
  readonly targetGroupArn: string;
  /** ARN of its application or network load balancer. */
  readonly loadBalancerArn: string;
  /**
   * ARN of the target group that blue/green deployments swap it with.
   * @default - none
   */
  readonly alternateTargetGroupArn?: string;
}

/** A target group, of this app or not. */
export type HealedTargetGroup = IApplicationTargetGroup | INetworkTargetGroup | TargetGroupArns;

/** A feature that can be switched off to survive: one SSM parameter the application reads again while it runs. */
export interface ToggleProps {
  /** A name for the toggle, as people call the feature. */
  readonly name: string;
  /** The parameter, or its full path. Its name must be known at synth. */
  readonly parameter: IParameter | string;
  /** The value in normal operation. */
  readonly on: string;
  /** The value that degrades the service. */
  readonly off: string;
  /** The failure types it is known to help against. */
  readonly helps: readonly string[];
  /** What users lose while it is off, in words for the message. */
  readonly losesFeature: string;
  /**
   * Whether it takes work off the service. Such a toggle is tried first while more is asked of the service than usual,
   * and is all that may still be done in a storm.
   * @default false
   */
  readonly shedsLoad?: boolean;
}

/** How one service is healed. */
export interface HealsProps {
  /**
   * The name people read in messages and alarms, and the key of what is learnt: keep it when the construct moves.
   * @default - the name of the ECS service where it is known at synth, else the construct's id; in kebab-case
   */
  readonly name?: string;
  /**
   * How much the service matters: `critical`, `standard` or `batch`. Weighs a minute of disruption, and how soon a
   * person is asked.
   * @default 'standard'
   */
  readonly tier?: NonNullable<ServiceConfig['tier']>;
  /**
   * Services of one group are healed one at a time. Put those that share a database into one.
   * @default - a group of its own
   */
  readonly group?: string;
  /**
   * The services this one calls: what was given to `heals`, or their names. Not in a circle.
   * @default - none
   */
  readonly dependencies?: readonly (IBaseService | string)[];
  /**
   * Features that can be switched off to survive.
   * @default - none
   */
  readonly toggles?: readonly ToggleProps[];
  /**
   * The target group of the service. It may be attached to its load balancer later than this is called.
   * @default - those the app attaches the service to; without any no error rate, no latency, no drained targets
   */
  readonly targetGroup?: HealedTargetGroup;
  /**
   * The target group that blue/green, linear or canary deployments swap `targetGroup` with: both are watched.
   * @default - the one the app gives the service as its alternate target
   */
  readonly alternateTargetGroup?: HealedTargetGroup;
  /**
   * Instead of `targetGroup`, where the service is reached by several at once: a task leaves all before it is stopped.
   * @default - as `targetGroup`
   */
  readonly targetGroups?: readonly HealedTargetGroup[];
  /**
   * Family of its task definitions; a rollback is allowed to no other.
   * @default - that of the construct; without one any family of the account
   */
  readonly taskFamily?: string;
  /**
   * The task and execution roles that its task definitions name: whoever deploys a revision must be allowed to pass its
   * roles, so a rollback is held without them.
   * @default - those of the construct's task definition; none of a service that is only named
   */
  readonly taskRoles?: readonly (IRole | string)[];
  /**
   * Period of the alarms and of every reading: whole minutes up to an hour. Shorter ones only where metrics are published
   * as often; see `resolutionSeconds` of the healer.
   * @default Duration.minutes(1)
   */
  readonly period?: Duration;
  /**
   * Whether Container Insights, with enhanced observability, reports each task of the cluster, so that sick tasks can be
   * told from well ones.
   * @default false
   */
  readonly taskMetrics?: boolean;
  /**
   * Whether Container Insights counts the service's tasks, so that fewer than desired are seen.
   * @default - as `taskMetrics`
   */
  readonly taskCounts?: boolean;
  /**
   * Whether nothing else is behind its load balancer: then requests that no task answers, because it hangs or drops the
   * connection, are seen. Else only connections that could not be made are.
   * @default false
   */
  readonly ownLoadBalancer?: boolean;
  /**
   * The most tasks scaling out may ask for. Where Application Auto Scaling has a maximum, say the same here: it takes back
   * what is above its own.
   * @default - twice as many as there are
   */
  readonly maxTasks?: number;
  /**
   * Whether tasks that their application protects from scale-in may be replaced all the same.
   * @default false - they are waited for, up to two hours, then a person is asked
   */
  readonly replaceProtectedTasks?: boolean;
  /**
   * Hours in which disruption weighs twice: `{ from: '08:00', to: '20:00', timeZone: 'Europe/Berlin' }`, with `days` such
   * as `['mon', 'fri']` where not every day has them.
   * @default - every hour weighs the same
   */
  readonly peakHours?: ServiceConfig['peakHours'];
  /**
   * SSM Change Calendars, by name, or by ARN where they are shared. While one is closed, or cannot be read, nothing
   * disruptive is done without a person.
   * @default - none
   */
  readonly changeCalendars?: NonNullable<ServiceConfig['changeCalendars']>;
  /**
   * The objective of a service with a load balancer: `{ availability: '99.9 %', days: 30 }`. With less than a tenth of
   * its error budget left, nothing disruptive is done without a person.
   * @default - none
   */
  readonly slo?: ServiceConfig['slo'];
  /**
   * The mode the service is in while its own parameter, `/healer/services/NAME/mode`, says nothing: so that a service
   * which is added later begins by being watched, whatever mode the others are in by then.
   * @default - the `initialMode` of the healer
   */
  readonly initialMode?: ServiceConfig['initialMode'];
  /**
   * Remedies a person is asked about first, such as `['rollBack']`; no answer within 15 minutes is no.
   * @default - `['rollBack']` where the tier is critical and less than half of the requests fail, else none
   */
  readonly approval?: ServiceConfig['approval'];
  /**
   * How often it may be healed, where the defaults do not suit: `{ attemptsPerDay: 3 }`.
   * @default - 6 attempts a day, growing pauses between heals, no remedy more than twice in 6 hours
   */
  readonly limits?: ServiceConfig['limits'];
  /**
   * Failure types to heal; `'all'` stands for every runbook that fits. An object changes the limits of one.
   * @default ['all']
   */
  readonly runbooks?: NonNullable<ServiceConfig['runbooks']>;
  /**
   * Applications that may report failures of this service, by the source of their events: `[{ source: 'shop.checkout' }]`.
   * What they say is acted on only while a measure of the healer agrees; `grantSignal` lets them say it.
   * @default - none
   */
  readonly signals?: NonNullable<ServiceConfig['signals']>;
}

/** What an alarm of your own means. */
export interface SignalFromProps {
  /** The service that fails: what was given to `heals`, or its name there. */
  readonly service: IBaseService | string;
  /** The failure type it means: one of the service's runbooks. */
  readonly failureType: string;
  /**
   * How the failure shows: `cpu`, `memory`, `errors`, `latency`, `load`, `backlog`, `hosts`, `tasks` or `storage`. Say it of
   * an alarm on metrics of your own, so that a busy service is told from a broken one.
   * @default - recognised by the alarm's metrics; else what the failure type is about
   */
  readonly about?: Symptom;
}

/** The words of each call, for messages about others. Complete, or they do not compile. */
const HEALS_WORDS: Readonly<Record<keyof HealsProps, true>> = {
  name: true,
  tier: true,
  group: true,
  dependencies: true,
  toggles: true,
  targetGroup: true,
  alternateTargetGroup: true,
  targetGroups: true,
  taskFamily: true,
  taskRoles: true,
  period: true,
  taskMetrics: true,
  taskCounts: true,
  maxTasks: true,
  replaceProtectedTasks: true,
  ownLoadBalancer: true,
  peakHours: true,
  changeCalendars: true,
  slo: true,
  initialMode: true,
  approval: true,
  limits: true,
  runbooks: true,
  signals: true,
};
const SIGNAL_FROM_WORDS: Readonly<Record<keyof SignalFromProps, true>> = {
  service: true,
  failureType: true,
  about: true,
};
const ECS_SERVICE_NAME_WORDS: Readonly<Record<keyof EcsServiceName, true>> = { cluster: true, service: true };

export const HEALS_KEYS: readonly string[] = Object.keys(HEALS_WORDS);
export const SIGNAL_FROM_KEYS: readonly string[] = Object.keys(SIGNAL_FROM_WORDS);
export const ECS_SERVICE_NAME_KEYS: readonly string[] = Object.keys(ECS_SERVICE_NAME_WORDS);
