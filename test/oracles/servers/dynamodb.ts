/** The DynamoDBs of moto and of ministack, and the lab's front in the role of a network that can lose an answer. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { AwsError, type AwsService } from 'loopback-aws/aws-service.ts';
import type { DynamoDb } from 'loopback-aws/dynamodb.ts';
import { createMutex } from 'loopback-aws/mutex.ts';
import type { PythonPart } from '../install/parts.ts';
import { motoServer } from './moto.ts';
import { answers, freePort, serve, type Server } from './serve.ts';

const CREDENTIALS = { accessKeyId: 'oracle', secretAccessKey: 'oracle' };

export interface ForeignDynamoDb extends Server {
  readonly endpoint: string;
  /** Whether calls must be made one after the other. */
  readonly oneAtATime: boolean;
}

/** moto. Its server answers each call in a thread and locks nothing, so that two transactions at once are seen by each other. */
export async function motoDynamoDb(python: PythonPart, workspace: string): Promise<ForeignDynamoDb> {
  return { ...(await motoServer(python, workspace)), oneAtATime: true };
}

/** ministack, alone with its DynamoDB. */
export async function ministackDynamoDb(python: PythonPart, workspace: string): Promise<ForeignDynamoDb> {
  const home = join(workspace, 'ministack-dynamodb');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await serve({
    command: join(python.bin, 'ministack'),
    args: [],
    env: {
      PATH: '/usr/bin:/bin',
      HOME: home,
      TMPDIR: home,
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    },
    isReady: () => answers(`${endpoint}/_ministack/health`),
  });
  return { ...server, endpoint, oneAtATime: false };
}

/** A client of it with nothing in between. */
export function directClient({ endpoint, oneAtATime }: ForeignDynamoDb): DynamoDBClient {
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
  const inTurn = createMutex();
  if (oneAtATime) client.middlewareStack.add((next) => (call) => inTurn(() => next(call)), { step: 'finalizeRequest' });
  return client;
}

/** Operations of the product and of its suites. */
const OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'TransactWriteItems'];

/** That DynamoDB as a service of the lab's front, which passes every call on as it is. */
export function forwarded({ endpoint, oneAtATime }: ForeignDynamoDb): DynamoDb & { readonly endpoint?: string } {
  const inTurn = oneAtATime ? createMutex() : <T>(work: () => Promise<T>) => work();
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
  const service: AwsService = {
    name: 'dynamodb',
    protocol: 'json-1.0',
    operations: Object.fromEntries(
      OPERATIONS.map((operation) => [operation, (input: unknown) => inTurn(() => passOn(endpoint, operation, input))]),
    ),
  };
  return {
    // Where calls go one after the other, all of them pass the front.
    ...(oneAtATime ? {} : { endpoint }),
    service,
    async createTable(input) {
      const { TableDescription } = await client.send(
        new CreateTableCommand(input as unknown as CreateTableCommandInput),
      );
      return TableDescription?.TableArn ?? '';
    },
  };
}

async function passOn(endpoint: string, operation: string, input: unknown): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (response.ok) return answer;
  const { __type: type, message, Message, ...members } = answer;
  const code = String(type).split('#').at(-1) ?? 'InternalServerError';
  throw new AwsError(code, String(message ?? Message ?? code), response.status, members);
}
