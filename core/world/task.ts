/** A task as ECS described it. Times are ms since the epoch. */

export interface TaskSnapshot {
  readonly arn: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly health: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  readonly startedAt?: number;
  readonly taskDefinitionArn: string;
  /** Address of its network interface (awsvpc): the id of its target. */
  readonly privateIp?: string;
  /** Its IPv6 address, which is the id of its target in a target group of IPv6 addresses. */
  readonly ipv6?: string;
  /** Where it shares the network of an EC2 instance (bridge, host): the instance is the id of its target. */
  readonly host?: TaskHost;
}

/** The instance of a task and its ports there. In host mode ECS lists no ports: they are the containers' own. */
export interface TaskHost {
  readonly instanceId: string;
  readonly hostPorts: readonly number[];
}

/** Whether an application asked ECS to keep a task at a scale-in or deployment. `unknown`: ECS gave no answer. */
export interface TaskProtection {
  readonly taskArn: string;
  readonly state: 'protected' | 'free' | 'unknown';
  /** When the protection ends, ms since the epoch; absent where ECS gave no end, or without protection. */
  readonly until?: number;
}
