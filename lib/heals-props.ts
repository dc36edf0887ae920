/**
 * The properties of a service and of a user's own alarm in a CDK app: the vocabulary of the configuration, with
 * constructs in place of names. Written out in full, because people read them in an editor beside the call.
 */
import type { Duration } from 'aws-cdk-lib';
import type { IBaseService, ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IApplicationTargetGroup, INetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IParameter } from 'aws-cdk-lib/aws-ssm';
import type { HealerConfig } from '../core/config/config.ts';
import type { Symptom } from '../core/vocabulary.ts';

/** A service in the form of the configuration's file. */
export type ServiceConfig = HealerConfig['services'][number];

/** An ECS service outside this app, by its names. */
export interface EcsServiceName {
  /** The cluster, or its name. */
  readonly cluster: ICluster | string;
  /** Name of the ECS service: the last part of its ARN. */
  readonly service: string;
}

/** A target group outside this app, with its load balancer. */
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

/** A feature that can be switched off to survive: one SSM parameter that the application re-reads while it runs. */
export interface ToggleProps {
  /** What people call the feature. */
  readonly name: string;
  /** The parameter, or its full path. Its name must be known at synth. */
  readonly parameter: IParameter | string;
  /** The value in normal operation. */
  readonly on: string;
  /** The value that degrades the service. */
  readonly off: string;
  /** The failure types that it is known to help against. */
  readonly helps: readonly string[];
  /** What users lose while it is off, in words for the message. */
  readonly losesFeature: string;
  /**
   * Whether it takes load off the service. The healer tries such a toggle first under unusual load, and in a storm it
   * uses no other remedy.
   * @default false
   */
  readonly shedsLoad?: boolean;
}

