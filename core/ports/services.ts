/**
 * The port of ECS and its load balancers. Times are ms since the epoch; failures are those of `errors.ts`.
 */
import type { ServiceEntry } from '../catalog/service.ts';
import type { RolloutPace, ServiceSnapshot } from '../world/service.ts';
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
  /** Deployments that ended in success or in a successful rollback, and running ones; newest first, at most 20. */
  deployments(service: ServiceEntry): Promise<readonly DeploymentRecord[]>;
  taskDefinition(arn: string): Promise<TaskDefinitionSnapshot>;
  setDesiredCount(service: ServiceEntry, count: number): Promise<void>;
  /** `reason` must start with `STOP_REASON_PREFIX`. Stopping a stopped task is no error. */
  stopTask(service: ServiceEntry, taskArn: string, reason: string): Promise<void>;
  /** Refused with `WriteFailed` for a target group that is not registered. */
  deregisterTarget(service: ServiceEntry, target: TargetAddress): Promise<void>;
  registerTarget(service: ServiceEntry, target: TargetAddress): Promise<void>;
  /** With the pace of this and later deployments, where it is given. Nothing is deployed anew that runs already. */
  setTaskDefinition(service: ServiceEntry, taskDefinitionArn: string, pace?: RolloutPace): Promise<void>;
  /** How deployments proceed, and nothing else: it deploys nothing, and takes back nothing that anybody deployed. */
  setRolloutPace(service: ServiceEntry, pace: RolloutPace): Promise<void>;
}
