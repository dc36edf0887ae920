/**
 * A service as ECS described it when it was read. Times are ms since the epoch.
 */

export interface ServiceDeploymentState {
  readonly id: string;
  readonly status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  readonly rolloutState: 'COMPLETED' | 'FAILED' | 'IN_PROGRESS' | 'UNKNOWN';
  readonly taskDefinitionArn: string;
  readonly createdAt: number;
  /** Tasks of it that failed to run or to become healthy; absent where nobody counted. */
  readonly failedTasks?: number;
}

/** How many tasks may run while one revision takes the place of another, in percent of the desired count. */
export interface RolloutPace {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/** One target group of a service, and the port of its tasks that is a target there. */
export interface LoadBalancerAttachment {
  /** ARN of the target group; the name of the load balancer where a classic one, which has no groups, is in front. */
  readonly group: string;
  /** The other group of a blue/green pair: deployments swap the two, and this entry stays as it is. */
  readonly alternateGroup?: string;
  readonly containerPort: number;
}

/** One of the revisions that CodeDeploy or an external controller runs side by side. */
export interface TaskSetState {
  readonly id: string;
  /** PRIMARY serves, ACTIVE is being brought up or waits, DRAINING goes. */
  readonly status: string;
  readonly taskDefinitionArn: string;
}

export interface ServiceSnapshot {
  /** Absent in what was recorded before it was read, and where ECS did not say. */
  readonly arn?: string;
  readonly status: string;
  /** REPLICA or DAEMON; absent in what was recorded before it was read. */
  readonly schedulingStrategy?: string;
  /** `ECS` for Express Mode, where ECS manages load balancer and scaling too; absent otherwise. */
  readonly resourceManagement?: string;
  /** Empty under the controller ECS; absent in what was recorded before they were read. */
  readonly taskSets?: readonly TaskSetState[];
  /** When ECS began to move tasks between zones, ms since the epoch; absent while it does not. */
  readonly rebalancingSince?: number;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly taskDefinitionArn: string;
  readonly deploymentController: string;
  readonly deployments: readonly ServiceDeploymentState[];
  /** The target groups ECS registers its tasks in; absent in facts recorded before they were read. */
  readonly loadBalancers?: readonly LoadBalancerAttachment[];
  /** How its deployments proceed; absent where ECS did not say. */
  readonly rollout?: RolloutPace & { readonly strategy: string; readonly hasHooks: boolean };
}
