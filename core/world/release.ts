/** The deployments of a service and their revisions, as ECS described them. Times are ms since the epoch. */

/** One finished or running deployment of the service's history. */
export interface DeploymentRecord {
  readonly arn: string;
  readonly status: string;
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** What ran after it: the target, or the restored revision after a rollback. */
  readonly taskDefinitionArn: string;
  /** The revision that ECS itself rolled back, if it did. */
  readonly takenBack?: string;
}

export interface TaskDefinitionSnapshot {
  readonly arn: string;
  readonly status: string;
  readonly images: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Secrets, parameters and files that its tasks need to start, by their names in it. */
  readonly references?: readonly string[];
  /** ARNs of its task role and execution role; its deployer needs permission to pass them. Absent in older records. */
  readonly roles?: readonly string[];
}
