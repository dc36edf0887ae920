/**
 * What every DynamoDB must do for the adapters: they keep the contracts of memory, ledger and limits on it over HTTP, and
 * keep them when calls fail halfway. Run against the lab's DynamoDB, and by the oracles against two others.
 */
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Clock } from 'loopback-aws/clock.ts';
import { AwsError } from 'loopback-aws/aws-service.ts';
import type { DynamoDb } from 'loopback-aws/dynamodb.ts';
import { clientSettings } from '../../lambdas/adapters/aws-call.ts';
import { dynamoLedger } from '../../lambdas/adapters/dynamo-ledger.ts';
import { dynamoLimits } from '../../lambdas/adapters/dynamo-limits.ts';
import { dynamoMemory } from '../../lambdas/adapters/dynamo-memory.ts';
import { dynamoHeartbeat, dynamoSweeps } from '../../lambdas/adapters/dynamo-sweeps.ts';
import { WriteFailed } from '../../core/ports/errors.ts';
import { accountContract } from './account.contract.ts';
import { awsEndpoint, type AwsEndpoint } from './aws-endpoint.ts';
import { ledgerContract } from './ledger.contract.ts';
import { limitsContract } from './limits.contract.ts';
import { limitsUpgradeContract } from './limits-upgrade.contract.ts';
import { lookingAfterContract } from './looking-after.contract.ts';
import { memoryContract } from './memory.contract.ts';
import { raceContract, type RaceSize } from './race.contract.ts';
import { attemptResult, joining, opening, reservation, sampleIncident, START } from './samples.ts';
import { createTable } from './table.ts';

/** A DynamoDB to be tested. `endpoint` is its own, where it has one apart from the front of the suite. */
export type MakeDynamoDb = (clock: Clock) => DynamoDb & { readonly endpoint?: string };

/** As many heals as there are rivals share one client here, and wait for each other rather than for DynamoDB. */
const PATIENT = { connectionTimeout: 60_000, requestTimeout: 120_000, httpAgent: { maxSockets: 64 } };

