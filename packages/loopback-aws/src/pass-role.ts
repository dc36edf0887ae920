/**
 * The one question of IAM that the cloud answers itself: may this role pass that one to the tasks of ECS? ECS asks it when
 * `UpdateService` names a task definition. Only the conditions that such a policy is written with are understood; a
 * statement about the action with any other condition is refused, because half an answer would be a kind one.
 */
import { unsupported } from './aws-service.ts';
import { list, object, objects, optionalText, type Json } from './fields.ts';

const ACTION = 'iam:PassRole';
const PASSED_TO_KEY = 'iam:PassedToService';
/** What ECS passes the roles of a task definition to. */
const PASSED_TO = 'ecs-tasks.amazonaws.com';

/** Whether the policies of a role allow passing `roleArn` to a task: a denial wins, and nothing said is a no. */
export function allowsPassing(policies: Iterable<Json>, roleArn: string): boolean {
  const effects = [...policies]
    .flatMap((policy) => objects(policy, 'Statement'))
    .filter((statement) => speaksOf(statement, roleArn))
    .map((statement) => optionalText(statement, 'Effect'));
  return effects.includes('Allow') && !effects.includes('Deny');
}

function speaksOf(statement: Json, roleArn: string): boolean {
  if (statement['NotAction'] !== undefined || statement['NotResource'] !== undefined) {
    throw unsupported('a policy with NotAction or NotResource');
  }
  if (!oneOrMore(statement, 'Action').some((pattern) => isLike(ACTION, pattern))) return false;
  if (!oneOrMore(statement, 'Resource').some((pattern) => isLike(roleArn, pattern))) return false;
  const conditions = statement['Condition'] === undefined ? {} : object(statement, 'Condition');
  return Object.keys(conditions).every((operator) => holds(operator, object(conditions, operator)));
}

function holds(operator: string, keys: Json): boolean {
  return Object.keys(keys).every((key) => {
    const known = key === PASSED_TO_KEY && (operator === 'StringEquals' || operator === 'StringNotEquals');
    if (!known) throw unsupported(`the condition ${operator} ${key} on ${ACTION}`);
    return oneOrMore(keys, key).includes(PASSED_TO) === (operator === 'StringEquals');
  });
}

function oneOrMore(from: Json, name: string): readonly string[] {
  return typeof from[name] === 'string' ? [from[name]] : list(from, name).map(String);
}

/** Actions are compared without regard to case; of an ARN only `*` is understood here. */
function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, pattern.startsWith('arn:') ? '' : 'i').test(text);
}
