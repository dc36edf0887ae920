/** Asks IAM's simulator whether a role may do something, and why not. */
import { SimulatePrincipalPolicyCommand, type EvaluationResult, type IAMClient } from '@aws-sdk/client-iam';
import { allPages } from '../pages.ts';
import type { SampleRequest } from './sample-request.ts';

export interface Verdict {
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  /** The reason; empty when it is allowed. */
  readonly why: string;
}

/** IAM's message for actions that one call must not combine; no document lists them. */
const TO_ASK_ALONE = 'require different authorization information';

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

/** IAM returns one result per action, with one per resource inside it if there are several. */
function verdictsOf(result: EvaluationResult): readonly Verdict[] {
  const action = result.EvalActionName ?? '';
  const several = result.ResourceSpecificResults ?? [];
  if (several.length === 0) return [verdict(action, result.EvalResourceName ?? '*', result)];
  return several.map((one) =>
    verdict(action, one.EvalResourceName ?? '*', { ...result, EvalDecision: one.EvalResourceDecision }),
  );
}

/** Omits an empty list, because some endpoints treat it differently from none. */
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
