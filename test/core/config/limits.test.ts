/** Limits as the configuration says them: other numbers reach what decides, what is left out keeps its default, and none goes. */
import { describe, expect, it } from 'vitest';
import { compileCatalog } from '../../../core/config/compile.ts';
import type { HealerConfig } from '../../../core/config/config.ts';
import { boundsOf } from '../../../core/catalog/bounds.ts';
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../../../core/limits/policy.ts';
import { said } from './said.ts';
import { shippedRunbooks, web } from './shop-config.ts';

function boundsIn(config: HealerConfig) {
  const compiled = compileCatalog(config, shippedRunbooks(), 'healer.config.ts');
  if (compiled.kind !== 'ok') throw new Error(JSON.stringify(compiled.problems));
  const [service] = Object.values(compiled.catalog.services);
  if (service === undefined) throw new Error('there is no service');
  return boundsOf(compiled.catalog, service);
}

describe('Limits in the configuration', () => {
  it('are the defaults where nothing is said', () => {
    expect(boundsIn({ services: [web()] })).toEqual({ services: 1, account: ACCOUNT_POLICY, service: SERVICE_POLICY });
  });

  it('take the place of defaults one by one, for everything and for one service', () => {
    const bounds = boundsIn({
      services: [web({ limits: { attemptsPerDay: 2, gapMinutes: [10] } }), web({ name: 'other', toggles: [] })],
      limits: { burst: 1, softStormShare: 0.5 },
    });
    expect(bounds).toEqual({
      services: 2,
      account: { ...ACCOUNT_POLICY, burst: 1, softStormShare: 0.5 },
      service: { ...SERVICE_POLICY, attemptsPerDay: 2, gapMinutes: [10] },
    });
  });

  it('of a group hold for each of its services, unless the service says something else', () => {
    const bounds = boundsIn({
      services: [web({ group: 'shop', limits: { attemptsPerDay: 2 } }), web({ name: 'other', toggles: [] })],
      groupLimits: { shop: { attemptsPerDay: 3, sameRemedyMax: 1 }, other: { attemptsPerDay: 1 } },
    });
    expect(bounds.service).toEqual({ ...SERVICE_POLICY, attemptsPerDay: 2, sameRemedyMax: 1 });
  });

  it('of a group may name a service that is a group of its own', () => {
    const bounds = boundsIn({ services: [web()], groupLimits: { web: { attemptsPerDay: 1 } } });
    expect(bounds.service.attemptsPerDay).toBe(1);
  });

  it.each([
    {
      case: 'a group without services',
      groupLimits: { shpo: {} },
      says: 'groupLimits.shpo: no service is in group "shpo" (allowed: shop); did you mean shop?',
    },
    {
      case: 'no attempt',
      groupLimits: { shop: { attemptsPerDay: 0 } },
      says: expect.stringMatching(/^groupLimits\.shop\.attemptsPerDay: /),
    },
    {
      case: 'a limit that does not exist',
      groupLimits: { shop: { burst: 1 } },
      says: expect.stringMatching(/^groupLimits\.shop\.burst: unknown key/),
    },
  ])('of a group stay limits of a group: $case', ({ groupLimits, says }) => {
    expect(said({ services: [web({ group: 'shop' })], groupLimits })).toEqual([says]);
  });

  it.each([
    { case: 'attempts for all', limits: { burst: 0 }, says: /limits\.burst/ },
    { case: 'a storm that never is one', limits: { stormMembers: 1_000 }, says: /limits\.stormMembers/ },
    { case: 'a share above all', limits: { hardStormShare: 1.1 }, says: /limits\.hardStormShare/ },
    { case: 'a breaker that closes at once', limits: { breakerOpenMinutes: 0 }, says: /limits\.breakerOpenMinutes/ },
    { case: 'a limit that does not exist', limits: { attempts: 3 }, says: /limits/ },
  ])('cannot be switched off: $case', ({ limits, says }) => {
    const config = { services: [web()], limits } as HealerConfig;
    expect(said(config)).toEqual([expect.stringMatching(says)]);
  });

  it.each([
    { case: 'no attempt', limits: { attemptsPerDay: 0 }, says: /services\[0\]\.limits\.attemptsPerDay/ },
    { case: 'a hundred attempts', limits: { attemptsPerDay: 100 }, says: /services\[0\]\.limits\.attemptsPerDay/ },
    { case: 'no pauses', limits: { gapMinutes: [] }, says: /services\[0\]\.limits\.gapMinutes/ },
  ])('of a service stay limits: $case', ({ limits, says }) => {
    expect(said({ services: [web({ limits })] })).toEqual([expect.stringMatching(says)]);
  });
});
