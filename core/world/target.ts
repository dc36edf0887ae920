/** A target of a load balancer and its health. */

/** One target: an address or an instance, and a port, in one target group. */
export interface TargetAddress {
  readonly id: string;
  readonly port: number;
  /** ARN of its target group; absent in records from when a service had only one, where it means that one. */
  readonly group?: string;
}

export interface TargetSnapshot extends TargetAddress {
  readonly state: 'healthy' | 'unhealthy' | 'initial' | 'draining' | 'unused' | 'unavailable';
}
