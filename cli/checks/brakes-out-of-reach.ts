/** Checks that no role can change the override, the state machine, the alarms or its own rights. */
import { overrideParameterName } from '../../core/vocabulary.ts';
import { failed, findingOf, type Problem } from '../check.ts';
import { arnIn, idsOfType, onlyResource, type DeployedStack } from '../deployed-stack.ts';
import { simulate } from '../iam/simulate.ts';
import type { SampleRequest } from '../iam/sample-request.ts';
import type { AccountCheck } from '../world.ts';
import { roleArn } from './role-arn.ts';

const FIX = 'remove the policy that was attached to the role by hand, or deploy again';

export const brakesOutOfReach: AccountCheck = {
  id: 'brakes',
  title: 'No role can change override, state machine, alarms or its own rights (IAM simulation)',
  run: async ({ stack, clients }) => {
    const roles = idsOfType(stack, 'AWS::IAM::Role');
    const problems: Problem[] = [];
    for (const role of roles) {
      const arn = await roleArn(clients.iam, role);
      for (const request of forbidden(stack, arn)) {
        const verdicts = await simulate(clients.iam, arn, request);
        const allowed = verdicts.filter((one) => one.allowed);
        problems.push(...allowed.map(({ action, resource }) => failed(`${role} may ${action} on ${resource}`, FIX)));
      }
    }
    return findingOf(problems, `refused to all ${roles.length} roles`);
  },
};

/** What no role may do, each with its resource. */
function forbidden(stack: DeployedStack, ownArn: string): readonly SampleRequest[] {
  const machine = onlyResource(stack, 'AWS::StepFunctions::StateMachine');
  const [alarm = 'any'] = Object.keys(stack.catalog.alarms);
  const request = (actions: readonly string[], resource: string): SampleRequest => ({
    actions,
    resources: [resource],
    context: [],
  });
  return [
    request(['ssm:PutParameter', 'ssm:DeleteParameter'], arnIn(stack, 'ssm', `parameter${overrideParameterName()}`)),
    request(['states:UpdateStateMachine', 'states:DeleteStateMachine'], machine),
    request(
      ['cloudwatch:DisableAlarmActions', 'cloudwatch:DeleteAlarms'],
      arnIn(stack, 'cloudwatch', `alarm:${alarm}`),
    ),
    request(['iam:PutRolePolicy', 'iam:AttachRolePolicy'], ownArn),
  ];
}
