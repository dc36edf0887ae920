/** What another version wrote is read: with what it did not have yet, and without a guess at what this one does not know. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { freshServiceRecord } from '../../core/incident/service-record.ts';
import { dynamoLimits } from '../../lambdas/adapters/dynamo-limits.ts';
import { recordOf } from '../../lambdas/adapters/dynamo-records.ts';
import { reservation } from './samples.ts';

it('A record of the version before has what it lacks, empty', () => {
  const { heals: _heals, releases: _releases, failures: _failures, ...old } = freshServiceRecord('user');
  const item = { pk: 'SVC#user', sk: '-', data: JSON.stringify({ ...old, health: 'Failing' }), revision: 7 };
  expect(recordOf(item)).toEqual({ ...freshServiceRecord('user'), health: 'Failing', revision: 7 });
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