/** Suites of every port that is kept in DynamoDB. @param race how large its races are */
export function dynamodbContract(make: MakeDynamoDb, race: RaceSize): void {
  let endpoint: AwsEndpoint;
  let dynamodb: ReturnType<MakeDynamoDb>;
  /** Where calls are counted and made to fail. */
  let throughFront: DynamoDBClient;
  /** With nothing in between. */
  let direct: DynamoDBClient;

  beforeAll(async () => {
    endpoint = await awsEndpoint((clock) => {
      dynamodb = make(clock);
      return [dynamodb.service];
    });
    throughFront = new DynamoDBClient(clientSettings());
    direct =
      dynamodb.endpoint === undefined
        ? throughFront
        : new DynamoDBClient({ ...clientSettings(), endpoint: dynamodb.endpoint });
  });

  afterAll(() => endpoint.close());

  async function makePorts(client: DynamoDBClient) {
    const table = await createTable(dynamodb, client);
    return { table, limits: dynamoLimits(table), memory: dynamoMemory(table), ledger: dynamoLedger(table) };
  }

  describe('Limits in DynamoDB', () => {
    limitsContract(() => makePorts(direct));
  });

  describe('Account in DynamoDB', () => {
    accountContract(() => makePorts(direct));
  });

  describe('Reservations in DynamoDB that race', () => {
    raceContract(async () => {
      const settings = { ...clientSettings(), requestHandler: PATIENT };
      const own = dynamodb.endpoint === undefined ? {} : { endpoint: dynamodb.endpoint };
      return (await makePorts(new DynamoDBClient({ ...settings, ...own }))).limits;
    }, race);
  });

  describe('A table of the version before', () => {
    limitsUpgradeContract(() => makePorts(direct));
  });

  describe('Ledger in DynamoDB', () => {
    ledgerContract(async () => (await makePorts(direct)).ledger);
  });

  describe('Sweeps and the heartbeat in DynamoDB', () => {
    lookingAfterContract(async () => {
      const table = await createTable(dynamodb, direct);
      return { sweeps: dynamoSweeps(table), heartbeat: dynamoHeartbeat(table) };
    });
  });

  describe('Decisions in DynamoDB', () => {
    const kept = async (json: string) => {
      const { table, ledger } = await makePorts(direct);
      const at = Date.UTC(2026, 0, 15, 3, 0);
      await ledger.keepDecision({ incidentId: 'inc-1', at, json });
      await ledger.keepDecision({ incidentId: 'inc-1', at, json });
      const answer = await direct.send(new ScanCommand({ TableName: table.name }));
      return answer.Items?.map(({ pk, sk, data }) => ({ pk: pk?.S, sk: sk?.S, data: data?.S }));
    };

    it('are kept with the incident, by time, once', async () => {
      const items = await kept('{"facts":{}}');
      expect(items).toEqual([{ pk: 'INC#inc-1', sk: 'DECISION#001768446000000', data: '{"facts":{}}' }]);
    });

    it('are dropped with a line in the log when an item cannot hold them', async () => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
      expect(await kept('x'.repeat(400_000))).toEqual([]);
      expect(warn).toHaveBeenCalledWith(expect.stringContaining('"bytes":400000'));
    });
  });

  describe('Memory in DynamoDB', () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    memoryContract(async () => {
      const { table, limits, memory } = await makePorts(direct);
      return {
        limits,
        memory,
        damage: async (failureType, scope, about) => {
          const Item = { pk: { S: `MEM#${failureType}` }, sk: { S: `${scope}#${about}` }, attempts: { S: 'many' } };
          await direct.send(new PutItemCommand({ TableName: table.name, Item }));
        },
      };
    });
  });

  const lost = (times: number) => ({ error: new AwsError('InternalServerError', 'lost', 500), times });
  const contended = (writes: number) => ({
    error: new AwsError('TransactionCanceledException', 'cancelled', 400, {
      CancellationReasons: Array.from({ length: writes }, () => ({ Code: 'TransactionConflict' })),
    }),
    times: 1,
  });

  describe('DynamoDB that fails halfway', () => {
    it('grants a reservation once when its answer was lost', async () => {
      const { limits } = await makePorts(throughFront);
      endpoint.failNext('TransactWriteItems', 'after', lost(2));
      await expect(limits.reserve(reservation({ attemptsMax: 1 }))).rejects.toThrow(WriteFailed);
      expect(await limits.reserve(reservation({ attemptsMax: 1 }))).toMatchObject({ kind: 'granted', fence: 1 });
    });

    it('settles an attempt once when the answer was lost and the stage ran again', async () => {
      const { limits, memory } = await makePorts(throughFront);
      await limits.reserve(reservation());
      endpoint.failNext('TransactWriteItems', 'after', lost(2));
      await expect(memory.settle(attemptResult())).rejects.toThrow(WriteFailed);
      expect(await memory.settle(attemptResult())).toBe('already');
      const [only] = await memory.read('error-rate', 'checkout', START);
      expect(only?.countHere).toEqual({ successes: 1, attempts: 1 });
    });

    it('does not take its own lost answer for a rival: the retried transaction is the same', async () => {
      const { ledger } = await makePorts(throughFront);
      endpoint.failNext('TransactWriteItems', 'after', lost(1));
      expect(await ledger.admit(opening())).toEqual({ kind: 'recorded' });
      endpoint.failNext('TransactWriteItems', 'after', lost(1));
      expect((await ledger.save(sampleIncident())).revision).toBe(1);
    });

    it('tries again when others were writing at the same moment', async () => {
      const { ledger } = await makePorts(throughFront);
      await ledger.admit(opening());
      endpoint.failNext('TransactWriteItems', 'before', contended(1));
      expect((await ledger.save(sampleIncident())).revision).toBe(1);
    });

    it('denies a reservation with a named reason when the limits never stand still', async () => {
      const { table, limits } = await makePorts(throughFront);
      const moving = new AwsError('TransactionCanceledException', 'cancelled', 400, {
        CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }, { Code: 'None' }],
      });
      endpoint.failNext('TransactWriteItems', 'before', { error: moving, times: 5 });
      const answer = await limits.reserve(reservation());
      expect(answer).toMatchObject({ kind: 'denied', hold: { reason: 'limits-unreadable' } });
      expect(
        await dynamoMemory(table)
          .settle(attemptResult())
          .catch((error: unknown) => error),
      ).toBeInstanceOf(WriteFailed);
    });
  });

  describe('Items in DynamoDB', () => {
    it('refuses an incident that does not fit into an item, and keeps the one before', async () => {
      const { ledger } = await makePorts(throughFront);
      await ledger.admit(opening());
      const huge = sampleIncident({ outcomeReason: 'x'.repeat(400_000) });
      await expect(ledger.save(huge)).rejects.toThrow(/at most 380000 can be stored/);
      expect(await ledger.load('inc-1')).toEqual(sampleIncident());
    });

    it('keeps the original event whole, beside its signal', async () => {
      const { table, ledger } = await makePorts(throughFront);
      await ledger.admit(opening());
      await ledger.admit(joining(await ledger.service('checkout'), 'alarm/latency'));
      const written = endpoint.calls
        .filter(
          ({ operation, input }) => operation === 'TransactWriteItems' && JSON.stringify(input).includes(table.name),
        )
        .map(({ input }) => JSON.stringify(input));
      expect(written[0]).toContain(JSON.stringify(JSON.stringify(opening().event)).slice(1, -1));
    });
  });
}
