/**
 * What one fake AWS service is: a name, its wire protocol and the operations it supports, as plain functions of JSON
 * input. The HTTP front does framing, authentication scope and errors; a service knows nothing of HTTP. An operation
 * or a field that is not supported must throw `unsupported(...)`, never answer quietly.
 */

/** Who called and what: recorded by the front for every request. */
export interface ApiCall {
  readonly service: string;
  readonly operation: string;
  /** Name of the caller: the access key id of the request (the cloud gives each Lambda function its own). */
  readonly caller: string;
  readonly at: number;
  readonly input: Readonly<Record<string, unknown>>;
}

/* The input of an operation is whatever came over the wire; each operation checks the fields it reads. */
export type Operation = (input: Record<string, unknown>, call: ApiCall) => unknown;

export interface AwsService {
  /** Signing name, as in the credential scope: `ecs`, `ssm`, `monitoring`, `states`, `sns`, `sqs`, `events`, `dynamodb`, `elasticloadbalancing`. */
  readonly name: string;
  readonly protocol: 'json-1.0' | 'json-1.1' | 'query';
  readonly operations: Readonly<Record<string, Operation>>;
}

/** An error an SDK client understands: `code` becomes the exception's name. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error document (e.g. `CancellationReasons`). */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** The loud refusal of everything the cloud does not do: HTTP 501, naming this package. */
export function unsupported(what: string): AwsError {
  return new AwsError('NotSupported', `loopback-aws does not support ${what}`, 501);
}

/** Account and region of everything in the cloud; the account id is the documentation's example. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
