/** A pause is not over because the answer that tells of it was slow. */
import { describe, expect, it } from 'vitest';
import { overrideParameterName } from '../../../core/vocabulary.ts';
import { readStance } from '../../../lambdas/stages/stance.ts';
import { aShop } from '../../support/shop.ts';

const SECOND = 1_000;

describe('a pause that ends while its parameter is read', () => {
  it.each([
    { case: 'holds, since a person may have extended it in time', endsAfter: 4 * SECOND, mode: 'off' },
    { case: 'is over where it ended before the read began', endsAfter: -SECOND, mode: 'auto' },
  ])('$case', async ({ endsAfter, mode }) => {
    const { memory, user } = aShop();
    const { override } = memory.ports;
    let now = Date.parse('2026-01-15T03:00:00Z');
    const until = new Date(now + endsAfter).toISOString();
    memory.parameters.set(overrideParameterName(user.name), JSON.stringify({ mode: 'off', until }));
    const slow = {
      clock: { ...memory.ports.clock, now: () => now },
      override: {
        read: async (...asked: Parameters<typeof override.read>) => {
          now += 8 * SECOND;
          return await override.read(...asked);
        },
      },
    };
    expect((await readStance(slow, user)).stance.mode).toBe(mode);
  });
});
