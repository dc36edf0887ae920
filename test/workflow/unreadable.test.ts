/** One read that fails is no reason to wake a person, and never a reason to act. */
import { describe, expect, it } from 'vitest';
import { ReadFailed } from '../../core/ports.ts';
import { aShop } from '../support/shop.ts';
import type { Shop, Sickness } from '../support/shop.ts';

const FIRST_TASK = 'arn:aws:ecs:eu-west-1:123456789012:task/shop/user-1';
const LEAK: Sickness = {
  failureType: 'memory-leak',
  watch: 'memory',
  metric: 'memoryPercent',
  sickValue: 93,
  wellValue: 45,
  sick: (shop) => shop.tasks().includes(FIRST_TASK),
  sickTasks: () => [FIRST_TASK],
};

function failTimes(shop: Shop, times: number, port: 'metrics' | 'services', method: 'alarms' | 'describe'): void {
  for (let time = 0; time < times; time++)
    shop.memory.fail(port, method as never, 'before', new ReadFailed('throttled'));
}

describe('a healer that cannot read', () => {
  it.each([
    { case: 'the alarm', port: 'metrics', method: 'alarms' },
    { case: 'the service', port: 'services', method: 'describe' },
  ] as const)('$case once waits a little and heals', async ({ port, method }) => {
    const shop = aShop();
    shop.breakWith(LEAK);
    failTimes(shop, 1, port, method);
    const execution = await shop.machine.run(shop.alarm(LEAK));
    expect(execution.incident?.outcome).toBe('healed');
    expect(execution.path.filter((name) => name === 'decide')).toHaveLength(2);
    expect(execution.messages).toHaveLength(2);
  });

  it.each([
    { case: 'the alarm', port: 'metrics', method: 'alarms' },
    { case: 'the service', port: 'services', method: 'describe' },
  ] as const)('$case for ten minutes touches nothing and asks a person', async ({ port, method }) => {
    const shop = aShop();
    shop.breakWith(LEAK);
    failTimes(shop, 500, port, method);
    const execution = await shop.machine.run(shop.alarm(LEAK));
    expect(execution.incident?.outcome).toBe('escalated');
    expect(execution.incident?.decisions.at(-1)?.holds[0]?.reason).toBe('queue-expired');
    expect(shop.memory.ecs.stopped).toEqual([]);
  });

  it('the metrics after acting never calls it healed', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    while (await running.step()) {
      if (running.waitsUntil !== undefined) {
        shop.advance(running.waitsUntil - shop.now());
        shop.memory.tick();
      }
      const { path } = await running.execution();
      if (path.at(-1) === 'act.replaceTasks.apply') failTimes(shop, 500, 'metrics', 'alarms');
    }
    const { incident } = await running.execution();
    expect(incident?.outcome).toBe('escalated');
    expect(incident?.attempts[0]?.status).toBe('censored');
  });
});
