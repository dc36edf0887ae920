/** The limits in memory and in DynamoDB are one: the same requests, in any order, get the same answers, whichever DynamoDB. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limits } from '../../core/ports/limits.ts';
import type { DynamoDb } from 'loopback-aws/dynamodb.ts';
import { clientSettings } from '../../lambdas/adapters/aws-call.ts';
import { dynamoLimits } from '../../lambdas/adapters/dynamo-limits.ts';
import { manualClock, memoryPorts } from '../support/memory-ports/memory-ports.ts';
import { awsEndpoint, type AwsEndpoint } from './aws-endpoint.ts';
import type { MakeDynamoDb } from './dynamodb.contract.ts';
import { MINUTE, reservation, START } from './samples.ts';
import { createTable } from './table.ts';

const command = fc.record({
  kind: fc.constantFrom('reserve', 'reserve', 'renew', 'release'),
  incidentId: fc.constantFrom('inc-1', 'inc-2'),
  attempt: fc.integer({ min: 1, max: 3 }),
  service: fc.constantFrom('checkout', 'basket'),
  fence: fc.integer({ min: 1, max: 3 }),
  minutes: fc.integer({ min: 0, max: 20 }),
});

type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

async function answers(limits: Limits, commands: readonly Command[]): Promise<readonly unknown[]> {
  const given: unknown[] = [];
  let now = START;
  for (const { kind, incidentId, attempt, service, fence, minutes } of commands) {
    now += minutes * MINUTE;
    const claim = { group: 'shop', incidentId, fence };
    if (kind === 'reserve') given.push(await limits.reserve(reservation({ incidentId, attempt, service, now })));
    else if (kind === 'renew') given.push(await limits.renew(claim, now));
    else given.push(await limits.release(claim));
  }
  return given;
}

/** The suite, for a DynamoDB. */
export function sameAnswersContract(make: MakeDynamoDb): void {
  let endpoint: AwsEndpoint;
  let dynamodb: DynamoDb;

  beforeAll(async () => {
    endpoint = await awsEndpoint((clock) => {
      dynamodb = make(clock);
      return [dynamodb.service];
    });
  });

  afterAll(() => endpoint.close());

  describe('Limits in memory and in DynamoDB', () => {
    it('give the same answers to the same requests', async () => {
      const client = new DynamoDBClient(clientSettings());
      await fc.assert(
        fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 25 }), async (commands) => {
          const table = await createTable(dynamodb, client);
          const inMemory = memoryPorts(manualClock(START)).ports.limits;
          expect(await answers(dynamoLimits(table), commands)).toEqual(await answers(inMemory, commands));
        }),
        { numRuns: 25 },
      );
    });
  });
}
