/** Asks IAM's own simulator what a role may do, and why not. */
import { SimulatePrincipalPolicyCommand, type EvaluationResult, type IAMClient } from '@aws-sdk/client-iam';
import { allPages } from '../pages.ts';
import type { SampleRequest } from './sample-request.ts';

export interface Verdict {
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  /** In words; empty when it is allowed. */
  readonly why: string;
}

/** Some actions cannot be asked about together, as IAM says then; which ones is documented nowhere. */
const TO_ASK_ALONE = 'require different authorization information';

/** Verdicts for the actions on the resources. */
export async function simulate(
  client: IAMClient,
  roleArn: string,
  request: SampleRequest,
): Promise<readonly Verdict[]> {
  try {
    return await together(client, roleArn, request);
  } catch (error) {
    if (request.actions.length === 1 || !(error instanceof Error) || !error.message.includes(TO_ASK_ALONE)) throw error;
  }
  const verdicts: Verdict[] = [];
  for (const action of request.actions) {
    verdicts.push(...(await together(client, roleArn, { ...request, actions: [action] })));
  }
  return verdicts;
}

async function together(client: IAMClient, roleArn: string, request: SampleRequest): Promise<readonly Verdict[]> {
  const results = await allPages<EvaluationResult>(async (Marker) => {
    const answer = await client.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: roleArn,
        ActionNames: [...request.actions],
        ResourceArns: [...request.resources],
        ...contextOf(request),
        ...(Marker !== undefined && { Marker }),
      }),
    );
    return { items: answer.EvaluationResults, next: answer.Marker };
  });
  return results.flatMap(verdictsOf);
}

/** IAM answers with one result for an action, and with the resources inside it where there are several. */
function verdictsOf(result: EvaluationResult): readonly Verdict[] {
  const action = result.EvalActionName ?? '';
  const several = result.ResourceSpecificResults ?? [];
  if (several.length === 0) return [verdict(action, result.EvalResourceName ?? '*', result)];
  return several.map((one) =>
    verdict(action, one.EvalResourceName ?? '*', { ...result, EvalDecision: one.EvalResourceDecision }),
  );
}

/** Nothing at all where there is none: an empty list is not the same to every endpoint. */
function contextOf({ context }: SampleRequest) {
  if (context.length === 0) return {};
  return { ContextEntries: context.map((entry) => ({ ...entry, ContextKeyValues: [...entry.ContextKeyValues] })) };
}

type Decided = Pick<
  EvaluationResult,
  'EvalDecision' | 'OrganizationsDecisionDetail' | 'PermissionsBoundaryDecisionDetail'
>;

function verdict(action: string, resource: string, result: Decided): Verdict {
  const allowed = result.EvalDecision === 'allowed';
  return { action, resource, allowed, why: allowed ? '' : whyNot(result) };
}

function whyNot({ EvalDecision, OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail }: Decided): string {
  if (OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'a policy of the organization forbids it';
  if (PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) {
    return 'the permissions boundary of the role does not include it';
  }
  return EvalDecision === 'explicitDeny' ? 'a policy of the role denies it' : 'no policy of the role allows it';
}
