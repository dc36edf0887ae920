/** What an incident left is changed back while another service of its group is being healed: not before, and not never. */
import { describe, expect, it } from 'vitest';
import { undoParameterName } from '../../core/vocabulary.ts';
import { aService, aToggle } from '../support/catalog.ts';
import { writesOf } from '../support/episodes.ts';
import { PARAMETER } from '../support/left-behind.ts';
import { passTime, type Stepper } from '../support/machine.ts';
import { aShop, type Shop, type Sickness } from '../support/shop.ts';
import { ERRORS, LASTING_ERRORS, leakOf } from '../support/sicknesses.ts';
import { healed, incidentOf, parameterEvent, playUntil, write } from '../support/undoing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ORDER = aService({ name: 'order', ecsService: 'order' });

interface Together {
  readonly shop: Shop;
  /** Waits for the expiry of the toggle that it switched at `user`. */
  readonly left: Stepper;
}

async function toggleLeft(sickness: Sickness, order = ORDER): Promise<Together> {
  const shop = aShop({ service: { toggles: [aToggle('recommendations')] }, others: [order] });
  shop.breakWith(sickness);
  return { shop, left: await healed(shop, sickness) };
}

/** A heal of that service that has begun; it goes no further by itself. */
async function beingHealed(shop: Shop, order = ORDER): Promise<Stepper> {
  const sickness = leakOf(order);
  shop.breakWith(sickness, order);
  const running = await shop.machine.start(shop.alarm(sickness, order));
  while (!running.path.includes('act.replaceTasks.apply')) await running.step();
  return running;
}

async function asked(shop: Shop): Promise<Stepper> {
  write(shop);
  return await shop.machine.start(parameterEvent(undoParameterName(incidentOf(shop)), shop.now()));
}

const isOn = ({ memory }: Shop) => memory.parameters.get(PARAMETER) === 'on';

describe('an undo that a person asks for', () => {
  it('waits for a heal of the same group, says so, and is done a minute after that is over', async () => {
    const { shop } = await toggleLeft(ERRORS);
    const other = await beingHealed(shop);
    const undoing = await asked(shop);
    await playUntil(shop, undoing, () => undoing.waitsUntil !== undefined);
    expect(isOn(shop)).toBe(false);
    const { messages } = await undoing.execution();
    expect(messages[0]?.subject).toContain('undo waits');
    expect(messages[0]?.body).toMatch(
      /order of the same group is being healed by incident .*; I wait for it until 2026-/,
    );
    await playUntil(shop, other, () => other.path.at(-1) === 'notify');
    const free = shop.now();
    await playUntil(shop, undoing, () => false);
    expect(isOn(shop)).toBe(true);
    expect(shop.now() - free).toBeLessThan(90_000);
    expect((await undoing.execution()).messages).toHaveLength(2);
  });

  it('waits for a quarter of an hour at most', async () => {
    const { shop } = await toggleLeft(ERRORS);
    await beingHealed(shop);
    const begun = shop.now();
    await playUntil(shop, await asked(shop), () => false);
    expect(isOn(shop)).toBe(true);
    expect(shop.now() - begun).toBeGreaterThanOrEqual(15 * MINUTE);
    expect(shop.now() - begun).toBeLessThan(17 * MINUTE);
  });

  it.each([
    { case: 'that is in another group', group: 'elsewhere', begun: true },
    { case: 'of which nothing is decided yet', group: ORDER.group, begun: false },
  ])('does not wait for a service $case', async ({ group, begun }) => {
    const order = { ...ORDER, group };
    const { shop } = await toggleLeft(ERRORS, order);
    if (begun) await beingHealed(shop, order);
    else await shop.machine.start(shop.alarm(leakOf(order), order));
    const since = shop.now();
    await playUntil(shop, await asked(shop), () => false);
    expect(isOn(shop)).toBe(true);
    expect(shop.now() - since).toBeLessThan(2 * MINUTE);
  });
});

describe('a toggle that expires', () => {
  it('is restored after the heals of its group', async () => {
    const { shop, left } = await toggleLeft(ERRORS);
    await left.step();
    const due = left.waitsUntil ?? Number.NaN;
    passTime(shop, due - MINUTE);
    const other = await beingHealed(shop);
    passTime(shop, due);
    await playUntil(shop, left, () => shop.now() > due + HOUR);
    expect(isOn(shop)).toBe(false);
    expect(left.path.filter((one) => one === 'act.flipToggle.undo').length).toBeGreaterThanOrEqual(6);
    await playUntil(shop, other, () => other.path.at(-1) === 'notify');
    await playUntil(shop, left, () => isOn(shop));
    expect(isOn(shop)).toBe(true);
  });

  it('is switched again whatever is healed, because the failure is back', async () => {
    const { shop, left } = await toggleLeft(LASTING_ERRORS);
    await playUntil(shop, left, () => isOn(shop));
    await beingHealed(shop);
    await playUntil(shop, left, () => !isOn(shop));
    expect(writesOf(shop).filter((one) => one.startsWith('write'))).toEqual(['write off', 'write on', 'write off']);
  });
});
