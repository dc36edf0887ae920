/**
 * IAM's simulator for the lab: evaluates the deployed policies with an engine that others wrote, under a service control
 * policy that a test may set. Like IAM, it refuses to answer about actions on different kinds of resources at once; a
 * resource an action does not know is left out of the answer, because the engine has no opinion about it.
 */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { AwsError, ACCOUNT } from 'loopback-aws/aws-service.ts';
import { objects, text, type Json } from 'loopback-aws/fields.ts';
import type { RolePolicies, Simulate } from 'loopback-aws/iam.ts';
import { texts } from 'loopback-aws/wire-values.ts';

/** What the organization forbids: actions that no role of the account may do. */
export interface Organization {
  readonly forbids: string[];
}

/** AWS's own words for what the engine says. */
const DECISIONS: Readonly<Record<string, string>> = { Allowed: 'allowed', ExplicitlyDenied: 'explicitDeny' };

export function iamSimulator(organization: Organization): Simulate {
  return async (input, role) => {
    const actions = texts(input, 'ActionNames');
    const context = contextOf(input);
    const EvaluationResults: Json[] = [];
    for (const action of actions) {
      const answers: Json[] = [];
      for (const resource of texts(input, 'ResourceArns')) {
        const decision = await decide(role, { action, resource, context });
        if (decision !== undefined) answers.push(result(action, resource, { decision, organization }));
        else if (actions.length > 1) throw askAlone(actions);
      }
      if (answers.length === 0) throw new Error(`the engine knows none of the resources of ${action}`);
      EvaluationResults.push(...answers);
    }
    return { EvaluationResults, IsTruncated: false };
  };
}

function askAlone([first, ...others]: readonly string[]): AwsError {
  const message = `Invalid Input Actions: [${first}] and [${others.join(',')}] require different authorization information.`;
  return new AwsError('InvalidInput', message);
}

function result(
  action: string,
  resource: string,
  by: { readonly decision: string; readonly organization: Organization },
): Json {
  const forbidden = by.organization.forbids.includes(action);
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: forbidden ? 'explicitDeny' : by.decision,
    OrganizationsDecisionDetail: { AllowedByOrganizations: !forbidden },
  };
}

type Context = Readonly<Record<string, string | string[]>>;

function contextOf(input: Json): Context {
  return Object.fromEntries(
    objects(input, 'ContextEntries').map((entry) => {
      const values = [...texts(entry, 'ContextKeyValues')];
      const many = text(entry, 'ContextKeyType').endsWith('List');
      return [text(entry, 'ContextKeyName'), many ? values : (values[0] ?? '')];
    }),
  );
}

interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/**
 * Actions that the engine's tables do not have yet, and one with the same resources that no policy here grants: the request
 * and the policies are judged by that name.
 */
const NEWER_THAN_THE_ENGINE: Readonly<Record<string, string>> = {
  'cloudwatch:DescribeAlarmContributors': 'cloudwatch:DescribeAnomalyDetectors',
};

function asTheEngineKnows(text: string): string {
  return Object.entries(NEWER_THAN_THE_ENGINE).reduce((known, [action, twin]) => known.replaceAll(action, twin), text);
}

/** Undefined when the action has no such resource. */
async function decide({ roleArn, inline, attached }: RolePolicies, call: Call): Promise<string | undefined> {
  const simulation = {
    request: {
      principal: roleArn,
      // The engine's tables have log groups without the suffix that policies must have.
      action: call.action === 'logs:CreateLogStream' ? 'logs:PutLogEvents' : asTheEngineKnows(call.action),
      resource: { resource: call.resource, accountId: ACCOUNT },
      contextVariables: { ...call.context },
    },
    identityPolicies: [...inline, ...attached].map(([name, policy]) => ({
      name,
      policy: JSON.parse(asTheEngineKnows(JSON.stringify(policy))) as typeof policy,
    })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  const answer = await runSimulation(simulation, {});
  if (answer.resultType !== 'error') return DECISIONS[answer.overallResult] ?? 'implicitDeny';
  if (answer.errors.message === 'no.resource.types') return undefined;
  throw new Error(`${call.action} on ${call.resource}: ${JSON.stringify(answer)}`);
}
