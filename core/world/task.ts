/** A task as ECS described it. Times are ms since the epoch. */
import { optional, time, number, shape, word, text, list, type Shaped } from '../shape.ts';

/** The instance of a task and its ports there. In host mode ECS lists no ports: they are the containers' own. */
const TaskHost = shape({
  instanceId: text,
  hostPorts: list(number),
});
export type TaskHost = Shaped<typeof TaskHost>;

export const TaskSnapshot = shape({
  arn: text,
  lastStatus: text,
  desiredStatus: text,
  health: word(['HEALTHY', 'UNHEALTHY', 'UNKNOWN']),
  startedAt: optional(time),
  taskDefinitionArn: text,
  /** Address of its network interface (awsvpc): the id of its target. */
  privateIp: optional(text),
  /** Its IPv6 address, which is the id of its target in a target group of IPv6 addresses. */
  ipv6: optional(text),
  /** Where it shares the network of an EC2 instance (bridge, host): the instance is the id of its target. */
  host: optional(TaskHost),
});
export type TaskSnapshot = Shaped<typeof TaskSnapshot>;

/** Whether an application asked ECS to keep a task at a scale-in or deployment. `unknown`: ECS gave no answer. */
export const TaskProtection = shape({
  taskArn: text,
  state: word(['protected', 'free', 'unknown']),
  /** When the protection ends, ms since the epoch; absent where ECS gave no end, or without protection. */
  until: optional(time),
});
export type TaskProtection = Shaped<typeof TaskProtection>;
