/** An execution that dies while tasks wait to be given back: people know that they stay, once, and how many. */
import { describe, expect, it } from 'vitest';
import { reap } from '../../lambdas/stages/reap.ts';
import { BUSY, comes } from '../support/crowd.ts';
import { passTime } from '../support/machine.ts';
import { aShop } from '../support/shop.ts';

/** The execution of a shop that scales out, aborted where `isPlace` says so, and reaped twice. */
async function reaped(isPlace: (path: readonly string[]) => boolean) {
  const shop = aShop();
  comes(shop, { times: 2, hours: 2 });
  shop.breakWith(BUSY);
  const running = await shop.machine.start(shop.alarm(BUSY));
  while (!isPlace(running.path) && (await running.step())) {
    if (running.waitsUntil !== undefined && !isPlace(running.path)) passTime(shop, running.waitsUntil);
  }
  const { arn, messages } = await running.execution();
  const reaper = reap({ ...shop.memory.ports, catalog: shop.catalog });
  const event = { detail: { executionArn: arn, status: 'ABORTED' } };
  const answers = [await reaper(event), await reaper(event)];
  return { answers, told: [...messages, ...shop.memory.published], chat: shop.memory.publishedInChat };
}

const STAY = '6 tasks are desired instead of 4: remove them yourself, unless autoscaling does';

describe('tasks that were added, and an execution that died', () => {
  it('are told once when the end was told before', async () => {
    const { answers, told, chat } = await reaped((path) => path.at(-1) === 'notify');
    expect(answers).toMatchObject([{ kind: 'reaped' }, { kind: 'nothing' }]);
    expect(told.map(({ subject }) => subject).slice(-2)).toEqual([
      expect.stringContaining('healed'),
      expect.stringContaining('2 tasks still added'),
    ]);
    expect(told.filter(({ body }) => body.includes(STAY))).toHaveLength(1);
    expect(chat).toHaveLength(1);
  });

  it('are told with the end, and not again, when no message said so', async () => {
    const { told } = await reaped((path) => path.at(-1) === 'verify');
    expect(told.at(-1)?.attributes).toMatchObject({ stage: 'ended', outcome: 'failed' });
    expect(told.filter(({ body }) => body.includes(STAY))).toHaveLength(1);
  });
});
