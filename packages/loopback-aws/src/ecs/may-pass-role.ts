/** Who may pass a role to ECS. */

/** Whether a caller may pass a role to a task. */
export type MayPassRole = (caller: string, roleArn: string) => boolean;
