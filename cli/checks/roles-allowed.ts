/**
 * Checks that every role may do what its own policies say. It finds what removes rights without a trace in the stack:
 * policies of the organization, boundaries, and changes by hand.
 */
import { findingOf, type Problem } from '../check.ts';
import { resourcesOfType } from '../deployed-stack.ts';
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

export const rolesAllowed: AccountCheck = {
  id: 'roles',
  title: 'Every role may do what its policies allow (IAM simulation)',
  run: async (world) => {
    const roles = resourcesOfType(world.stack, 'AWS::IAM::Role');
    const counted: Counted = { asked: 0, problems: [], notAsked: [] };
    for (const { logicalId, physicalId } of roles) await ask(world, { logicalId, physicalId }, counted);
    const left = counted.notAsked.length === 0 ? '' : `; not asked: ${[...new Set(counted.notAsked)].join('; ')}`;
    return findingOf(counted.problems, `${counted.asked} calls of ${roles.length} roles are allowed${left}`);
  },
};

interface RoleName {
  readonly logicalId: string;
  readonly physicalId: string;
}

async function ask({ clients }: World, role: RoleName, counted: Counted): Promise<void> {
  const arn = await roleArn(clients.iam, role.physicalId);
  const statements = await statementsOf(clients.iam, role.physicalId);
  const allowing = statements.filter(({ effect }) => effect === 'Allow');
  if (allowing.length === 0) counted.problems.push(bare(role));
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
      ...refused.map(({ action, resource, why }): Problem => ({
        status: 'failed',
        text: `${role.logicalId} may not ${action} on ${resource}: ${why}`,
        fix: 'ask the administrator of the account to allow it for the roles of this stack, or deploy again',
      })),
    );
  }
}

function bare({ logicalId }: RoleName): Problem {
  return { status: 'failed', text: `${logicalId} has no policy that allows anything`, fix: 'deploy again' };
}
