/** The deployments of a service and their revisions, as ECS described them. Times are ms since the epoch. */
import { optional, byName, time, shape, text, list, type Shaped } from '../shape.ts';

/** One finished or running deployment of the service's history. */
export const DeploymentRecord = shape({
  arn: text,
  status: text,
  startedAt: time,
  finishedAt: optional(time),
  /** What ran after it: the target, or the restored revision after a rollback. */
  taskDefinitionArn: text,
  /** The revision that ECS itself rolled back, if it did. */
  takenBack: optional(text),
});
export type DeploymentRecord = Shaped<typeof DeploymentRecord>;

export const TaskDefinitionSnapshot = shape({
  arn: text,
  status: text,
  images: list(text),
  tags: byName(text),
  /** Secrets, parameters and files that its tasks need to start, by their names in it. */
  references: optional(list(text)),
  /** ARNs of its task role and execution role; its deployer needs permission to pass them. Absent in older records. */
  roles: optional(list(text)),
});
export type TaskDefinitionSnapshot = Shaped<typeof TaskDefinitionSnapshot>;
