/**
 * What AWS may ask IAM for a call beyond what its reference says: the answers of the lab that are about permissions are
 * played here, on the requests of calls that were recorded, because nothing in the lab asks IAM while it runs.
 */
import type { AnswerName } from 'loopback-aws/answers.ts';
import type { ApiCall } from 'loopback-aws/aws-service.ts';
import { arn, type IamRequest } from './iam-input.ts';

type Call = Pick<ApiCall, 'operation' | 'input'>;

const KEYS = 'dynamodb:LeadingKeys';
const IN_TRANSACTION = 'dynamodb:EnclosingOperation';
const DEFINITION = 'ecs:task-definition';

const PLAYED: Readonly<
  Partial<Record<AnswerName, (call: Call, requests: readonly IamRequest[]) => readonly IamRequest[]>>
> = {
  'tags-need-a-right': ({ operation, input }, requests) => {
    const { taskDefinition, include } = input;
    const tagged = operation === 'DescribeTaskDefinition' && Array.isArray(include) && include.includes('TAGS');
    if (!tagged) return requests;
    return [
      ...requests,
      { action: 'ecs:ListTagsForResource', resource: definitionArn(String(taskDefinition)), context: {} },
    ];
  },
  'task-definition-in-check': ({ operation, input }, requests) =>
    operation === 'UpdateService'
      ? requests.map((request) =>
          request.action !== 'ecs:UpdateService'
            ? request
            : {
                ...request,
                context: {
                  [DEFINITION]: definitionArn(`${String(input['service']).split('/').at(-1)}:2`),
                  ...request.context,
                },
              },
        )
      : requests,
  'no-leading-keys': (_call, requests) =>
    requests.map((request) => {
      if (request.context[IN_TRANSACTION] === undefined) return request;
      const { [KEYS]: _keys, ...context } = request.context;
      return { ...request, context };
    }),
};

/** The answers that are about permissions. */
export const PLAYED_ON_IAM = Object.keys(PLAYED) as readonly AnswerName[];

/** The requests of a call where `played` is true of AWS. */
export function playedRequests(
  call: Call,
  requests: readonly IamRequest[],
  played: readonly AnswerName[],
): readonly IamRequest[] {
  return played.reduce((sofar, name) => PLAYED[name]?.(call, sofar) ?? sofar, requests);
}

/** In the lab a service runs the family of its name. */
function definitionArn(reference: string): string {
  return reference.startsWith('arn:') ? reference : arn('ecs', `task-definition/${reference}`);
}
