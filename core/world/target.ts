/** A target of a load balancer and its health. */
import { optional, fieldsOf, number, shape, word, text, type Shaped } from '../shape.ts';

/** One target: an address or an instance, and a port, in one target group. */
export const TargetAddress = shape({
  id: text,
  port: number,
  /** ARN of its target group; absent in records from when a service had only one, where it means that one. */
  group: optional(text),
});
export type TargetAddress = Shaped<typeof TargetAddress>;

export const TargetSnapshot = shape({
  ...fieldsOf(TargetAddress),
  state: word(['healthy', 'unhealthy', 'initial', 'draining', 'unused', 'unavailable']),
});
export type TargetSnapshot = Shaped<typeof TargetSnapshot>;
