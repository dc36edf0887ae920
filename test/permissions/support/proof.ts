/**
 * The proof of permissions for one run: every recorded call of the healer's roles, as the requests AWS would make of IAM
 * for it, judged against the synthesized policies. The same request is judged once.
 */
import type { ApiCall } from 'loopback-aws/aws-service.ts';
import type { AnswerName } from 'loopback-aws/answers.ts';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { ALL_SERVICES, releaseOf } from '../../../lab/fleet/catalogue.ts';
import { iamRequests } from './iam-requests.ts';
import type { IamRequest } from './iam-input.ts';
import { playedRequests } from './played-requests.ts';
import { rolesByCaller, type Role } from './roles.ts';
import { judge } from './simulate.ts';

type Call = Pick<ApiCall, 'service' | 'operation' | 'caller' | 'input'>;

export interface Proof {
  /** Requests that the policies refuse: `Learn dynamodb:PutItem …: ImplicitlyDenied`. */
  readonly refused: readonly string[];
  /** What was needed, as `use` spells it. */
  readonly exercised: ReadonlySet<string>;
  /** Different requests that were judged. */
  readonly judged: number;
}

/**
 * Judged as the reference says, or as AWS would ask where the answers `played` are true.
 * @throws Error when a call of the healer is in no table of what IAM is asked.
 */
export async function proofOf(
  stack: Stack,
  calls: readonly Call[],
  played: readonly AnswerName[] = [],
): Promise<Proof> {
  const roles = rolesByCaller(stack);
  const keys = keysOfTopics(stack);
  const questions = new Map<string, { readonly role: Role; readonly request: IamRequest }>();
  for (const call of calls) {
    const role = roles.get(call.caller);
    if (role === undefined) continue;
    const requests = iamRequests(call, { keyOf: (topicArn) => keys.get(topicArn), rolesOf: rolesInTheLab });
    for (const request of playedRequests(call, requests, played)) {
      questions.set(JSON.stringify([role.name, comparable(request)]), { role, request });
    }
  }
  const refused: string[] = [];
  for (const { role, request } of questions.values()) {
    const judgement = await judge(role, request);
    if (judgement !== 'Allowed') {
      refused.push(
        `${role.name} ${request.action} ${request.resource} ${JSON.stringify(request.context)}: ${judgement}`,
      );
    }
  }
  const exercised = new Set([...questions.values()].flatMap(({ role, request }) => uses(role, request)));
  return { refused, exercised, judged: questions.size };
}

/** Of every release of the lab's services. */
function rolesInTheLab(taskDefinitionArn: string): readonly string[] {
  const family = /task-definition\/(\w+):\d+$/.exec(taskDefinitionArn)?.[1];
  const service = ALL_SERVICES.find((name) => name === family);
  if (service === undefined) throw new Error(`${taskDefinitionArn} is none of the lab's`);
  const { taskRoleArn, executionRoleArn } = releaseOf(service, 1, 'good');
  return [taskRoleArn, executionRoleArn].filter((role) => role !== undefined);
}

/** The keys of encrypted topics, by the ARN of the topic. */
function keysOfTopics(stack: Stack): ReadonlyMap<string, string> {
  const topics = [...stack.resources.values()].filter(({ type }) => type === 'AWS::SNS::Topic');
  const pairs = topics.flatMap(({ attributes, properties }) => {
    const key = properties['KmsMasterKeyId'];
    return typeof key === 'string' ? [[attributes?.['TopicArn'] ?? '', key] as const] : [];
  });
  return new Map(pairs);
}

/** Keys of one prefix are judged alike: of a hundred incidents one is asked about. */
function comparable(request: IamRequest): IamRequest {
  const keys = request.context['dynamodb:LeadingKeys'];
  if (!Array.isArray(keys)) return request;
  const prefixes = [...new Set(keys.map(prefixOf))].toSorted();
  return { ...request, context: { ...request.context, 'dynamodb:LeadingKeys': prefixes } };
}

/** `Decide ecs:ListTasks`, `Learn dynamodb:UpdateItem MEM#`. */
export function use(role: string, action: string, prefix?: string): string {
  return [role, action, ...(prefix === undefined ? [] : [prefix])].join(' ');
}

function uses(role: Role, { action, context }: IamRequest): readonly string[] {
  const keys = context['dynamodb:LeadingKeys'];
  if (!Array.isArray(keys)) return [use(role.name, action)];
  return keys.map((key) => use(role.name, action, prefixOf(key)));
}

function prefixOf(key: string): string {
  return `${key.split('#')[0]}#`;
}
