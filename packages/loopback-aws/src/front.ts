/**
 * The one HTTP server of the cloud, on the loopback interface only. It turns AWS wire protocols (JSON 1.0 and 1.1 by
 * `X-Amz-Target`, Query by the signed service name) into calls of the dispatcher and answers as AWS would. It knows
 * framing and errors; what an operation means is the services' business.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, unsupported } from './aws-service.ts';
import type { Dispatcher } from './dispatch.ts';
import { isObject } from './fields.ts';
import { decodeForm, encodeError, encodeResult } from './query-codec.ts';

/** `X-Amz-Target` prefixes and the signing name of their service. */
const TARGETS: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSSM: 'ssm',
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AWSStepFunctions: 'states',
  AWSEvents: 'events',
  AmazonSQS: 'sqs',
  GraniteServiceVersion20100801: 'monitoring',
};

/** More than any AWS API the cloud speaks accepts. */
const BODY_BYTES_MAX = 16 * 1024 * 1024;

interface Request {
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
  readonly query: boolean;
  readonly input: Record<string, unknown>;
}

export interface Front {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts the server; `port` 0 takes any free one. `onDefect` hears of exceptions that are bugs of the cloud itself. */
export async function startFront(
  dispatcher: Dispatcher,
  port: number,
  onDefect: (error: unknown) => void,
): Promise<Front> {
  const server = createServer((incoming, response) => {
    handle(dispatcher, incoming, response).catch((error: unknown) => {
      onDefect(error);
      response.destroy();
    });
  });
  const handle = async (to: Dispatcher, incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    let request: Request | undefined;
    try {
      const body = await readBody(incoming);
      request = decode(incoming, body);
      answer(response, request, await to.call(request));
    } catch (error) {
      if (!(error instanceof AwsError)) onDefect(error);
      refuse(response, { incoming, query: request?.query ?? isQuery(incoming), error });
    }
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new AwsError('RequestEntityTooLarge', 'the request is too large', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const isQuery = (incoming: IncomingMessage): boolean =>
  String(incoming.headers['content-type']).startsWith('application/x-www-form-urlencoded');

function decode(incoming: IncomingMessage, body: string): Request {
  const scope = /Credential=([^/,]+)\/[^/]+\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? '');
  const [, caller, signedFor] = scope ?? [];
  if (caller === undefined || signedFor === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Request is missing Authentication Token', 403);
  }
  if (incoming.method !== 'POST') throw unsupported(`${incoming.method} ${incoming.url} for ${signedFor}`);
  if (isQuery(incoming)) {
    const { Action, Version: _version, ...input } = decodeForm(body);
    if (typeof Action !== 'string') throw new AwsError('MissingAction', 'the request has no Action');
    return { service: signedFor, operation: Action, caller: decodeURIComponent(caller), query: true, input };
  }
  const target = String(incoming.headers['x-amz-target'] ?? '');
  const [prefix = '', operation] = target.split('.');
  const service = TARGETS[prefix];
  if (service === undefined || operation === undefined) {
    throw unsupported(target === '' ? `${incoming.url} of ${signedFor} (no X-Amz-Target)` : target);
  }
  return { service, operation, caller: decodeURIComponent(caller), query: false, input: parseJson(body) };
}

function parseJson(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    if (isObject(value)) return value;
  } catch (error) {
    throw new AwsError('SerializationException', `the body is not JSON: ${String(error)}`);
  }
  throw new AwsError('SerializationException', 'the body is not a JSON object');
}

/** JSON as AWS writes it: a point in time is a number of seconds. */
function toJson(value: unknown): string {
  return JSON.stringify(value ?? {}, function (this: Record<string, unknown>, key: string, encoded: unknown) {
    const raw = this[key];
    return raw instanceof Date ? raw.getTime() / 1000 : encoded;
  });
}

function answer(response: ServerResponse, request: Request, result: unknown): void {
  const id = randomUUID();
  response.setHeader('x-amzn-requestid', id);
  response.setHeader('content-type', request.query ? 'text/xml' : 'application/x-amz-json-1.0');
  response.end(request.query ? encodeResult(request.operation, result, id) : toJson(result));
}

interface Refusal {
  readonly incoming: IncomingMessage;
  readonly query: boolean;
  readonly error: unknown;
}

function refuse(response: ServerResponse, { incoming, query, error }: Refusal): void {
  const id = randomUUID();
  const known =
    error instanceof AwsError ? error : new AwsError('InternalFailure', `loopback-aws failed: ${String(error)}`, 500);
  response.statusCode = known.status;
  response.setHeader('x-amzn-requestid', id);
  response.setHeader('content-type', query ? 'text/xml' : 'application/x-amz-json-1.0');
  if (incoming.headers['x-amzn-query-mode'] !== undefined) {
    response.setHeader('x-amzn-query-error', `${known.code};${known.status < 500 ? 'Sender' : 'Receiver'}`);
  }
  response.end(
    query
      ? encodeError(known.code, known.message, id)
      : toJson({ __type: known.code, message: known.message, ...known.members }),
  );
}
