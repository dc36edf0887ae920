/**
 * Names that AWS gives to resources in the configuration: SSM parameters, target groups, load balancers. Only their
 * form is checked, because synth calls no AWS API. A wrong one would show at the first heal, at night.
 */
import * as z from 'zod';
import { addMistake } from '../runbook/problem.ts';
import { OVERRIDE_PARAMETER_PREFIX } from '../vocabulary.ts';

const PARAMETER_LENGTH_MAX = 1011;
const PARAMETER_LEVELS_MAX = 15;
const REGION_AND_ACCOUNT = '[a-z0-9-]+:\\d{12}';
const TARGET_GROUP = new RegExp(
  `^arn:aws[a-z-]*:elasticloadbalancing:${REGION_AND_ACCOUNT}:(targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]+)$`,
);
const LOAD_BALANCER = new RegExp(
  `^arn:aws[a-z-]*:elasticloadbalancing:${REGION_AND_ACCOUNT}:loadbalancer/((?:app|net)/[A-Za-z0-9-]{1,32}/[0-9a-f]+)$`,
);

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

/** Why a text cannot be the parameter of a toggle; undefined when it can. */
function parameterProblem(text: string): { readonly problem: string; readonly fix: string } | undefined {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
  if (!text.startsWith('/'))
    return { problem: `${shown} does not start with /`, fix: 'write the full path of the parameter' };
  if (text.length > PARAMETER_LENGTH_MAX) {
    return { problem: `is ${text.length} characters long`, fix: `SSM allows ${PARAMETER_LENGTH_MAX}` };
  }
  if (!/^(?:\/[A-Za-z0-9_.-]+)+$/.test(text)) {
    return {
      problem: `${shown} is not a parameter name`,
      fix: 'use letters, digits, _, . and - between single slashes',
    };
  }
  if (text.split('/').length - 1 > PARAMETER_LEVELS_MAX) {
    return { problem: `${shown} has too many levels`, fix: `SSM allows ${PARAMETER_LEVELS_MAX}` };
  }
  if (/^\/(?:aws|ssm)/i.test(text)) {
    return { problem: `${shown} is reserved by AWS`, fix: 'names must not begin with /aws or /ssm' };
  }
  if (text === OVERRIDE_PARAMETER_PREFIX || text.startsWith(`${OVERRIDE_PARAMETER_PREFIX}/`)) {
    return {
      problem: `${shown} is an override parameter of the healer itself`,
      fix: `the healer must not write below ${OVERRIDE_PARAMETER_PREFIX}/, choose another path`,
    };
  }
  return undefined;
}

export const parameterName = z.string().superRefine((text, context) => {
  const wrong = parameterProblem(text);
  if (wrong !== undefined) addMistake(context, wrong);
});

export const targetGroupArn = z
  .string()
  .refine((text) => TARGET_GROUP.test(text), {
    error: ({ input }) => `${JSON.stringify(input)} is not the ARN of a target group`,
    params: { allowed: ['arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<name>/<id>'] },
  })
  .describe('the ARN of the target group');

export const loadBalancerArn = z
  .string()
  .refine((text) => LOAD_BALANCER.test(text), {
    error: ({ input }) => `${JSON.stringify(input)} is not the ARN of an application or network load balancer`,
    params: { allowed: ['arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/<app or net>/<name>/<id>'] },
  })
  .describe('the ARN of its application or network load balancer');

/** No wildcard: only roles that are named in full are passed to tasks. */
export const roleArn = z
  .string()
  .refine((text) => ROLE.test(text), {
    error: ({ input }) => `${JSON.stringify(input)} is not the ARN of a role`,
    params: {
      allowed: ['arn:aws:iam::<account>:role/<path and name>'],
      fix: 'copy taskRoleArn and executionRoleArn of the task definition; npm run verify names them',
    },
  })
  .describe('the ARN of a task role or an execution role');

/** CloudWatch dimension `TargetGroup` of a valid ARN. */
export function targetGroupDimension(arn: string): string {
  return TARGET_GROUP.exec(arn)?.[1] ?? '';
}

/** CloudWatch dimension `LoadBalancer` of a valid ARN. */
export function loadBalancerDimension(arn: string): string {
  return LOAD_BALANCER.exec(arn)?.[1] ?? '';
}
