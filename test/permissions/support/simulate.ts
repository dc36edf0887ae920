/**
 * The judgement of a policy simulator that others wrote on one request of one role. It also refuses requests that make
 * no sense: an action, a resource or a condition key that AWS does not have.
 */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from 'loopback-aws/aws-service.ts';
import type { IamRequest } from './iam-input.ts';
import type { Role } from './roles.ts';

export type Judgement = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/** A key is only for those whom its own policy names. The usual one leaves it to the policies of roles. */
const USUAL_KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
} as const;

/** @throws Error when the simulator cannot judge the request, or was given a condition key that is none of the action's. */
export async function judge(role: Role, { action, resource, context }: IamRequest): Promise<Judgement> {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/${role.name}`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: [...role.policies],
      ...(action.startsWith('kms:') ? { resourcePolicy: USUAL_KEY_POLICY } : {}),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === 'error') throw new Error(`${action} ${resource}: ${JSON.stringify(answer.errors)}`);
  const results = answer.resultType === 'single' ? [answer.result] : answer.results;
  const ignored = results.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []);
  if (ignored.length > 0) throw new Error(`${action} has no condition key ${ignored.join(', ')}`);
  return answer.overallResult;
}
