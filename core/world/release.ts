/**
 * The deployments of a service and the revisions they brought, as ECS described them. Times are ms since the epoch.
 */

/** One finished or running deployment of the service's history. */
export interface DeploymentRecord {
  readonly arn: string;
  readonly status: string;
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** What ran after it: the target, or what was restored when it was rolled back. */
  readonly taskDefinitionArn: string;
  /** What ECS itself took back, when it did. */
  readonly takenBack?: string;
}

export interface TaskDefinitionSnapshot {
  readonly arn: string;
  readonly status: string;
  readonly images: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Secrets, parameters and files that its tasks need to start, as they are named in it. */
  readonly references?: readonly string[];
  /** ARNs of its task role and its execution role: who deploys it must be allowed to pass them. Absent in older records. */
  readonly roles?: readonly string[];
}
