/**
 * What a Task can call: Lambda, and the few AWS calls the template makes directly. Each goes through the same door as
 * a call from outside, with the machine as its caller, so it is recorded and can be interfered with.
 */
import { AwsError } from '../aws-service.ts';
import type { Dispatcher } from '../dispatch.ts';
import { isObject, onlyFields, type Json } from '../fields.ts';
import { StateError } from './state-error.ts';

/** Runs one task: resolves with its result, rejects with a `StateError`. */
export type RunTask = (resource: string, input: unknown, caller: string) => Promise<unknown>;

export type LambdaOutcome =
  | { readonly kind: 'returned'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

interface Integration {
  readonly service: string;
  readonly operation: string;
  /** How error names begin; optimised and SDK integrations of DynamoDB differ. */
  readonly prefix: string;
}

const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  'arn:aws:states:::sns:publish': { service: 'sns', operation: 'Publish', prefix: 'SNS' },
  'arn:aws:states:::aws-sdk:sns:publish': { service: 'sns', operation: 'Publish', prefix: 'Sns' },
  'arn:aws:states:::sqs:sendMessage': { service: 'sqs', operation: 'SendMessage', prefix: 'SQS' },
  'arn:aws:states:::aws-sdk:sqs:sendMessage': { service: 'sqs', operation: 'SendMessage', prefix: 'Sqs' },
  'arn:aws:states:::dynamodb:updateItem': { service: 'dynamodb', operation: 'UpdateItem', prefix: 'DynamoDB' },
  'arn:aws:states:::aws-sdk:dynamodb:updateItem': { service: 'dynamodb', operation: 'UpdateItem', prefix: 'DynamoDb' },
};

/** Step Functions turns an object in these fields into its JSON text. */
const TEXT_FIELDS = ['Message', 'MessageBody'];

const LAMBDA = 'arn:aws:states:::lambda:invoke';

/** Whether the cloud can run a task of that resource. */
export function isSupportedResource(resource: string): boolean {
  return resource === LAMBDA || resource in INTEGRATIONS;
}

/** Invokes a function by name or ARN and waits for its result. */
export type InvokeLambda = (name: string, payload: unknown) => Promise<LambdaOutcome>;

/** Connects tasks to the services of the cloud. */
export function createRunTask(dispatcher: Dispatcher, invoke: InvokeLambda): RunTask {
  return async (resource, input, caller) => {
    const fields = isObject(input) ? input : {};
    if (resource !== LAMBDA) return runCall(dispatcher, resource, { input: fields, caller });
    dispatcher.note({
      service: 'lambda',
      operation: 'Invoke',
      caller,
      input: { FunctionName: fields['FunctionName'] },
    });
    return runLambda(invoke, fields);
  };
}

async function runLambda(invoke: InvokeLambda, input: Json): Promise<unknown> {
  onlyFields(LAMBDA, input, ['FunctionName', 'Payload']);
  const outcome = await invoke(String(input['FunctionName']), input['Payload'] ?? {}).catch((error: unknown) => {
    throw error instanceof AwsError ? new StateError(`Lambda.${error.code}`, error.message) : error;
  });
  if (outcome.kind === 'failed') throw new StateError(outcome.error, outcome.cause);
  return { ExecutedVersion: '$LATEST', Payload: outcome.payload, StatusCode: 200 };
}

interface CallInput {
  readonly input: Record<string, unknown>;
  readonly caller: string;
}

async function runCall(dispatcher: Dispatcher, resource: string, { input, caller }: CallInput): Promise<unknown> {
  const integration = INTEGRATIONS[resource];
  if (integration === undefined) throw new StateError('States.Runtime', `unknown resource ${resource}`);
  const { service, operation, prefix } = integration;
  const texts = Object.entries(input).map(([key, value]) => [
    key,
    TEXT_FIELDS.includes(key) && isObject(value) ? JSON.stringify(value) : value,
  ]);
  try {
    return await dispatcher.call({
      service,
      operation,
      caller,
      input: Object.fromEntries(texts),
    });
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 501) throw error; // What the cloud cannot do must not be caught.
    const name = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
    throw new StateError(`${prefix}.${name}`, `${error.message} (Service: ${service}, Status Code: ${error.status})`);
  }
}
