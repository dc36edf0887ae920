/**
 * The four kinds of work a state of the healer can do: call a Lambda, publish a message, keep an event, mark an
 * incident as told. Each comes with its timeout and retries. It must not know the order of the states.
 */
import type { Message } from '../../core/incident/message.ts';
import type { StageName } from '../functions.ts';
import { EVERY_ERROR, jsonata, retry } from './states.ts';
import type { Catcher, TaskState, Value, Values } from './states.ts';

/** ARNs and names the definition refers to; tokens at synth. */
export interface WorkflowTargets {
  readonly partition: string;
  readonly functionArn: (name: StageName) => string;
  readonly topicArn: string;
  /** Where chat is told; absent when nobody asked for it, and then nothing is published there. */
  readonly chatTopicArn?: string;
  readonly tableName: string;
  readonly deadLetterQueueUrl: string;
}

/** What follows a task, and what it leaves behind. */
export interface Continuation {
  readonly comment?: string;
  readonly next: string;
  readonly caught: Catcher;
  readonly assign?: Values;
  readonly output?: Value;
}

/**
 * Errors of a Lambda worth asking again: its service's, a crash, a timeout, and the three named ones that stages throw
 * when the world did not answer or somebody wrote first. Everything else is a mistake that repeats itself.
 */
const LAMBDA_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'States.Timeout',
  'ReadFailed',
  'WriteFailed',
  'Conflict',
] as const;

/** Above the Lambdas' own 30 seconds, so that the Lambda reports its timeout itself. */
const LAMBDA_SECONDS = 40;
/** One call of a fast service. */
const CALL_SECONDS = 10;

/** Calls a Lambda. Its answer is the state's result; `Assign` says what is kept of it. */
export function invoke(targets: WorkflowTargets, name: StageName, payload: Values, then: Continuation): TaskState {
  return {
    Type: 'Task',
    ...(then.comment === undefined ? {} : { Comment: then.comment }),
    Resource: `arn:${targets.partition}:states:::lambda:invoke`,
    Arguments: { FunctionName: targets.functionArn(name), Payload: payload },
    TimeoutSeconds: LAMBDA_SECONDS,
    Retry: retry(LAMBDA_ERRORS),
    Catch: [then.caught],
    ...continued({ ...then, output: then.output ?? jsonata('$states.result.Payload') }),
  };
}

/** Publishes `$command.message`. A retried publish may arrive twice: people forgive that, silence they do not. */
export function publish(targets: WorkflowTargets, then: Continuation): TaskState {
  return {
    ...call(targets, 'sns:publish', then),
    Arguments: {
      TopicArn: targets.topicArn,
      Subject: message('subject'),
      Message: message('body'),
      MessageAttributes: MESSAGE_ATTRIBUTES,
    },
  };
}

/** Publishes `$command.message.chat`, with the same attributes to filter by. */
export function publishInChat(targets: WorkflowTargets, topicArn: string, then: Continuation): TaskState {
  return {
    ...call(targets, 'sns:publish', then),
    Arguments: {
      TopicArn: topicArn,
      Message: jsonata(`$string(${field('chat')})`),
      MessageAttributes: MESSAGE_ATTRIBUTES,
    },
  };
}

/** Writes down that a final message went out, so that nothing tells it again: of the incident, or of an undo asked for. */
export function markNotified(targets: WorkflowTargets, then: Continuation): TaskState {
  return {
    ...call(targets, 'dynamodb:updateItem', then),
    Arguments: {
      TableName: targets.tableName,
      Key: { pk: { S: jsonata("'INC#' & $incidentId") }, sk: { S: MARK } },
      UpdateExpression: 'SET notifiedAt = :now',
      ExpressionAttributeValues: { ':now': { N: jsonata('$string($millis())') } },
    },
  };
}

/** An answer to a request to undo has a mark of its own: how the incident ended may still be to be told. */
const MARK = jsonata("$exists($command.answers) ? 'UNDONE#' & $string($command.answers) : 'NOTIFIED'");

/** Keeps the state's whole input in the dead-letter queue, for a person to read. */
export function keepInput(targets: WorkflowTargets, then: Continuation): TaskState {
  return {
    ...call(targets, 'sqs:sendMessage', then),
    Arguments: { QueueUrl: targets.deadLetterQueueUrl, MessageBody: jsonata('$string($states.input)') },
  };
}

/** SNS refuses an attribute without a value, and a refused message would be a silent heal: empty ones are left out. */
const MESSAGE_ATTRIBUTES = jsonata(
  `$merge($each($sift(${field('attributes')}, function($value) { $value != '' }), ` +
    "function($value, $key) { { $key: { 'DataType': 'String', 'StringValue': $value } } }))",
);

function message(part: keyof Message): string {
  return jsonata(field(part));
}

function field(part: keyof Message): string {
  return `$command.message.${part}`;
}

function call(targets: WorkflowTargets, integration: string, then: Continuation): TaskState {
  return {
    Type: 'Task',
    ...(then.comment === undefined ? {} : { Comment: then.comment }),
    Resource: `arn:${targets.partition}:states:::${integration}`,
    Arguments: {},
    TimeoutSeconds: CALL_SECONDS,
    Retry: retry(EVERY_ERROR),
    Catch: [then.caught],
    ...continued(then),
  };
}

function continued(then: Continuation): Pick<TaskState, 'Assign' | 'Output' | 'Next'> {
  return {
    ...(then.assign === undefined ? {} : { Assign: then.assign }),
    ...(then.output === undefined ? {} : { Output: then.output }),
    Next: then.next,
  };
}