export interface HealsProps {
  /**
   * The name in messages and alarms, and the key of memory: keep it when the construct moves.
   * @default - the name of the ECS service if synth knows it, else the construct's id; in kebab-case
   */
  readonly name?: string;
  /**
   * How much the service matters: `critical`, `standard` or `batch`. It weighs a minute of disruption and how soon the
   * healer asks a person.
   * @default 'standard'
   */
  readonly tier?: NonNullable<ServiceConfig['tier']>;
  /**
   * The healer heals the services of a group one at a time. Put services that share a database into one group.
   * @default - a group of its own
   */
  readonly group?: string;
  /**
   * The services that this one calls: constructs given to `heals`, or their names. No cycles.
   * @default - none
   */
  readonly dependencies?: readonly (IBaseService | string)[];
  /**
   * Features that can be switched off to survive.
   * @default - none
   */
  readonly toggles?: readonly ToggleProps[];
  /**
   * The target group of the service. The app may attach it to its load balancer after this call.
   * @default - those the app attaches the service to; without any, no error rate, no latency and no draining
   */
  readonly targetGroup?: HealedTargetGroup;
  /**
   * The target group that blue/green, linear or canary deployments swap `targetGroup` with: both are watched.
   * @default - the service's alternate target in the app
   */
  readonly alternateTargetGroup?: HealedTargetGroup;
  /**
   * In place of `targetGroup`, for a service behind several: the healer deregisters a task from all before it stops it.
   * @default - as `targetGroup`
   */
  readonly targetGroups?: readonly HealedTargetGroup[];
  /**
   * Family of its task definitions; a rollback may use no other.
   * @default - that of the construct; without one, any family of the account
   */
  readonly taskFamily?: string;
  /**
   * The task and execution roles of its task definitions. Deploying a revision needs the right to pass its roles, so
   * without them a rollback is held.
   * @default - those of the construct's task definition; none for a service that is only named
   */
  readonly taskRoles?: readonly (IRole | string)[];
  /**
   * Period of the alarms and of every reading: whole minutes up to an hour. Shorter ones need metrics at the same
   * interval; see `resolutionSeconds` of the healer.
   * @default Duration.minutes(1)
   */
  readonly period?: Duration;
  /**
   * Whether Container Insights, with enhanced observability, reports single tasks, so that the healer can tell failing
   * tasks from healthy ones.
   * @default false
   */
  readonly taskMetrics?: boolean;
  /**
   * Whether Container Insights counts the service's tasks, so that the healer sees missing ones.
   * @default - as `taskMetrics`
   */
  readonly taskCounts?: boolean;
  /**
   * Whether the load balancer serves only this service. Then the healer sees requests that no task answers because it
   * hangs or drops the connection; otherwise only connections that failed.
   * @default false
   */
  readonly ownLoadBalancer?: boolean;
  /**
   * The most tasks that scaling out may ask for. If Application Auto Scaling has a maximum, give the same here: it
   * removes tasks above its own.
   * @default - twice the present number
   */
  readonly maxTasks?: number;
  /**
   * Whether the healer may replace tasks that their application protects from scale-in.
   * @default false - the healer waits for them, up to two hours, then asks a person
   */
  readonly replaceProtectedTasks?: boolean;
  /**
   * Hours in which disruption weighs twice: `{ from: '08:00', to: '20:00', timeZone: 'Europe/Berlin' }`, with `days` such
   * as `['mon', 'fri']` if not every day has them.
   * @default - every hour weighs the same
   */
  readonly peakHours?: ServiceConfig['peakHours'];
  /**
   * SSM Change Calendars, by name, or by ARN if they are shared. While one is closed or cannot be read, the healer does
   * nothing disruptive without approval.
   * @default - none
   */
  readonly changeCalendars?: NonNullable<ServiceConfig['changeCalendars']>;
  /**
   * The SLO of a service with a load balancer: `{ availability: '99.9 %', days: 30 }`. The SLO only restrains: with less
   * than a tenth of the error budget left, the healer does nothing disruptive without approval.
   * @default - none
   */
  readonly slo?: ServiceConfig['slo'];
  /**
   * The mode of the service while its own parameter, `/healer/services/NAME/mode`, does not exist. With `observe`, a
   * service that you add later is watched first, whatever the mode of the others.
   * @default - the `initialMode` of the healer
   */
  readonly initialMode?: ServiceConfig['initialMode'];
  /**
   * Remedies that need a person's approval, such as `['rollBack']`; no answer within 15 minutes is no.
   * @default - `['rollBack']` if the tier is critical and less than half of the requests fail, else none
   */
  readonly approval?: ServiceConfig['approval'];
  /**
   * How often the service may be healed, where the defaults do not suit: `{ attemptsPerDay: 3 }`.
   * @default - 6 attempts a day, growing pauses between heals, no remedy more than twice in 6 hours
   */
  readonly limits?: ServiceConfig['limits'];
  /**
   * Failure types to heal; `'all'` stands for every runbook that fits. An object changes the limits of one.
   * @default ['all']
   */
  readonly runbooks?: NonNullable<ServiceConfig['runbooks']>;
  /**
   * Applications that may report failures of this service, by the source of their events: `[{ source: 'shop.checkout'
   * }]`. The healer acts on a report only while one of its own measures agrees; `grantSignal` allows the report.
   * @default - none
   */
  readonly signals?: NonNullable<ServiceConfig['signals']>;
}

/** What an alarm of your own means. */
export interface SignalFromProps {
  /** The service that fails: a construct given to `heals`, or its name there. */
  readonly service: IBaseService | string;
  /** The failure type that it means: one of the service's runbooks. */
  readonly failureType: string;
  /**
   * How the failure shows: `cpu`, `memory`, `errors`, `latency`, `load`, `backlog`, `hosts`, `tasks` or `storage`. Give
   * it for an alarm on your own metrics, so that the healer can tell a busy service from a broken one.
   * @default - recognised by the alarm's metrics, else that of the failure type
   */
  readonly about?: Symptom;
}

/** All property names of each call, for messages about unknown ones. A missing one does not compile. */
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
