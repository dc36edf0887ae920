/** A service as ECS described it. Times are ms since the epoch. */
import { shape, number, optional, fieldsOf, flag, time, word, text, list, amount, type Shaped } from '../shape.ts';

export const ServiceDeploymentState = shape({
  id: text,
  status: word(['PRIMARY', 'ACTIVE', 'INACTIVE']),
  rolloutState: word(['COMPLETED', 'FAILED', 'IN_PROGRESS', 'UNKNOWN']),
  taskDefinitionArn: text,
  createdAt: time,
  /** Its tasks that failed to run or to become healthy; absent where ECS has no count. */
  failedTasks: optional(amount),
});
export type ServiceDeploymentState = Shaped<typeof ServiceDeploymentState>;

/** How many tasks may run while one revision replaces another, in percent of the desired count. */
export const RolloutLimits = shape({
  minimumHealthyPercent: amount,
  maximumPercent: amount,
});
export type RolloutLimits = Shaped<typeof RolloutLimits>;

/** One target group of a service, and the port of its tasks that is a target there. */
export const LoadBalancerAttachment = shape({
  /** ARN of the target group; for a classic load balancer, which has no groups, its name. */
  group: text,
  /** The other group of a blue/green pair: deployments swap the two, and this entry stays. */
  alternateGroup: optional(text),
  containerPort: number,
});
export type LoadBalancerAttachment = Shaped<typeof LoadBalancerAttachment>;

/** One of the revisions that CodeDeploy or an external controller runs side by side. */
export const TaskSetState = shape({
  id: text,
  /** PRIMARY serves, ACTIVE starts or waits, DRAINING ends. */
  status: text,
  taskDefinitionArn: text,
});
export type TaskSetState = Shaped<typeof TaskSetState>;

export const ServiceSnapshot = shape({
  /** Absent in earlier records, and where ECS gave none. */
  arn: optional(text),
  status: text,
  /** REPLICA or DAEMON; absent in earlier records. */
  schedulingStrategy: optional(text),
  /** `ECS` for Express Mode, where ECS also manages load balancer and scaling; absent otherwise. */
  resourceManagement: optional(text),
  /** Empty under the controller ECS; absent in earlier records. */
  taskSets: optional(list(TaskSetState)),
  /** When ECS began to move tasks between zones, ms since the epoch; absent while it does not. */
  rebalancingSince: optional(time),
  desiredCount: amount,
  runningCount: amount,
  pendingCount: amount,
  taskDefinitionArn: text,
  deploymentController: text,
  deployments: list(ServiceDeploymentState),
  /** The target groups in which ECS registers its tasks; absent in earlier records. */
  loadBalancers: optional(list(LoadBalancerAttachment)),
  /** Its deployment configuration; absent where ECS gave none. */
  rollout: optional(shape({ ...fieldsOf(RolloutLimits), strategy: text, hasHooks: flag })),
});
export type ServiceSnapshot = Shaped<typeof ServiceSnapshot>;
