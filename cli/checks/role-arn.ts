/** ARN of a role by its name. Asked for, because organizations put roles under paths of their own, which no name shows. */
import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';

/** @throws when there is no such role. */
export async function roleArn(client: IAMClient, RoleName: string): Promise<string> {
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  if (Role?.Arn === undefined) throw new Error(`IAM gave no ARN of the role ${RoleName}`);
  return Role.Arn;
}
