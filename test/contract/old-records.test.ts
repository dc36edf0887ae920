/** What another version wrote, or a person by hand, is read as far as it is understood, and never guessed at. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { freshServiceRecord } from '../../core/incident/service-record.ts';
import { Damaged } from '../../core/ports/errors.ts';
import { dynamoLedger } from '../../lambdas/adapters/dynamo-ledger.ts';
import { dynamoLimits } from '../../lambdas/adapters/dynamo-limits.ts';
import { incidentOf, recordOf } from '../../lambdas/adapters/dynamo-records.ts';
import { queryItems, updateItem, writeAll, type Table } from '../../lambdas/adapters/dynamo-table.ts';
import { attemptWith, count } from '../support/left-plans.ts';
import { aScaleOutPlan } from '../support/scale-out-plan.ts';
import { reservation, sampleIncident, START } from './samples.ts';

const RECORD = freshServiceRecord('user');

function itemOf(value: object, version?: number) {
  const number = version === undefined ? {} : { version };
  return { pk: 'SVC#user', sk: 'STATE', data: JSON.stringify(value), revision: 7, ...number };
}

/** A table that answers every read with the item, and keeps what is written. */
function tableOf(item: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>) {
  const sent: { readonly Item?: unknown; readonly UpdateExpression?: string }[] = [];
  const send = async ({ input }: { readonly input: (typeof sent)[number] }) => {
    sent.push(input);
    return { Item: item, Items: [item] };
  };
  const table: Table = { name: 'healer', client: { send } as unknown as DynamoDBClient };
  return { table, sent };
}

describe('a record', () => {
  it('of version 1 has what it lacks, empty', () => {
    const { heals: _heals, releases: _releases, failures: _failures, ...old } = RECORD;
    const item = itemOf({ ...old, health: 'Failing' });
    expect(recordOf(item)).toEqual({ ...RECORD, health: 'Failing', revision: 7 });
  });

  it('keeps what a later version added to it', () => {
    expect(recordOf(itemOf({ ...RECORD, mood: 'calm' }, 2))).toMatchObject({ mood: 'calm' });
  });

  it.each([
    { case: 'no history', change: { history: undefined }, why: 'history: expected array' },
    { case: 'a history of another type', change: { history: 'long' }, why: 'history: expected array' },
    { case: 'nothing in its history', change: { history: [null] }, why: 'history[0]: expected object' },
    { case: 'an unknown health', change: { health: 'Fine' }, why: 'health: expected "Healthy"|"Degraded"' },
    { case: 'a text for a time', change: { healthSince: '2026' }, why: 'healthSince: expected number' },
    { case: 'a time that no date has', change: { healthSince: 1e300 }, why: 'healthSince: not understood' },
  ])('with $case is damaged, and says where', ({ change, why }) => {
    expect(() => recordOf(itemOf({ ...RECORD, ...change }, 2))).toThrow(Damaged);
    expect(() => recordOf(itemOf({ ...RECORD, ...change }, 2))).toThrow(`data of SVC#user STATE is damaged: ${why}`);
  });
});

describe('an incident', () => {
  const scaled = sampleIncident({ attempts: [attemptWith(aScaleOutPlan(START), [count(6)])] });

  it.each([
    { case: 'a plan', path: 'attempts.0.journal.plan.to', why: 'attempts[0].journal.plan.to: expected number' },
    {
      case: 'the kind of a plan',
      path: 'attempts.0.journal.plan.kind',
      why: 'attempts[0].journal.plan: not understood',
    },
    { case: 'a move', path: 'attempts.0.journal.moves.0.move.count', why: 'attempts[0].journal.moves[0].move.count' },
    { case: 'its command', path: 'command.kind', why: 'command.kind: not understood' },
    { case: 'its trigger', path: 'trigger.state', why: 'trigger.state: expected "ALARM"|"OK"' },
  ])('with damage in $case is damaged, and says where', ({ path, why }) => {
    for (const version of [1, 2]) {
      const damaged = structuredClone(scaled);
      const parts = path.split('.');
      const parent = parts.slice(0, -1).reduce<unknown>((value, part) => Reflect.get(value as object, part), damaged);
      Reflect.set(parent as object, parts.at(-1) ?? '', null);
      expect(() => incidentOf(itemOf(damaged, version))).toThrow(why);
    }
  });
});

describe('the version of an item', () => {
  it.each(['0', '2', '1.5', 'x'])('is refused where this healer does not know it: %s', async (version) => {
    const { table } = tableOf({
      pk: { S: 'SEEN#alarm' },
      sk: { S: 'SEEN' },
      order: { N: '1' },
      version: { N: version },
    });
    await expect(dynamoLedger(table).seen('alarm')).rejects.toThrow('SEEN#alarm SEEN cannot be read: it has version');
    const query = { prefix: { pk: 'SEEN#alarm', sk: '' }, limit: 1, attributes: [] };
    await expect(queryItems(table, query)).rejects.toThrow(Damaged);
  });

  it('is written with every item, and stays when a part is updated', async () => {
    const { table, sent } = tableOf({});
    await writeAll(table, [{ key: { pk: 'INC#1', sk: 'INCIDENT' }, put: { data: '{}' } }]);
    await updateItem(table, { key: { pk: 'LEASE#shop', sk: 'LEASE' }, update: 'SET #until = :until' });
    expect(JSON.stringify(sent[0])).toContain('"version":{"N":"2"}');
    expect(sent[1]?.UpdateExpression).toBe('SET #version = if_not_exists(#version, :version), #until = :until');
  });
});

it.each([
  { status: 'pending', kind: 'granted' },
  { status: 'paused', kind: 'denied' },
])('An attempt that is $status, which a later version may have written, is $kind again', async ({ status, kind }) => {
  const send = async ({ input }: { readonly input: { readonly Key?: { readonly sk?: { readonly S?: string } } } }) =>
    input.Key?.sk?.S?.startsWith('ATT#') === true ? { Item: { status: { S: status }, fence: { N: '1' } } } : {};
  const limits = dynamoLimits({ name: 'healer', client: { send } as unknown as DynamoDBClient });
  expect((await limits.reserve(reservation())).kind).toBe(kind);
});
