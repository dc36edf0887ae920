/** Checks that the event rules are enabled and lead to the healer. */
import { DescribeRuleCommand, ListTargetsByRuleCommand, type Target } from '@aws-sdk/client-eventbridge';
import { failed, findingOf, type Problem } from '../check.ts';
import { arnIn, idsOfType, type DeployedStack } from '../deployed-stack.ts';
import type { AccountCheck, World } from '../world.ts';

const DEPLOY_AGAIN = 'the rule was changed by hand: deploy again, or correct it in EventBridge';

export const rulesEnabled: AccountCheck = {
  id: 'rules',
  title: 'Every rule is enabled and leads to the healer',
  run: async (world) => {
    const rules = idsOfType(world.stack, 'AWS::Events::Rule');
    const problems: Problem[] = [];
    for (const rule of rules) problems.push(...(await problemsOf(world, rule)));
    return findingOf(problems, `${rules.length} rules`);
  },
};

async function problemsOf({ stack, clients }: World, Name: string): Promise<readonly Problem[]> {
  const { State } = await clients.events.send(new DescribeRuleCommand({ Name }));
  const { Targets = [] } = await clients.events.send(new ListTargetsByRuleCommand({ Rule: Name }));
  const own = ownTargets(stack);
  const wrong = (text: string, fix = DEPLOY_AGAIN) => failed(`${Name} ${text}`, fix);
  return [
    ...(State === 'ENABLED' ? [] : [wrong(`is ${State ?? 'in no state'}`, `aws events enable-rule --name ${Name}`)]),
    ...(Targets.some(({ Arn = '' }) => own.has(Arn)) ? [] : [wrong('does not lead to the healer')]),
    ...Targets.filter(withoutQueue).map(({ Id = '' }) =>
      wrong(`loses events that its target ${Id} refuses, because it has no dead-letter queue`),
    ),
  ];
}

function withoutQueue({ DeadLetterConfig }: Target): boolean {
  return DeadLetterConfig?.Arn === undefined;
}

/** ARNs of the possible targets of the healer's rules. */
function ownTargets(stack: DeployedStack): ReadonlySet<string> {
  const functions = idsOfType(stack, 'AWS::Lambda::Function').map((id) => arnIn(stack, 'lambda', `function:${id}`));
  return new Set([...idsOfType(stack, 'AWS::StepFunctions::StateMachine'), ...functions]);
}
