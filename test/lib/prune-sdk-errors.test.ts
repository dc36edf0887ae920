/** What the Lambdas' SDK throws after its unused classes of errors were left out, as AWS's answers come over HTTP. */
import { once } from 'node:events';
import { mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHandlers } from '../../lib/build-handlers.ts';
import { pruneSdkErrors } from '../../lib/prune-sdk-errors.ts';
import { handlersDirectory } from './support/shop.ts';

/** A Lambda that asks for one class by name, and says what it caught. */
const HANDLER = `
import { ConditionalCheckFailedException, DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
export const handler = async ({ endpoint, service }: { endpoint: string; service: string }) => {
  const settings = { endpoint, region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  try {
    if (service === 'elb') {
      await new ElasticLoadBalancingV2Client(settings).send(new DescribeTargetHealthCommand({ TargetGroupArn: 'arn' }));
    } else {
      await new DynamoDBClient(settings).send(new DeleteItemCommand({ TableName: 'table', Key: {} }));
    }
    return 'nothing';
  } catch (error: any) {
    const { name, message, $fault, $retryable, $metadata } = error;
    const conditional = error instanceof ConditionalCheckFailedException;
    return { conditional, item: error.Item, name, message, $fault, retried: $retryable !== undefined, status: $metadata.httpStatusCode };
  }
};
`;

interface Answer {
  readonly status: number;
  readonly body: string;
}

const fromDynamo = (type: string, rest: object = {}): string =>
  JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'it says so', ...rest });

describe('a bundle without the errors that no code asks for', () => {
  let answer: Answer = { status: 200, body: '' };
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(answer.status).end(answer.body));
  });
  let handler: (event: object) => Promise<unknown>;

  beforeAll(async () => {
    const sources = handlersDirectory();
    symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(sources, 'node_modules'));
    writeFileSync(join(sources, 'intake.ts'), HANDLER);
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'healer-errors-')));
    buildHandlers(root, sources);
    handler = (createRequire(import.meta.url)(join(root, 'intake/index.js')) as { handler: typeof handler }).handler;
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it.each([
    {
      case: 'one that is asked for is of its class, with its own fields',
      service: 'dynamodb',
      answers: {
        status: 400,
        body: fromDynamo('ConditionalCheckFailedException', { Item: { pk: { S: 'what was there' } } }),
      },
      caught: {
        conditional: true,
        item: { pk: { S: 'what was there' } },
        name: 'ConditionalCheckFailedException',
        retried: false,
      },
    },
    {
      case: 'one that no code asks for still has its name',
      service: 'dynamodb',
      answers: { status: 400, body: fromDynamo('ResourceNotFoundException') },
      caught: { conditional: false, name: 'ResourceNotFoundException', $fault: 'client', status: 400, retried: false },
    },
    {
      case: 'one that is tried again because of its class is still known',
      service: 'dynamodb',
      answers: { status: 400, body: fromDynamo('ReplicatedWriteConflictException') },
      caught: { name: 'ReplicatedWriteConflictException', retried: true },
    },
    {
      case: 'a fault of the service is one',
      service: 'dynamodb',
      answers: { status: 500, body: fromDynamo('InternalServerError') },
      caught: { name: 'InternalServerError', $fault: 'server', status: 500 },
    },
    {
      case: 'one in XML still has the code that AWS gave',
      service: 'elb',
      answers: {
        status: 400,
        body: '<ErrorResponse><Error><Type>Sender</Type><Code>TargetGroupNotFound</Code><Message>it says so</Message></Error></ErrorResponse>',
      },
      caught: { conditional: false, name: 'TargetGroupNotFound', status: 400 },
    },
  ])('$case', async ({ service, answers, caught }) => {
    answer = answers;
    const { port } = server.address() as AddressInfo;
    const said = await handler({ endpoint: `http://127.0.0.1:${port}`, service });
    expect(said).toMatchObject({ message: 'it says so', ...caught });
  });
});

describe('pruneSdkErrors', () => {
  const registrations = 'n0_registry.registerError(Asked$, Asked);\nn0_registry2.registerError(Other$2, Other2);\n';

  it('leaves out what is not asked for', () => {
    const code = `${registrations}if (error instanceof Asked) throw error;\n`;
    expect(pruneSdkErrors(code)).toBe(code.replace('n0_registry2.registerError(Other$2, Other2);', ''));
  });

  it("keeps a service's general error, which stands for all others", () => {
    const code = '_s_registry.registerError(ServiceException$, ServiceException);\n';
    expect(pruneSdkErrors(code)).toBe(code);
  });
});
