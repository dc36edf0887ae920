/** AWS's DynamoDB Local, in memory, and the lab's front in the role of a network that can lose an answer. */
import { DynamoDBClient, CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { AwsError, type AwsService } from '../../../lab/cloud/aws-service.ts';
import type { DynamoDb } from '../../../lab/cloud/dynamodb.ts';
import type { JavaPart } from '../install/parts.ts';
import { serve, type Server } from './serve.ts';

const LISTENING = /listening on (\d+)/;

/** It takes any, but no signs in the key. */
export const CREDENTIALS = { accessKeyId: 'oracle', secretAccessKey: 'oracle' };

export interface DynamoDbLocal extends Server {
  readonly endpoint: string;
}

export async function dynamoDbLocal(java: JavaPart): Promise<DynamoDbLocal> {
  const server = await serve({
    command: 'java',
    args: [`-Djava.library.path=${java.libraries}`, '-cp', java.classPath, 'LoopbackDynamoDb'],
    env: { PATH: process.env['PATH'] ?? '' },
    isReady: (output) => LISTENING.test(output),
  });
  const port = LISTENING.exec(server.output())?.[1] ?? '';
  return { ...server, endpoint: `http://127.0.0.1:${port}` };
}

/** Operations of the product and of its suites. */
const OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'TransactWriteItems'];

/** That DynamoDB as a service of the lab's front, which passes every call on as it is. */
export function forwarded(endpoint: string): DynamoDb & { readonly endpoint: string } {
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
  const service: AwsService = {
    name: 'dynamodb',
    protocol: 'json-1.0',
    operations: Object.fromEntries(
      OPERATIONS.map((operation) => [operation, (input: unknown) => passOn(endpoint, operation, input)]),
    ),
  };
  return {
    endpoint,
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
