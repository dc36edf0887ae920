/** The record of a service as the first version wrote it is read, with what it did not have yet. */
import { expect, it } from 'vitest';
import { freshServiceRecord } from '../../core/incident/service-record.ts';
import { recordOf } from '../../lambdas/adapters/dynamo-records.ts';

it('A record of the version before has what it lacks, empty', () => {
  const { heals: _heals, releases: _releases, failures: _failures, ...old } = freshServiceRecord('user');
  const item = { pk: 'SVC#user', sk: '-', data: JSON.stringify({ ...old, health: 'Failing' }), revision: 7 };
  expect(recordOf(item)).toEqual({ ...freshServiceRecord('user'), health: 'Failing', revision: 7 });
});
