/**
 * Checks that every role may do what its own policies say. It finds what removes rights without a trace in the stack:
 * policies of the organization, boundaries, and changes by hand.
 */
import { failed, findingOf, type Problem } from '../check.ts';
import { resourcesOfType, type DeployedResource } from '../deployed-stack.ts';
import { statementsOf } from '../iam/role-policies.ts';
import { sampleRequest } from '../iam/sample-request.ts';
import { simulate } from '../iam/simulate.ts';
import type { AccountCheck, World } from '../world.ts';
import { roleArn } from './role-arn.ts';

interface Counted {
  asked: number;
  readonly problems: Problem[];
  readonly notAsked: string[];
}

const ASK_ADMINISTRATOR =
  'ask the administrator of the account to allow it for the roles of this stack, or deploy again';

export const rolesAllowed: AccountCheck = {
  id: 'roles',
  title: 'Every role may do what its policies allow (IAM simulation)',
  run: async (world) => {
    const roles = resourcesOfType(world.stack, 'AWS::IAM::Role');
    const counted: Counted = { asked: 0, problems: [], notAsked: [] };
    for (const role of roles) await ask(world, role, counted);
    const left = counted.notAsked.length === 0 ? '' : `; not asked: ${[...new Set(counted.notAsked)].join('; ')}`;
    return findingOf(counted.problems, `${counted.asked} calls of ${roles.length} roles are allowed${left}`);
  },
};

async function ask({ clients }: World, role: DeployedResource, counted: Counted): Promise<void> {
  const arn = await roleArn(clients.iam, role.physicalId);
  const statements = await statementsOf(clients.iam, role.physicalId);
  const allowing = statements.filter(({ effect }) => effect === 'Allow');
  const bare = `${role.logicalId} has no policy that allows anything`;
  if (allowing.length === 0) counted.problems.push(failed(bare, 'deploy again'));
  for (const statement of allowing) {
    const sampled = sampleRequest(statement);
    if (sampled.kind === 'not-sampled') {
      counted.notAsked.push(sampled.why);
      continue;
    }
    const verdicts = await simulate(clients.iam, arn, sampled.request);
    counted.asked += verdicts.length;
    const refused = verdicts.filter(({ allowed }) => !allowed);
    counted.problems.push(
      ...refused.map(({ action, resource, why }) =>
        failed(`${role.logicalId} may not ${action} on ${resource}: ${why}`, ASK_ADMINISTRATOR),
      ),
    );
  }
}
