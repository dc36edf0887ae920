/** A call that failed took no target out: no task is stopped that still takes requests, however often AWS refuses. */
import { describe, expect, it } from 'vitest';
import { WriteFailed } from '../../core/ports/errors.ts';
import { aShop } from '../support/shop.ts';
import { LEAK } from '../support/sicknesses.ts';

describe('a deregistration that is throttled', () => {
  it.each([2, 3, 5])('%i times is made before the task is stopped', async (times) => {
    const shop = aShop();
    shop.breakWith(LEAK);
    for (let time = 0; time < times; time += 1) {
      shop.memory.fail('services', 'deregisterTarget', 'before', new WriteFailed('Rate exceeded'));
    }
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    const made = shop.memory.calls.filter(({ done }) => done).map(({ method }) => method);
    expect(incident?.outcome).toBe('healed');
    expect(made.indexOf('deregisterTarget')).toBeGreaterThan(-1);
    expect(made.indexOf('deregisterTarget')).toBeLessThan(made.indexOf('stopTask'));
  });

  it('for good stops no task', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    for (let time = 0; time < 500; time += 1) {
      shop.memory.fail('services', 'deregisterTarget', 'before', new WriteFailed('Rate exceeded'));
    }
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(shop.memory.ecs.stopped).toEqual([]);
    expect(incident?.outcome).not.toBe('healed');
  });
});
