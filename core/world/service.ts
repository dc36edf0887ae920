/** A service as ECS described it. Times are ms since the epoch. */
import { shape, number, type Shaped } from '../shape.ts';

export interface ServiceDeploymentState {
  readonly id: string;
  readonly status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  readonly rolloutState: 'COMPLETED' | 'FAILED' | 'IN_PROGRESS' | 'UNKNOWN';
  readonly taskDefinitionArn: string;
  readonly createdAt: number;
  /** Its tasks that failed to run or to become healthy; absent where ECS has no count. */
  readonly failedTasks?: number;
}

/** How many tasks may run while one revision replaces another, in percent of the desired count. */
export const RolloutPace = shape({
  minimumHealthyPercent: number,
  maximumPercent: number,
});
export type RolloutPace = Shaped<typeof RolloutPace>;

/** One target group of a service, and the port of its tasks that is a target there. */
export interface LoadBalancerAttachment {
  /** ARN of the target group; for a classic load balancer, which has no groups, its name. */
  readonly group: string;
  /** The other group of a blue/green pair: deployments swap the two, and this entry stays. */
  readonly alternateGroup?: string;
  readonly containerPort: number;
}

/** One of the revisions that CodeDeploy or an external controller runs side by side. */
export interface TaskSetState {
  readonly id: string;
  /** PRIMARY serves, ACTIVE starts or waits, DRAINING ends. */
  readonly status: string;
  readonly taskDefinitionArn: string;
}

export interface ServiceSnapshot {
  /** Absent in earlier records, and where ECS gave none. */
  readonly arn?: string;
  readonly status: string;
  /** REPLICA or DAEMON; absent in earlier records. */
  readonly schedulingStrategy?: string;
  /** `ECS` for Express Mode, where ECS also manages load balancer and scaling; absent otherwise. */
  readonly resourceManagement?: string;
  /** Empty under the controller ECS; absent in earlier records. */
  readonly taskSets?: readonly TaskSetState[];
  /** When ECS began to move tasks between zones, ms since the epoch; absent while it does not. */
  readonly rebalancingSince?: number;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly taskDefinitionArn: string;
  readonly deploymentController: string;
  readonly deployments: readonly ServiceDeploymentState[];
  /** The target groups in which ECS registers its tasks; absent in earlier records. */
  readonly loadBalancers?: readonly LoadBalancerAttachment[];
  /** Its deployment configuration; absent where ECS gave none. */
  readonly rollout?: RolloutPace & { readonly strategy: string; readonly hasHooks: boolean };
}
