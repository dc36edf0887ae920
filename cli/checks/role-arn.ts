/**
 * Reads a role's ARN by name, because organizations may put roles under their own paths, which the name does not show.
 */
import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';

/** @throws when there is no such role. */
export async function roleArn(client: IAMClient, RoleName: string): Promise<string> {
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  if (Role?.Arn === undefined) throw new Error(`IAM gave no ARN of the role ${RoleName}`);
  return Role.Arn;
}
