/**
 * The port of ECS and its load balancers. Times are ms since the epoch; failures are those of `errors.ts`.
 */
import type { ServiceEntry } from '../catalog/service.ts';
import type { RolloutLimits, ServiceSnapshot } from '../world/service.ts';
import type { TaskSnapshot, TaskProtection } from '../world/task.ts';
import type { TargetAddress, TargetSnapshot } from '../world/target.ts';
import type { DeploymentRecord, TaskDefinitionSnapshot } from '../world/release.ts';

export interface Services {
  describe(service: ServiceEntry): Promise<ServiceSnapshot>;
  /** Tasks that should be running, starting ones included. */
  tasks(service: ServiceEntry): Promise<readonly TaskSnapshot[]>;
  /** One answer for each task asked about. */
  protections(service: ServiceEntry, taskArns: readonly string[]): Promise<readonly TaskProtection[]>;
  /** The targets of every registered target group, alternates included; empty without one. */
  targets(service: ServiceEntry): Promise<readonly TargetSnapshot[]>;
  /** Running deployments, and those that ended in success or in a successful rollback; newest first, at most 20. */
  deployments(service: ServiceEntry): Promise<readonly DeploymentRecord[]>;
  taskDefinition(arn: string): Promise<TaskDefinitionSnapshot>;
  setDesiredCount(service: ServiceEntry, count: number): Promise<void>;
  /** `reason` must start with `STOP_REASON_PREFIX`. Stopping a stopped task is no error. */
  stopTask(service: ServiceEntry, taskArn: string, reason: string): Promise<void>;
  /** Throws `WriteFailed` for a target group that is not registered. */
  deregisterTarget(service: ServiceEntry, target: TargetAddress): Promise<void>;
  registerTarget(service: ServiceEntry, target: TargetAddress): Promise<void>;
  /** With the rollout limits of this and later deployments, if given. Does not deploy a revision that runs already. */
  setTaskDefinition(service: ServiceEntry, taskDefinitionArn: string, rolloutLimits?: RolloutLimits): Promise<void>;
  /** Sets the rollout limits only: starts no deployment and reverts none. */
  setRolloutLimits(service: ServiceEntry, rolloutLimits: RolloutLimits): Promise<void>;
}
