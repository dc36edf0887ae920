/** What was not recorded never opens the way back, whatever else is said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../../../core/world/known.ts';
import type { Facts } from '../../../../../core/facts/facts.ts';
import {
  critical,
  definition,
  holdsWith,
  previous,
  running,
  tagged,
  withDefinitions,
  withReleases,
} from './rollback-case-facts.ts';

describe('what is unknown', () => {
  const words = fc.string().filter((word) => word !== 'compatible');
  const names = fc.constantFrom(
    'healer:schema',
    'healer:release',
    'healer:api-version',
    'healer:accepts-order',
    'other',
  );

  it('never permits: without the very word, no tags of the running revision open the way back', () => {
    fc.assert(
      fc.property(fc.dictionary(names, words), (tags) => {
        expect(holdsWith(withDefinitions(definition(7, { tags })))).toEqual(
          expect.arrayContaining([expect.stringMatching(/^schema-/)]),
        );
      }),
    );
  });

  it('never permits for a critical service: whatever is tagged, a version has to be a number and the same', () => {
    const odd = fc.string().filter((word) => !/^\d{1,9}$/.test(word));
    fc.assert(
      fc.property(odd, odd, (now, before) => {
        const change = critical(tagged({ 'healer:api-version': now }, { 'healer:api-version': before }));
        expect(holdsWith(change)).toContain('api-unknown');
      }),
    );
  });

  it('never permits: leaving any part of the facts out leaves a hold', () => {
    const without: readonly Partial<Facts>[] = [
      { running: unknown('throttled') },
      { releases: unknown('throttled') },
      withReleases({ deployments: [] }),
      withReleases({ taskDefinitions: {} }),
      withReleases({ deployments: [previous] }),
      withDefinitions(definition(7, { tags: {} })),
      withDefinitions(definition(6, { images: [] })),
      { running: known({ ...running, service: withoutRollout() }) },
    ];
    for (const change of without) expect(holdsWith(change).length, JSON.stringify(change)).toBeGreaterThan(0);
  });
});

function withoutRollout() {
  const { rollout: _unsaid, ...service } = running.service;
  return service;
}
