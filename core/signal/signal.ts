/**
 * A signal: a report from outside that a service may be failing, or has stopped failing. Decoded from an EventBridge
 * event, and mapped to a registered service.
 */
import { STOP_CAUSES } from '../vocabulary.ts';
import {
  time,
  fieldsOf,
  shape,
  text,
  list,
  either,
  number,
  optional,
  yes,
  literal,
  word,
  type Shaped,
} from '../shape.ts';

/** Orders and deduplicates signals of one origin: a signal with an `order` not above the last one changes nothing. */
export const SignalKey = shape({
  /** What the signal is a state of: an alarm, a task, an event id. */
  subject: text,
  /** Grows with every new state of the subject: time of the transition, version of the task; 0 for one-off events. */
  order: number,
});
export type SignalKey = Shaped<typeof SignalKey>;

const SignalBase = shape({
  key: SignalKey,
  service: text,
  /** When it happened, not when it arrived; ms since the epoch. */
  at: time,
  /** One line with numbers, for people. */
  summary: text,
});

export const AlarmSignal = shape({
  ...fieldsOf(SignalBase),
  kind: literal('alarm'),
  state: word(['ALARM', 'OK']),
  alarmName: text,
  failureType: text,
  /** Alarms that triggered a composite alarm, by its own event. */
  children: list(text),
  /** The sweep found the alarm red, because its event was lost or had no effect. */
  foundBySweep: optional(yes),
  /** End of the first period beyond the limit, as far as CloudWatch says: the latest possible start. */
  since: optional(time),
});
export type AlarmSignal = Shaped<typeof AlarmSignal>;

export const TaskStoppedSignal = shape({
  ...fieldsOf(SignalBase),
  kind: literal('taskStopped'),
  taskArn: text,
  cause: word(STOP_CAUSES),
});
export type TaskStoppedSignal = Shaped<typeof TaskStoppedSignal>;

const DeploymentFailedSignal = shape({
  ...fieldsOf(SignalBase),
  kind: literal('deploymentFailed'),
  deploymentId: text,
});
export type DeploymentFailedSignal = Shaped<typeof DeploymentFailedSignal>;

/** Not a failure: a release to remember. */
const DeploymentCompletedSignal = shape({
  ...fieldsOf(SignalBase),
  kind: literal('deploymentCompleted'),
  deploymentId: text,
  /** The deployed revision. The event does not name it: absent until ECS was asked, and where ECS has forgotten it. */
  taskDefinitionArn: optional(text),
});
export type DeploymentCompletedSignal = Shaped<typeof DeploymentCompletedSignal>;

const ServiceActionSignal = shape({
  ...fieldsOf(SignalBase),
  kind: literal('serviceAction'),
  eventName: text,
});
export type ServiceActionSignal = Shaped<typeof ServiceActionSignal>;

export const CustomSignal = shape({
  ...fieldsOf(SignalBase),
  kind: literal('custom'),
  state: word(['ALARM', 'OK']),
  /** `source` of the event; absent in earlier records. */
  source: optional(text),
  failureType: text,
});
export type CustomSignal = Shaped<typeof CustomSignal>;

export const Signal = either('kind', [
  AlarmSignal,
  TaskStoppedSignal,
  DeploymentFailedSignal,
  DeploymentCompletedSignal,
  ServiceActionSignal,
  CustomSignal,
]);
export type Signal = Shaped<typeof Signal>;
