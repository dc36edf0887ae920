/** Clocks that disagree by five minutes, either way, change when things are said to have happened and never how they end. */
import { describe, expect, it } from 'vitest';
import type { Sickness, Shop, ShopOptions } from '../support/shop.ts';
import { aTaskDefinition, aShop, BAD, GOOD } from '../support/shop.ts';
import { alarmEvent } from '../support/events.ts';
import { alarmName } from '../../core/catalog.ts';
import { aToggle } from '../support/catalog.ts';
import { BAD_RELEASE, COSTLY_FEATURE, ENDLESS_LEAK, ERRORS, LEAK } from '../support/sicknesses.ts';

const SKEW_MS = 5 * 60_000;
const compatible = { 'healer:schema': 'compatible' };

const FAILURES: readonly { readonly case: string; readonly sickness: Sickness; readonly options?: ShopOptions }[] = [
  { case: 'a leak', sickness: LEAK },
  { case: 'a leak that nothing ends', sickness: ENDLESS_LEAK },
  { case: 'errors', sickness: ERRORS },
  {
    case: 'a costly feature',
    sickness: COSTLY_FEATURE,
    options: { service: { toggles: [aToggle('recommendations', ['high-cpu'])] } },
  },
  {
    case: 'a bad release',
    sickness: BAD_RELEASE,
    options: { taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, compatible)] },
  },
];

/** The event as a sender writes it whose clock is off by so much. */
function skewed(shop: Shop, { failureType, watch }: Sickness, skewMs: number): Record<string, unknown> {
  return alarmEvent(alarmName('healer', shop.user.name, failureType, watch), { at: shop.now() + skewMs });
}

async function endOf({ sickness, options }: (typeof FAILURES)[number], skewMs: number) {
  const shop = aShop(options);
  shop.breakWith(sickness);
  const { incident, messages } = await shop.machine.run(skewed(shop, sickness, skewMs));
  return {
    outcome: incident?.outcome,
    remedies: incident?.attempts.map(({ remedy, status }) => `${remedy} ${status}`),
    messages: messages.length,
    stopped: shop.memory.ecs.stopped.length,
  };
}

describe('a sender whose clock is five minutes off', () => {
  it.each(FAILURES)('changes nothing about how $case ends', async (failure) => {
    const punctual = await endOf(failure, 0);
    expect(punctual.outcome).toBeDefined();
    expect(await endOf(failure, SKEW_MS)).toEqual(punctual);
    expect(await endOf(failure, -SKEW_MS)).toEqual(punctual);
  });
});
