/** A service of more tasks than one call reads the metrics of: its sick task is found wherever it stands in the list. */
import { describe, expect, it } from 'vitest';
import { aShop } from '../support/shop.ts';
import { LEAK } from '../support/sicknesses.ts';

describe('a leaking task of a large service', () => {
  it.each([1, 101, 150])('is the one that is replaced, as number %i of 150', async (number) => {
    const shop = aShop({ desired: 150 });
    const arn = shop.tasks()[number - 1] ?? '';
    const leak = { ...LEAK, sick: () => shop.tasks().includes(arn), sickTasks: () => [arn] };
    shop.breakWith(leak);
    const { incident } = await shop.machine.run(shop.alarm(leak));
    expect(shop.memory.ecs.stopped.map(({ taskArn }) => taskArn)).toEqual([arn]);
    expect(incident?.outcome).toBe('healed');
  });
});
