/**
 * A signal: a report from outside that a service may be failing, or has stopped failing. Decoded from an EventBridge
 * event, and mapped to a registered service.
 */
import type { StopCause } from '../vocabulary.ts';

/** Orders and deduplicates signals of one origin: a signal with an `order` not above the last one changes nothing. */
export interface SignalKey {
  /** What the signal is a state of: an alarm, a task, an event id. */
  readonly subject: string;
  /** Grows with every new state of the subject: time of the transition, version of the task; 0 for one-off events. */
  readonly order: number;
}

interface SignalBase {
  readonly key: SignalKey;
  readonly service: string;
  /** When it happened, not when it arrived; ms since the epoch. */
  readonly at: number;
  /** One line with numbers, for people. */
  readonly summary: string;
}

export interface AlarmSignal extends SignalBase {
  readonly kind: 'alarm';
  readonly state: 'ALARM' | 'OK';
  readonly alarmName: string;
  readonly failureType: string;
  /** Alarms that triggered a composite alarm, by its own event. */
  readonly children: readonly string[];
  /** The sweep found the alarm red, because its event was lost or had no effect. */
  readonly foundBySweep?: true;
  /** End of the first period beyond the limit, as far as CloudWatch says: the latest possible start. */
  readonly since?: number;
}

export interface TaskStoppedSignal extends SignalBase {
  readonly kind: 'taskStopped';
  readonly taskArn: string;
  readonly cause: StopCause;
}

export interface DeploymentFailedSignal extends SignalBase {
  readonly kind: 'deploymentFailed';
  readonly deploymentId: string;
}

/** Not a failure: a release to remember. */
export interface DeploymentCompletedSignal extends SignalBase {
  readonly kind: 'deploymentCompleted';
  readonly deploymentId: string;
  /** The deployed revision. The event does not name it: absent until ECS was asked, and where ECS has forgotten it. */
  readonly taskDefinitionArn?: string;
}

export interface ServiceActionSignal extends SignalBase {
  readonly kind: 'serviceAction';
  readonly eventName: string;
}

export interface CustomSignal extends SignalBase {
  readonly kind: 'custom';
  readonly state: 'ALARM' | 'OK';
  /** `source` of the event; absent in earlier records. */
  readonly source?: string;
  readonly failureType: string;
}

export type Signal =
  | AlarmSignal
  | TaskStoppedSignal
  | DeploymentFailedSignal
  | DeploymentCompletedSignal
  | ServiceActionSignal
  | CustomSignal;
