/**
 * The four kinds of tasks in the machine: call a Lambda, publish a message, keep an event, mark an incident as told. Each
 * has its timeout and retries.
 */
import type { Message } from '../../core/incident/message.ts';
import type { StageName } from '../functions.ts';
import { EVERY_ERROR, jsonata, retry, type Catcher, type TaskState, type Value, type Values } from './states.ts';

/** ARNs and names that the definition refers to; tokens at synth. */
export interface WorkflowTargets {
  readonly partition: string;
  readonly functionArn: (name: StageName) => string;
  readonly topicArn: string;
  /** The topic of chat; absent if no chat is configured, and then nothing is published there. */
  readonly chatTopicArn?: string;
  readonly tableName: string;
  readonly deadLetterQueueUrl: string;
}

/** What follows a task, and which variables it sets. */
export interface Continuation {
  readonly comment?: string;
  readonly next: string;
  readonly caught: Catcher;
  readonly assign?: Values;
  readonly output?: Value;
}

/**
 * Errors of a Lambda that a retry may solve: of the Lambda service, a crash, a timeout, and three named errors of stages
 * (failed read, failed write, conflict). Every other error is a defect and would repeat.
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
const CALL_SECONDS = 10;

/** Calls a Lambda. Its answer is the state's result; `Assign` keeps parts of it. */
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

/** Publishes `$command.message`. A retry may deliver it twice, which is better than silence. */
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

/** Publishes `$command.message.chat`, with the same attributes for filters. */
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

/** Records that the final message of an incident, or of an undo, was sent, so that it is not sent again. */
export function markNotified(targets: WorkflowTargets, then: Continuation): TaskState {
  return {
    ...call(targets, 'dynamodb:updateItem', then),
    Arguments: {
      TableName: targets.tableName,
      Key: { pk: { S: jsonata("'INC#' & $incidentId") }, sk: { S: MARK } },
      UpdateExpression: 'SET notifiedAt = :now, #version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':now': { N: jsonata('$string($millis())') }, ':version': { N: '1' } },
    },
  };
}

/** An undo request has its own mark, because the end of the incident may still be untold. */
const MARK = jsonata("$exists($command.answers) ? 'UNDONE#' & $string($command.answers) : 'NOTIFIED'");

/** Keeps the state's whole input in the dead-letter queue, for a person to read. */
export function keepInput(targets: WorkflowTargets, then: Continuation): TaskState {
  return {
    ...call(targets, 'sqs:sendMessage', then),
    Arguments: { QueueUrl: targets.deadLetterQueueUrl, MessageBody: jsonata('$string($states.input)') },
  };
}

/**
 * SNS refuses an attribute without a value, and a refused message would make a heal silent, so empty ones are omitted.
 */
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
