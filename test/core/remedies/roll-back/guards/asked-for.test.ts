/** A decision reads what its guards are asked about, and its reads are bounded. */
import { describe, expect, it } from 'vitest';
import type { Releases } from '../../../../../core/facts/facts.ts';
import { definitionsAskedFor, neighboursAskedFor } from '../../../../../core/remedies/roll-back/guards/asked-for.ts';
import { aCatalog } from '../../../../support/catalog.ts';
import { current, deployed, good, releasesTagged, revisionArn } from './rollback-case-facts.ts';

const arns = (...revisions: readonly number[]) => revisions.map(revisionArn);

describe('definitions', () => {
  it.each([
    { case: 'the two that a way back is between', from: 7, to: 6, asked: arns(7, 6) },
    { case: 'those between them too', from: 7, to: 4, asked: arns(7, 4, 5, 6) },
    { case: 'the two alone when more lie between them than can be judged', from: 17, to: 6, asked: arns(17, 6) },
    { case: 'the two alone when the older number runs', from: 6, to: 9, asked: arns(6, 9) },
  ])('asked for are $case', ({ from, to, asked }) => {
    expect(definitionsAskedFor({ deployments: [deployed(from, 1), deployed(to, 50)] })).toEqual(asked);
  });

  it('asked for is the one that runs when it is the only one, and none without a deployment', () => {
    expect(definitionsAskedFor({ deployments: [current] })).toEqual([current.taskDefinitionArn]);
    expect(definitionsAskedFor({ deployments: [] })).toEqual([]);
  });
});

describe('neighbours', () => {
  const user = { ...good.service, dependencies: ['payment'] };
  const order = { ...good.service, name: 'order', dependencies: ['user'] };
  const payment = { ...good.service, name: 'payment', dependencies: [] };
  const catalog = aCatalog([user, order, payment]);
  const asked = (of: Releases) => neighboursAskedFor(of, user, catalog).map(({ entry, role }) => [entry.name, role]);

  it('are asked only where a version changed', () => {
    expect(asked(releasesTagged({ 'healer:api-version': '3' }))).toEqual([]);
    expect(asked(releasesTagged({ 'healer:api-version': '4' }))).toEqual([['order', 'consumer']]);
    expect(asked(releasesTagged({ 'healer:api-version': '3', 'healer:accepts-payment': '2' }))).toEqual([
      ['payment', 'producer'],
    ]);
  });
});
