/**
 * A signal: something outside says that a service may be failing, or that it stopped failing. Decoded from an
 * EventBridge event, already mapped to a registered service. It knows nothing of incidents or remedies.
 */
import type { StopCause } from '../vocabulary.ts';

/** Orders and deduplicates signals of one origin: a signal with an `order` not above the last one seen changes nothing. */
export interface SignalKey {
  /** What the signal is a state of: an alarm, a task, one event id. */
  readonly subject: string;
  /** Grows with every new state of the subject: the transition's time, the task's version; 0 for one-off events. */
  readonly order: number;
}

interface SignalBase {
  readonly key: SignalKey;
  readonly service: string;
  /** When it happened, ms since the epoch; not when it arrived. */
  readonly at: number;
  /** One line with numbers, for people. */
  readonly summary: string;
}

export interface AlarmSignal extends SignalBase {
  readonly kind: 'alarm';
  readonly state: 'ALARM' | 'OK';
  readonly alarmName: string;
  readonly failureType: string;
  /** Names of the alarms a composite alarm says triggered it. */
  readonly children: readonly string[];
  /** Its event never came, or nothing came of it: the sweep found the alarm red. */
  readonly foundBySweep?: true;
  /** End of the first period that was beyond the limit, as far as CloudWatch says: when it began, at the latest. */
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

/** No failure: a release to remember. */
export interface DeploymentCompletedSignal extends SignalBase {
  readonly kind: 'deploymentCompleted';
  readonly deploymentId: string;
  /** What it deployed. The event does not say, so it is absent until ECS was asked, and where ECS does not know any more. */
  readonly taskDefinitionArn?: string;
}

export interface ServiceActionSignal extends SignalBase {
  readonly kind: 'serviceAction';
  readonly eventName: string;
}

export interface CustomSignal extends SignalBase {
  readonly kind: 'custom';
  readonly state: 'ALARM' | 'OK';
  /** `source` of the event; absent in what earlier versions recorded. */
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
