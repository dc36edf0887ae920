/**
 * What ECS asks of IAM in the name of the caller that deploys a task definition: that they may pass its roles. Asked also where
 * that revision runs already; a bare change of the count names no task definition and is not asked.
 */
import { type ApiCall, AwsError, ACCOUNT, unsupported } from '../aws-service.ts';
import type { MayPassRole, TaskDefinition } from './state.ts';

/** The roles a task definition names. */
function rolesOf({ taskRoleArn, executionRoleArn }: TaskDefinition): readonly string[] {
  return [taskRoleArn, executionRoleArn].filter((role) => role !== undefined);
}

/** @throws AwsError as ECS refuses it. */
export function checkPassedRoles(definition: TaskDefinition, { caller }: ApiCall, mayPass?: MayPassRole): void {
  for (const role of rolesOf(definition)) {
    if (mayPass === undefined) throw unsupported('a task definition with roles: there is no IAM to ask');
    if (mayPass(caller, role)) continue;
    throw new AwsError(
      'AccessDeniedException',
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/${caller}/${caller} is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
    );
  }
}
