/** What a closed incident left is changed back whenever that is allowed; held back for too long, people are told, once. */
import { describe, expect, it } from 'vitest';
import { STORM_MINUTES_MAX } from '../../core/holds/reasons.ts';
import { LEFT_OVER_MINUTES_MAX } from '../../core/holds/waiting.ts';
import { FRESH_ACCOUNT } from '../../core/limits/account.ts';
import { aToggle } from '../support/catalog.ts';
import { BUSY, comes } from '../support/crowd.ts';
import { LEFT, healedShop } from '../support/left-behind.ts';
import { passTime, type Stepper } from '../support/machine.ts';
import { ACCOUNT } from '../../sim/ports/limits.ts';
import { aShop, type Shop } from '../support/shop.ts';
import { LASTING_ERRORS } from '../support/sicknesses.ts';
import { playUntil } from '../support/undoing.ts';

const MINUTE = 60_000;
/** What is changed back in time: a rollback stays, and of the tasks the load is as usual by then. */
const TIMED = LEFT.filter(({ case: what }) => what !== 'a rollback').map((left) =>
  left.sickness === BUSY ? { ...left, case: 'tasks that were added', make: () => busyForHours(3) } : left,
);

function busyForHours(hours: number): Shop {
  const shop = aShop();
  comes(shop, { times: 2, hours });
  return shop;
}

const heldOf = ({ messages }: Awaited<ReturnType<Stepper['execution']>>) =>
  messages.filter(({ subject }) => subject.endsWith('still held back'));

/** Plays for so long. */
async function playFor(shop: Shop, running: Stepper, minutes: number): Promise<void> {
  const until = shop.now() + minutes * MINUTE;
  await playUntil(shop, running, () => shop.now() >= until);
}

describe('what is due to be changed back while the override forbids it', () => {
  it.each(TIMED)('waits, and people are told once after an hour: $case', async (left) => {
    const { shop, running } = await healedShop(left);
    await playUntil(shop, running, () => running.path.at(-1) === 'wait');
    if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    shop.memory.parameters.set('/healer/mode', 'off');
    await playFor(shop, running, LEFT_OVER_MINUTES_MAX - 5);
    expect(heldOf(await running.execution())).toEqual([]);
    await playFor(shop, running, 10 * 60);
    const [told, ...more] = heldOf(await running.execution());
    expect(more).toEqual([]);
    expect(told?.attributes).toMatchObject({ stage: 'ended', outcome: 'held' });
    expect(told?.body).toContain('/healer/mode');
    expect(left.isBack(shop)).toBe(false);
    shop.memory.parameters.set('/healer/mode', 'auto');
    await playFor(shop, running, 24 * 60);
    const { incident } = await running.execution();
    expect(incident?.timeline.map(({ text }) => text).join()).toMatch(/(restored|put back): /);
  });

  it('is not told of before the hour is over in one go', async () => {
    const [toggle] = TIMED;
    if (toggle === undefined) throw new Error('nothing is changed back in time');
    const { shop, running } = await healedShop(toggle);
    await playUntil(shop, running, () => running.path.at(-1) === 'wait');
    if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    shop.memory.parameters.set('/healer/mode', 'off');
    await playFor(shop, running, LEFT_OVER_MINUTES_MAX - 20);
    shop.memory.parameters.set('/healer/mode', 'auto');
    await playFor(shop, running, 12 * 60);
    expect(heldOf(await running.execution())).toEqual([]);
  });
});

describe('a toggle whose failure is back while a storm is on record', () => {
  async function backInStorm(sinceMinutesAgo: number): Promise<{ shop: Shop; running: Stepper }> {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    shop.breakWith(LASTING_ERRORS);
    const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    await playUntil(shop, running, () => running.path.includes('act.flipToggle.undo'));
    const storm = { level: 'hard', since: shop.now() - sinceMinutesAgo * MINUTE, declaredBy: 'dead' } as const;
    shop.memory.store.limits.account.put(ACCOUNT, { ...FRESH_ACCOUNT, storm });
    await playFor(shop, running, 60);
    return { shop, running };
  }

  it('stays on as long as the storm may last', async () => {
    const { shop, running } = await backInStorm(0);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('on');
    expect(running.path).toContain('act.flipToggle.apply');
    await playFor(shop, running, STORM_MINUTES_MAX);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('off');
    expect(heldOf(await running.execution())).toEqual([]);
  });

  it('is switched again where the storm is older than any that lasts, because no read says whether it is over', async () => {
    const { shop } = await backInStorm(STORM_MINUTES_MAX);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('off');
  });
});
