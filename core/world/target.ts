/**
 * A target of a load balancer: where requests are sent, and whether its health checks pass.
 */

/** One target: an address or an instance, and a port, in one target group. */
export interface TargetAddress {
  readonly id: string;
  readonly port: number;
  /** ARN of its target group; absent in what was recorded when a service had only one, and means that one. */
  readonly group?: string;
}

export interface TargetSnapshot extends TargetAddress {
  readonly state: 'healthy' | 'unhealthy' | 'initial' | 'draining' | 'unused' | 'unavailable';
}
